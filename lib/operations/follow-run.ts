import "server-only";
import { readWatchers, seeRun } from "../store/run-controls";
import { findRun, readRunEvents, type StoredRunEvent } from "../store/runs";
import type { Context } from "./context";
import { follow, type Send } from "./follow";
import { requireRun } from "./require-run";
import { type RunViewData, runView } from "./run-view";

/** What the page of a run is sent. */
export type RunMessage =
  | ({ readonly kind: "event" } & Omit<StoredRunEvent, "at"> & { readonly at: string })
  | { readonly kind: "view"; readonly view: RunViewData };

/** Events read in one look. */
const atOnce = 2_000;

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
  send: Send<RunMessage>,
): Promise<() => void> {
  const { run } = await requireRun(context, id);
  const { store } = context;
  const me = { id: context.actor.id, name: context.actor.name };
  let last = seen;
  let shown = "";
  return follow<RunMessage>(
    store,
    {
      topic: "run",
      number: run.number,
      id: run.id,
      everyMilliseconds: 10_000,
      beforeLook: () => seeRun(store, run.number, me),
      look: async (tell) => {
        const now = await findRun(store, run.number);
        const events = await readRunEvents(store, run.number, last, atOnce);
        for (const { sequence, at, event } of events) {
          last = sequence;
          tell(sequence, { kind: "event", sequence, at: at.toISOString(), event });
        }
        if (now === null) return "ended";
        const view = runView(now, await readWatchers(store, run.number), context.now());
        // A second more of silence is no news; a minute of it lets others take over.
        const key = JSON.stringify({ ...view, driverSilentSeconds: view.driverSilentSeconds >= 60 });
        if (key !== shown) {
          shown = key;
          tell(last, { kind: "view", view });
        }
        if (events.length === atOnce) return "again";
        return now.active ? "later" : "ended";
      },
    },
    send,
  );
}
