import "server-only";
import { findOccurrence, type OccurrenceDecision, undecided } from "../access/window";
import type { Window } from "../store/windows";

/** The occurrence of a window with this scheduled start, as people left it; null when its rule has none then. */
export function occurrenceOf(window: Window, scheduledAt: Date): OccurrenceDecision | null {
  const decided = window.decisions.find((one) => one.scheduledAt.getTime() === scheduledAt.getTime());
  if (decided !== undefined) return decided;
  const occurrence = findOccurrence(window, scheduledAt);
  return occurrence === null ? null : undecided(occurrence);
}
