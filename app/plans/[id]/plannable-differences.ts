import type { PlannableDifference } from "@/components/plan/plannable-list";
import type { PlanOverview } from "@/lib/operations/read-plan";
import { displayName } from "@/lib/postgres/identity";

/** The differences that a new plan may be for: those of this one, ticked, and those that came along, with the reason. */
export function plannableDifferences({ plan, differences }: PlanOverview): readonly PlannableDifference[] {
  const along = new Map(
    plan.content.fixes.flatMap(({ reason }) =>
      reason.type === "travels along"
        ? [[reason.difference, `travels along: ${displayName(reason.because)} cannot do without it`] as const]
        : [],
    ),
  );
  const chosen = new Set([...plan.options.only, ...along.keys()]);
  return [...differences.values()]
    .filter(({ difference }) => chosen.has(difference.id) || difference.type === "unexpected")
    .map(({ difference }) => {
      const reason = along.get(difference.id);
      return {
        ...{ difference, ticked: chosen.has(difference.id) },
        ...(reason === undefined ? {} : { along: reason }),
      };
    });
}
