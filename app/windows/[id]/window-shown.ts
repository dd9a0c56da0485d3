import type { ShownOccurrence } from "@/components/windows/window-occurrences";
import type { WindowPlan } from "@/components/windows/window-plans";
import { effectiveEnd } from "@/lib/access/window";
import { stretchText } from "@/lib/access/window-words";
import type { ListedPlan } from "@/lib/operations/list-plans";
import type { ListedOccurrence } from "@/lib/operations/list-windows";

/** An occurrence in words. */
export function shownOccurrence({
  window,
  occurrence,
  state,
  note = null,
}: ListedOccurrence & { readonly note?: string | null }): ShownOccurrence {
  return {
    scheduledAt: occurrence.scheduledAt.toISOString(),
    stretch: stretchText(occurrence.startsAt, effectiveEnd(window, occurrence), window.timeZone),
    state,
    note: note ?? stateNote({ window, occurrence, state }),
  };
}

function stateNote({ occurrence, state }: ListedOccurrence): string | null {
  if (state === "missed") return "No one said go. Nothing was run.";
  const { decidedBy, go } = occurrence;
  return decidedBy === null ? null : `${decidedBy.name} said ${go === true ? "go" : "no-go"}.`;
}

/** A plan as the window shows it. */
export const windowPlan = ({ plan, status, database, facts }: ListedPlan): WindowPlan => ({
  ...{ id: plan.id, status, database: database.name, seconds: facts.lockSeconds },
});
