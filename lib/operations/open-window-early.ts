import "server-only";
import type { OccurrenceDecision } from "../access/window";
import { AppError } from "../postgres/app-error";
import { changeOccurrence, refuse } from "./change-occurrence";
import type { Context } from "./context";

/** How long before its start a window can be opened: another day's window is another decision. */
export const earliestHours = 24;

/**
 * Opens an occurrence now that begins later, and says go to it. Its end stays where it is.
 * @throws AppError `no-such-window`, `no-such-occurrence`, `not-allowed`, `window-not-open`, `too-early`
 */
export function openWindowEarly(
  context: Context,
  { id, scheduledAt }: { readonly id: string; readonly scheduledAt: Date },
): Promise<OccurrenceDecision> {
  return changeOccurrence(context, {
    ...{ id, scheduledAt },
    action: "window.open-early",
    change: (occurrence, { window, state, now }) => {
      if (state !== "scheduled" && state !== "go or no-go")
        refuse(window, state, "only one that has not begun can be opened early.");
      if (now >= occurrence.startsAt)
        refuse(window, state, "it has begun, and opens as soon as somebody says go.");
      if (occurrence.startsAt.getTime() - now.getTime() > earliestHours * 3_600_000) {
        throw new AppError(
          "too-early",
          `${window.id} begins in more than ${earliestHours} hours and cannot be opened yet.`,
          { hint: "Make a window that begins sooner." },
        );
      }
      const { id: by, name } = context.actor;
      return { ...occurrence, startsAt: now, go: true, decidedBy: { id: by, name }, decidedAt: now };
    },
  });
}
