import "server-only";
import type { Right } from "../access/authority";
import { AppError } from "../postgres/app-error";
import { type Check, checkNumber, findCheck } from "../store/checks";
import { type Database, findDatabaseById } from "../store/databases";
import type { Context } from "./context";
import { requireDatabase } from "./require-database";

/**
 * A check and its database, for an actor who has the right on that. To who may not even read it, it does not exist.
 * @param id `C-881`
 * @throws AppError `no-such-check`, `not-allowed`
 */
export async function requireCheck(
  context: Context,
  id: string,
  right: Right = "read databases",
): Promise<{ readonly check: Check; readonly database: Database }> {
  const number = checkNumber(id);
  const check = number === null ? null : await findCheck(context.store, number);
  const found = check === null ? null : await findDatabaseById(context.store, check.databaseId);
  if (check === null || found === null) throw absent(id);
  try {
    return { check, database: await requireDatabase(context, found.slug, right) };
  } catch (error) {
    // Not the name of its database: that is nothing for who may not read it.
    if (error instanceof AppError && error.code === "no-such-database") throw absent(id);
    throw error;
  }
}

const absent = (id: string): AppError =>
  new AppError("no-such-check", `There is no check ${id.slice(0, 20)}.`, {
    hint: "Its database may have been removed.",
  });
