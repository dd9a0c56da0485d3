import "server-only";
import { log } from "../access/log";
import { recordProgress } from "../store/check-lifecycle";
import type { CheckProgress } from "../store/checks";
import type { Store } from "../store/client";

// Often enough to look alive, seldom enough to cost nothing beside the check itself.
const everyMilliseconds = 200;

export interface ProgressRecorder {
  /** Takes note; returns at once. */
  readonly report: (progress: CheckProgress) => void;
  /** Waits until nothing is being written; what was not written yet is dropped. */
  settle(): Promise<void>;
}

/** Writes the latest progress of a check to the store, one write at a time and not more often than every 200 ms. */
export function recordCheckProgress(
  store: Store,
  check: { readonly number: number; readonly workerId: string },
  written: (progress: CheckProgress, verdict: "go on" | "stop") => void,
): ProgressRecorder {
  let latest: CheckProgress | null = null;
  let phase = "";
  let last = 0;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | null = null;

  const write = (): void => {
    timer = undefined;
    if (latest === null || writing !== null) return;
    const progress = latest;
    latest = null;
    last = Date.now();
    writing = recordProgress(store, check.number, check.workerId, progress)
      .then((verdict) => written(progress, verdict))
      // Progress is for onlookers: losing some must not end the check. The outcome is written with care elsewhere.
      .catch((error: unknown) => log.warn({ err: error, check: check.number }, "progress was not recorded"))
      .finally(() => {
        writing = null;
        if (latest !== null) schedule();
      });
  };
  const schedule = (): void => {
    timer ??= setTimeout(write, Math.max(0, last + everyMilliseconds - Date.now()));
  };

  return {
    report: (progress) => {
      const fresh = progress.phase !== phase;
      phase = progress.phase;
      latest = progress;
      if (fresh && timer === undefined) write();
      else schedule();
    },
    settle: async () => {
      clearTimeout(timer);
      latest = null;
      await writing;
    },
  };
}
