import "server-only";
import type { Right } from "../access/authority";
import { AppError } from "../postgres/app-error";
import { type Backup, backupNumber, findBackup } from "../store/backups";
import { type Database, findDatabaseById } from "../store/databases";
import type { Context } from "./context";
import { requireDatabase } from "./require-database";

/**
 * A backup with its database, for an actor who has the right on it. To who may not read the database, it does not exist.
 * @param id `B-31`
 * @throws AppError `no-such-backup`, `not-allowed`
 */
export async function loadBackup(
  context: Context,
  id: string,
  right: Right = "read databases",
): Promise<{ readonly backup: Backup; readonly database: Database }> {
  const number = backupNumber(id);
  const backup = number === null ? null : await findBackup(context.store, number);
  const database = backup === null ? null : await findDatabaseById(context.store, backup.databaseId);
  const absent = new AppError("no-such-backup", `There is no backup ${id.slice(0, 20)}.`, {
    hint: "Its database may have been removed.",
  });
  if (backup === null || database === null) throw absent;
  try {
    await requireDatabase(context, database.slug, right);
  } catch (error) {
    throw error instanceof AppError && error.code === "no-such-database" ? absent : error;
  }
  return { backup, database };
}
