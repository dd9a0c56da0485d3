import "server-only";
import type { OccurrenceDecision } from "../access/window";
import { changeOccurrence, refuse } from "./change-occurrence";
import type { Context } from "./context";

/**
 * Says go or no-go to an occurrence that has not ended. The last word counts: a no-go to an open one shuts it at once.
 * @throws AppError `no-such-window`, `no-such-occurrence`, `not-allowed`, `window-not-open`
 */
export function decideWindow(
  context: Context,
  { id, scheduledAt, go }: { readonly id: string; readonly scheduledAt: Date; readonly go: boolean },
): Promise<OccurrenceDecision> {
  return changeOccurrence(context, {
    ...{ id, scheduledAt },
    action: go ? "window.go" : "window.no-go",
    change: (occurrence, { window, state, now }) => {
      if (["closed", "cancelled", "missed"].includes(state) || now >= occurrence.endsAt)
        refuse(window, state, "there is nothing left to decide.");
      const { id: by, name } = context.actor;
      return { ...occurrence, go, decidedBy: { id: by, name }, decidedAt: now };
    },
  });
}
