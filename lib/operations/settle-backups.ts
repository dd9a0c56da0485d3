import "server-only";
import { requireRight } from "../access/authority";
import { removeBackupFiles } from "../recovery/backup-folder";
import { settleAbandonedBackups } from "../store/backup-lifecycle";
import type { Context } from "./context";

/**
 * Ends backups that broke off and removes what was written of them; a dump that was only being verified stays.
 * @returns their numbers
 */
export async function settleBackups(
  context: Context,
  own?: { readonly workerId: string; readonly running: readonly number[] },
): Promise<readonly number[]> {
  requireRight(context.actor, "run jobs", "backups");
  const settled = await settleAbandonedBackups(context.store, own);
  for (const { file, broken } of settled) if (broken && file !== null) await removeBackupFiles(file);
  return settled.map(({ number }) => number);
}
