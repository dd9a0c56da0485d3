import "server-only";
import { log } from "../access/log";
import { createRunControl, type RunControl } from "../apply/run-control";
import type { Store } from "../store/client";
import { listen } from "../store/notifications";
import { takeRunControls } from "../store/run-controls";

// A notification that was lost delays a word by no more than this.
const lookEveryMilliseconds = 2_000;

/** Brings what people ask of a run to the engine, until it is stopped. */
export async function followRunControls(
  store: Store,
  number: number,
): Promise<{ readonly control: RunControl; readonly stop: () => void }> {
  const control = createRunControl();
  let looking: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  const look = (): void => {
    again = true;
    if (looking !== null || stopped) return;
    looking = (async () => {
      while (again && !stopped) {
        again = false;
        for (const { command } of await takeRunControls(store, number)) control.send(command);
      }
    })()
      .catch((error: unknown) => log.warn({ err: error, run: number }, "controls of a run were not read"))
      .finally(() => {
        looking = null;
      });
  };
  const unlisten = await listen(store, "run-control", (told) => {
    if (told === number || Number.isNaN(told)) look();
  });
  const timer = setInterval(look, lookEveryMilliseconds);
  look();
  return {
    control,
    stop: () => {
      stopped = true;
      clearInterval(timer);
      unlisten();
    },
  };
}
