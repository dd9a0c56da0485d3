import "server-only";
import { requestBackupCancel } from "../store/backup-lifecycle";
import { isActive } from "../store/backups";
import { inTransaction } from "../store/client";
import type { Context } from "./context";
import { loadBackup } from "./load-backup";
import { recordAudit } from "./record-audit";

/**
 * Stops what is being done with a backup. One that has ended stays as it is.
 * @param id `B-31`
 * @throws AppError `no-such-backup`, `not-allowed`
 */
export async function cancelBackup(context: Context, id: string): Promise<void> {
  const { backup, database } = await loadBackup(context, id, "take backups");
  if (!isActive(backup)) return;
  await inTransaction(context.store, async (inside) => {
    await requestBackupCancel(inside, backup.number, context.now());
    await recordAudit(
      context,
      { action: "backup.cancel", object: { kind: "backup", id: backup.id }, database: database.slug },
      inside,
    );
  });
}
