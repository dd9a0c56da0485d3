import "server-only";
import { firstOverlap, type Overlap } from "../access/window";
import { readWindows, type Window } from "../store/windows";
import type { Context } from "./context";
import { visibleWindow } from "./load-window";

/** Another window of a same database that is open at the same time. */
export interface WindowOverlap extends Overlap {
  /** `W-3`. */
  readonly id: string;
  readonly name: string;
  /** The names of the databases that both are for. */
  readonly databases: readonly string[];
}

const horizonDays = 400;

/** Windows that share time and a database with this one, within the next 400 days, each with the first such time. */
export async function findOverlaps(context: Context, window: Window): Promise<readonly WindowOverlap[]> {
  const from = context.now();
  const to = new Date(from.getTime() + horizonDays * 86_400_000);
  return (await readWindows(context.store)).flatMap((other) => {
    const seen = visibleWindow(context, other);
    if (seen === null || other.number === window.number) return [];
    const shared = seen.databases.filter(({ id }) => window.databases.some((one) => one.id === id));
    const overlap = shared.length === 0 ? null : firstOverlap(window, other, from, to);
    if (overlap === null) return [];
    return [{ ...overlap, id: other.id, name: other.name, databases: shared.map(({ name }) => name) }];
  });
}
