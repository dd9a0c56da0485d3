import "server-only";
import { log } from "../access/log";
import { settleAbandonedChecks } from "../store/check-lifecycle";
import { findCheck } from "../store/checks";
import { listen } from "../store/notifications";
import { type CheckStep, checkStep } from "./check-step";
import type { Context } from "./context";
import { requireCheck } from "./require-check";

/** One step of a check; `null` when nothing more will come. */
export type SendStep = (event: { readonly id: number; readonly data: CheckStep } | null) => void;

// A worker that dies tells nobody: the follower looks by itself, too.
const lookEveryMilliseconds = 10_000;

/**
 * Calls back with each step of a check until it has ended, beginning with the present one unless `seen` is its number.
 * @returns how to end it earlier
 * @throws AppError `no-such-check`
 */
export async function followCheck(
  context: Context,
  number: number,
  seen: number,
  send: SendStep,
): Promise<() => void> {
  await requireCheck(context, `C-${number}`);
  const { store } = context;
  let last = seen;
  let looking: Promise<void> | null = null;
  let again = false;
  let ended = false;

  const look = async (): Promise<void> => {
    const check = await findCheck(store, number);
    if (ended) return;
    if (check !== null && check.sequence !== last) {
      last = check.sequence;
      send({ id: check.sequence, data: checkStep(check) });
    }
    if (check === null || check.finishedAt !== null) {
      stop();
      send(null);
    }
  };
  // One look at a time: events that come while looking are answered by one more look, and none overtakes another.
  const wake = (): void => {
    again = true;
    if (looking !== null || ended) return;
    looking = (async () => {
      while (again && !ended) {
        again = false;
        await look();
      }
    })()
      .catch((error: unknown) => log.warn({ err: error, check: number }, "following a check failed"))
      .finally(() => {
        looking = null;
      });
  };
  const timer = setInterval(() => {
    settleAbandonedChecks(store).then(wake, (error: unknown) =>
      log.warn({ err: error }, "abandoned checks were not settled"),
    );
  }, lookEveryMilliseconds);
  // NaN means that notifications may have been missed.
  const unlisten = await listen(store, "check", (told) => {
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
