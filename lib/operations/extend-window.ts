import "server-only";
import { isOpen, type OccurrenceDecision } from "../access/window";
import { AppError } from "../postgres/app-error";
import { changeOccurrence, refuse } from "./change-occurrence";
import type { Context } from "./context";

/** By how much an open window is extended at a time. */
const extensionMinutes = 15;

// Whoever needs longer needs another window, and another go.
const longestHours = 24;

/**
 * Moves the end of an open occurrence 15 minutes further. A run that works learns of it within seconds; the one statement
 * that it is in keeps the limit it began with.
 * @throws AppError `no-such-window`, `no-such-occurrence`, `not-allowed`, `window-not-open`, `window-too-long`
 */
export function extendWindow(
  context: Context,
  { id, scheduledAt }: { readonly id: string; readonly scheduledAt: Date },
): Promise<OccurrenceDecision> {
  return changeOccurrence(context, {
    ...{ id, scheduledAt },
    action: "window.extend",
    change: (occurrence, { window, state }) => {
      if (!isOpen(state)) refuse(window, state, "only an open window can be extended.");
      const endsAt = new Date(occurrence.endsAt.getTime() + extensionMinutes * 60_000);
      if (endsAt.getTime() - occurrence.startsAt.getTime() > longestHours * 3_600_000) {
        throw new AppError("window-too-long", `A window is open for ${longestHours} hours at most.`, {
          hint: "Make another window for what is left.",
        });
      }
      return { ...occurrence, endsAt };
    },
  });
}
