import "server-only";
import { currentOccurrence, effectiveEnd, openOccurrence } from "../access/window";
import type { Store } from "../store/client";
import { readWindowsOf } from "../store/windows";

/** An occurrence that is open, or that will be. */
export interface WindowMoment {
  readonly number: number;
  /** `W-4`. */
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly scheduledAt: Date;
  readonly startsAt: Date;
  /** When it stops to be open: the end, exclusive. */
  readonly endsAt: Date;
  /** True while it stays shut until somebody says go. */
  readonly needsGo: boolean;
}

/** What windows allow on a database at a moment. */
export interface WindowNow {
  /** The one that stays open longest; null when none is open. */
  readonly open: WindowMoment | null;
  /** The one that has begun and waits for a go, or begins next; null when nothing is planned. */
  readonly next: WindowMoment | null;
}

/**
 * Which window of a database is open at a moment, and which one comes next. A run asks this before BEGIN, once it has its
 * locks, and right before COMMIT: what people close or cancel meanwhile counts at once. Asks for no right: whoever calls it
 * has found the database by one.
 * @param only the number of the window that a plan was scheduled for: it runs in no other one, because what was decided
 *   there (go or no-go, its length, who watches) was decided for it. Null for any window of the database
 */
export async function windowNow(
  store: Store,
  databaseId: string,
  now: Date,
  only: number | null = null,
): Promise<WindowNow> {
  let open: WindowMoment | null = null;
  let next: WindowMoment | null = null;
  for (const window of await readWindowsOf(store, databaseId)) {
    if (only !== null && window.number !== only) continue;
    const current = openOccurrence(window, now);
    const moment = (occurrence: typeof current): WindowMoment | null =>
      occurrence === null
        ? null
        : {
            ...{ number: window.number, id: window.id, name: window.name, timeZone: window.timeZone },
            ...{ scheduledAt: occurrence.scheduledAt, startsAt: occurrence.startsAt },
            endsAt: effectiveEnd(window, occurrence),
            needsGo: window.goRequired && occurrence.go !== true,
          };
    const opened = moment(current);
    if (opened !== null && (open === null || opened.endsAt > open.endsAt)) open = opened;
    const coming = current === null ? moment(currentOccurrence(window, now)) : null;
    if (coming !== null && (next === null || coming.startsAt < next.startsAt)) next = coming;
  }
  return { open, next };
}
