import "server-only";
import { log } from "../access/log";
import { recordBackupProgress } from "../store/backup-lifecycle";
import type { BackupProgress } from "../store/backups";
import type { Store } from "../store/client";

const everyMilliseconds = 300;

/**
 * Writes the latest progress of a backup to the store, one write at a time, and again while nothing new comes, so that a
 * cancellation whose notification was lost is found.
 * @param stop called when it is to go on no more
 */
export function recordBackupSteps(
  store: Store,
  backup: { readonly number: number; readonly workerId: string },
  stop: () => void,
): { readonly report: (progress: BackupProgress) => void; settle(): Promise<void> } {
  let latest: BackupProgress | null = null;
  let fresh = false;
  let idle = 0;
  let writing: Promise<void> = Promise.resolve();
  let busy = false;
  const write = (): void => {
    idle += 1;
    if (latest === null || busy || (!fresh && idle < 10)) return;
    [fresh, idle, busy] = [false, 0, true];
    writing = recordBackupProgress(store, backup.number, backup.workerId, latest)
      .then((verdict) => {
        if (verdict === "stop") stop();
      })
      // Progress is for onlookers: losing some must not end the backup. The outcome is written with care elsewhere.
      .catch((error: unknown) => log.warn({ err: error, backup: backup.number }, "progress was not recorded"))
      .finally(() => {
        busy = false;
      });
  };
  const timer = setInterval(write, everyMilliseconds);
  return {
    report: (progress) => {
      const next = latest === null || latest.phase !== progress.phase;
      latest = progress;
      fresh = true;
      if (next) write();
    },
    settle: async () => {
      clearInterval(timer);
      await writing;
    },
  };
}
