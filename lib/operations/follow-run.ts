import "server-only";
import { log } from "../access/log";
import { listen } from "../store/notifications";
import { readWatchers, seeRun } from "../store/run-controls";
import { findRun, readRunEvents, type StoredRunEvent } from "../store/runs";
import type { Context } from "./context";
import { requireRun } from "./require-run";
import { type RunViewData, runView } from "./run-view";

/** What the page of a run is sent. */
export type RunMessage =
  | ({ readonly kind: "event" } & Omit<StoredRunEvent, "at"> & { readonly at: string })
  | { readonly kind: "view"; readonly view: RunViewData };

/** One message with the number of the last event sent; `null` when nothing more will come. */
export type SendRunMessage = (message: { readonly id: number; readonly data: RunMessage } | null) => void;

/** Events read in one look. */
const atOnce = 2_000;

// Watchers come and go, and a worker that dies tells nobody.
const lookEveryMilliseconds = 10_000;

/**
 * Calls back with each event of a run after `seen`, and with its view when something else about it changed, until it has
 * ended. Who follows is seen by the others; the driver who does is not silent.
 * @param seen the number of the last event the browser has
 * @returns how to end it earlier
 */
export async function followRun(
  context: Context,
  id: string,
  seen: number,
  send: SendRunMessage,
): Promise<() => void> {
  const { run } = await requireRun(context, id);
  const { store } = context;
  const me = { id: context.actor.id, name: context.actor.name };
  let last = seen;
  let shown = "";
  let looking: Promise<void> | null = null;
  let again = false;
  let ended = false;

  const look = async (): Promise<void> => {
    const now = await findRun(store, run.number);
    const events = await readRunEvents(store, run.number, last, atOnce);
    if (ended) return;
    if (events.length === atOnce) again = true;
    for (const { sequence, at, event } of events) {
      last = sequence;
      send({ id: sequence, data: { kind: "event", sequence, at: at.toISOString(), event } });
    }
    if (now === null) return end();
    const view = runView(now, await readWatchers(store, run.number), context.now());
    // A second more of silence is no news; a minute of it lets others take over.
    const key = JSON.stringify({ ...view, driverSilentSeconds: view.driverSilentSeconds >= 60 });
    if (key !== shown && !ended) {
      shown = key;
      send({ id: last, data: { kind: "view", view } });
    }
    if (!now.active && !again) end();
  };
  const end = (): void => {
    if (ended) return;
    stop();
    send(null);
  };
  // One look at a time: what is told while looking is answered by one more look, and none overtakes another.
  const wake = (): void => {
    again = true;
    if (looking !== null || ended) return;
    looking = (async () => {
      while (again && !ended) {
        again = false;
        await look();
      }
    })()
      .catch((error: unknown) => log.warn({ err: error, run: run.id }, "following a run failed"))
      .finally(() => {
        looking = null;
      });
  };
  const see = (): void => {
    seeRun(store, run.number, me)
      .then(wake)
      .catch((error: unknown) => log.warn({ err: error, run: run.id }, "a watcher was not written down"));
  };
  const timer = setInterval(see, lookEveryMilliseconds);
  // NaN means that notifications may have been missed.
  const unlisten = await listen(store, "run", (told) => {
    if (told === run.number || Number.isNaN(told)) wake();
  });
  const stop = (): void => {
    ended = true;
    clearInterval(timer);
    unlisten();
  };
  see();
  return stop;
}
