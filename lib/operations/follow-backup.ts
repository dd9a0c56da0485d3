import "server-only";
import { type Backup, findBackup, isActive } from "../store/backups";
import type { Context } from "./context";
import { follow, type Send } from "./follow";
import { loadBackup } from "./load-backup";

/** How far a backup is, as its page follows it. */
export interface BackupStep {
  readonly state: Backup["state"];
  readonly phase: string;
  readonly message: string;
  readonly done: number;
  readonly total: number;
  readonly bytes: number;
}

const nothing = { phase: "", message: "", done: 0, total: 0, bytes: 0 };

export const backupStep = ({ state, progress }: Backup): BackupStep => ({ state, ...(progress ?? nothing) });

/**
 * Calls back with each step of a backup until it has ended, beginning with the present one unless `seen` is its number.
 * @param id `B-31`
 * @returns how to end it earlier
 * @throws AppError `no-such-backup`
 */
export async function followBackup(
  context: Context,
  id: string,
  seen: number,
  send: Send<BackupStep>,
): Promise<() => void> {
  const { number } = (await loadBackup(context, id)).backup;
  const { store } = context;
  let last = seen;
  return follow<BackupStep>(
    store,
    {
      topic: "backup",
      number,
      id,
      everyMilliseconds: 5_000,
      look: async (tell) => {
        const backup = await findBackup(store, number);
        if (backup !== null && backup.sequence !== last) {
          last = backup.sequence;
          tell(backup.sequence, backupStep(backup));
        }
        return backup === null || !isActive(backup) ? "ended" : "later";
      },
    },
    send,
  );
}
