import "server-only";
import { log } from "../access/log";
import { type Backup, findBackup, isActive } from "../store/backups";
import { listen } from "../store/notifications";
import type { Context } from "./context";
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

type SendStep = (event: { readonly id: number; readonly data: BackupStep } | null) => void;

const nothing = { phase: "", message: "", done: 0, total: 0, bytes: 0 };

export const backupStep = ({ state, progress }: Backup): BackupStep => ({ state, ...(progress ?? nothing) });

// A worker that dies tells nobody: the follower looks by itself, too.
const lookEveryMilliseconds = 5_000;

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
  send: SendStep,
): Promise<() => void> {
  const { number } = (await loadBackup(context, id)).backup;
  const { store } = context;
  let last = seen;
  let looking = Promise.resolve();
  let ended = false;
  const look = async (): Promise<void> => {
    if (ended) return;
    const backup = await findBackup(store, number);
    if (ended) return;
    if (backup !== null && backup.sequence !== last) {
      last = backup.sequence;
      send({ id: backup.sequence, data: backupStep(backup) });
    }
    if (backup === null || !isActive(backup)) {
      stop();
      send(null);
    }
  };
  // One look after the other, so that none overtakes another.
  const wake = (): void => {
    looking = looking
      .then(look)
      .catch((error: unknown) => log.warn({ err: error, backup: id }, "following a backup failed"));
  };
  const timer = setInterval(wake, lookEveryMilliseconds);
  // NaN means that notifications may have been missed.
  const unlisten = await listen(store, "backup", (told) => {
    if (told === number || Number.isNaN(told)) wake();
  });
  const stop = (): void => {
    ended = true;
    clearInterval(timer);
    unlisten();
  };
  wake();
  return stop;
}
