import "server-only";
import { AppError } from "../postgres/app-error";
import { requestVerification } from "../store/backup-lifecycle";
import { inTransaction } from "../store/client";
import type { Context } from "./context";
import { loadBackup } from "./load-backup";
import { recordAudit } from "./record-audit";

/**
 * Asks for a dump to be read through once more and, where wanted, restored and compared.
 * @param id `B-31`
 * @throws AppError `no-such-backup`, `not-allowed`, `backup-not-a-file`, `backup-active`
 */
export async function verifyBackup(
  context: Context,
  { id, restore }: { readonly id: string; readonly restore: boolean },
): Promise<void> {
  const { backup, database } = await loadBackup(context, id, "take backups");
  if (backup.type !== "dump" || backup.file === null || backup.takenAt === null) {
    throw new AppError("backup-not-a-file", `${backup.id} has no file that could be read.`, {
      hint: "Only a dump that Plumbline took can be verified here. Take one.",
    });
  }
  await inTransaction(context.store, async (inside) => {
    if (!(await requestVerification(inside, backup, restore))) return;
    await recordAudit(
      context,
      {
        action: "backup.verify",
        object: { kind: "backup", id: backup.id },
        database: database.slug,
        detail: { restore },
      },
      inside,
    );
  });
}
