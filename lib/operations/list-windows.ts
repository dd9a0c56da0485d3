import "server-only";
import { mayDo } from "../access/authority";
import {
  currentOccurrence,
  decidedOccurrences,
  type OccurrenceDecision,
  stateOf,
  type WindowState,
} from "../access/window";
import { readDatabases } from "../store/databases";
import { readWindows, type Window, type WindowDatabase } from "../store/windows";
import type { Context } from "./context";
import { visibleWindow } from "./load-window";

/** An occurrence of a window with what it is now. */
export interface ListedOccurrence {
  readonly window: Window;
  readonly occurrence: OccurrenceDecision;
  readonly state: WindowState;
}

export interface WindowList {
  readonly now: Date;
  /** What begins within the strip's days or is open now, in order of time. */
  readonly occurrences: readonly ListedOccurrence[];
  /** Every window that may still open, with its next occurrence. */
  readonly coming: readonly ListedOccurrence[];
  /** Windows that are over or cancelled, newest first. */
  readonly past: readonly Window[];
  /** The databases that a new window can be for. */
  readonly manageable: readonly WindowDatabase[];
}

/** The month strip begins today and has this many days. */
export const stripDays = 35;

/** The windows of the databases that the actor may read. */
export async function listWindows(context: Context): Promise<WindowList> {
  const now = context.now();
  const to = new Date(now.getTime() + stripDays * 86_400_000);
  const [all, databases] = await Promise.all([readWindows(context.store), readDatabases(context.store)]);
  const windows = all.flatMap((window) => visibleWindow(context, window) ?? []);
  const coming = windows.flatMap((window): readonly ListedOccurrence[] => {
    const occurrence = currentOccurrence(window, now);
    return occurrence === null ? [] : [{ window, occurrence, state: stateOf(window, occurrence, now) }];
  });
  const occurrences = windows.flatMap((window) =>
    decidedOccurrences(window, now, to)
      .map((occurrence) => ({ window, occurrence, state: stateOf(window, occurrence, now) }))
      .filter(({ state }) => state !== "cancelled"),
  );
  return {
    now,
    coming: coming.toSorted(byStart),
    occurrences: occurrences.toSorted(byStart),
    past: windows.filter((window) => !coming.some((one) => one.window.number === window.number)),
    manageable: databases
      .filter(({ slug }) => mayDo(context.actor, "manage windows", slug))
      .map(({ id, slug, name, environment }) => ({ id, slug, name, environment })),
  };
}

const byStart = (one: ListedOccurrence, other: ListedOccurrence): number =>
  one.occurrence.startsAt.getTime() - other.occurrence.startsAt.getTime() ||
  one.window.number - other.window.number;
