import "server-only";
import { z } from "zod";
import { insertDump } from "../store/backup-lifecycle";
import type { Backup } from "../store/backups";
import { inTransaction } from "../store/client";
import type { Context } from "./context";
import { recordAudit } from "./record-audit";
import { requireDatabase } from "./require-database";

const tableSchema = z.object({ schema: z.string().min(1).max(63), name: z.string().min(1).max(63) });

const takeBackupSchema = z.object({
  slug: z.string().min(1).max(200),
  /** The tables whose rows are wanted; null for all. The schema is always whole. */
  tables: z.array(tableSchema).min(1, "Name a table, or take the whole database.").max(1_000).nullable(),
  /** Restore it afterwards, to compare. */
  restore: z.boolean(),
});

export type TakeBackupInput = z.infer<typeof takeBackupSchema>;

/**
 * Asks for a dump of a database; a worker takes it, reads it through and, where wanted, restores and compares it.
 * @throws AppError `no-such-database`, `not-allowed`, `backup-active`
 */
export async function takeBackup(context: Context, input: TakeBackupInput): Promise<Backup> {
  const { slug, tables, restore } = takeBackupSchema.parse(input);
  const database = await requireDatabase(context, slug, "take backups");
  return inTransaction(context.store, async (inside) => {
    const backup = await insertDump(inside, {
      ...{ databaseId: database.id, tables, restore },
      createdBy: { id: context.actor.id, name: context.actor.name },
      createdAt: context.now(),
    });
    await recordAudit(
      context,
      {
        action: "backup.request",
        object: { kind: "backup", id: backup.id },
        database: slug,
        detail: { tables, restore },
      },
      inside,
    );
    return backup;
  });
}
