import "server-only";
import { isOpen, type OccurrenceDecision } from "../access/window";
import { changeOccurrence, refuse } from "./change-occurrence";
import type { Context } from "./context";

/**
 * Closes an open occurrence at once. A run that has not sent COMMIT learns of it within seconds, or at its next gate:
 * what it is doing is cancelled and rolled back.
 * @throws AppError `no-such-window`, `no-such-occurrence`, `not-allowed`, `window-not-open`
 */
export function closeWindow(
  context: Context,
  { id, scheduledAt }: { readonly id: string; readonly scheduledAt: Date },
): Promise<OccurrenceDecision> {
  return changeOccurrence(context, {
    ...{ id, scheduledAt },
    action: "window.close",
    change: (occurrence, { window, state, now }) => {
      if (!isOpen(state)) refuse(window, state, "only an open window can be closed.");
      return { ...occurrence, closedAt: now };
    },
  });
}
