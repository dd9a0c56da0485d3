import "server-only";
import { log } from "../access/log";
import type { RunEvent } from "../apply/run-event";
import type { Store } from "../store/client";
import { recordRunEvents as write } from "../store/run-lifecycle";

// Often enough to look live, seldom enough to cost nothing beside the run itself.
const everyMilliseconds = 150;

// What onlookers need not see of a store that is away for long.
const keptAtMost = 20_000;

export interface RunEventRecorder {
  /** Takes note; returns at once. */
  readonly emit: (event: RunEvent) => void;
  /** Waits until everything is written, or cannot be. */
  settle(): Promise<void>;
}

/**
 * Writes what happens in a run to the store, in its order and in few transactions.
 * @param lost called once when the run turns out to be this worker's no more
 */
export function recordRunEvents(
  store: Store,
  run: { readonly number: number; readonly workerId: string | null },
  now: () => Date,
  lost: () => void,
): RunEventRecorder {
  let queue: { readonly at: Date; readonly event: RunEvent }[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | null = null;
  let ours = true;

  const flush = async (): Promise<void> => {
    const batch = queue;
    queue = [];
    if (batch.length === 0 || !ours) return;
    try {
      ours = await write(store, run.number, run.workerId, batch);
      if (!ours) lost();
    } catch (error) {
      // The run goes on: what decides about COMMIT is asked of the store by itself, and fails closed.
      log.warn({ err: error, run: run.number }, "events of a run were not written; trying again");
      queue = [...batch, ...queue].slice(-keptAtMost);
    }
  };
  const schedule = (): void => {
    if (timer !== undefined || writing !== null) return;
    timer = setTimeout(() => {
      timer = undefined;
      writing = flush().finally(() => {
        writing = null;
        if (queue.length > 0) schedule();
      });
    }, everyMilliseconds);
  };
  return {
    emit: (event) => {
      queue.push({ at: now(), event });
      schedule();
    },
    settle: async () => {
      clearTimeout(timer);
      timer = undefined;
      await writing;
      clearTimeout(timer);
      timer = undefined;
      await flush();
    },
  };
}
