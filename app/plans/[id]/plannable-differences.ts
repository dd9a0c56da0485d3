import { kindWords } from "@/components/drift/counting";
import type { PlannableDifference } from "@/components/plan/replan-form";
import type { PlanOverview } from "@/lib/operations/read-plan";
import { displayName, identityOf } from "@/lib/postgres/identity";

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
    .map(({ difference: { id, object, type } }) => {
      const reason = along.get(id);
      return {
        ...{ id, type, object: identityOf(object), kind: kindWords(object.kind), ticked: chosen.has(id) },
        ...(reason === undefined ? {} : { along: reason }),
      };
    });
}
