import { PlanComparisonCard } from "@/components/plan/plan-comparison";
import { comparePlans } from "@/lib/operations/compare-plans";
import type { PlanOverview } from "@/lib/operations/read-plan";
import { load } from "../../load";
import { type PlanView, planHref } from "./plan-view";

/** A plan beside an earlier one. What somebody approved is the plan with that hash: a changed one has another number. */
export async function CompareTab({
  overview: { plan },
  view,
}: {
  readonly overview: PlanOverview;
  readonly view: PlanView;
}) {
  const { earlier, statements, others } = await load((context) =>
    comparePlans(context, plan.id, view.compareWith),
  );
  return (
    <PlanComparisonCard
      planId={plan.id}
      earlierId={earlier?.id ?? null}
      statements={statements}
      choices={others.slice(0, 20).map((id) => ({
        label: id,
        href: planHref(plan.id, { tab: "compare", compareWith: id }),
        current: id === earlier?.id,
      }))}
    />
  );
}
