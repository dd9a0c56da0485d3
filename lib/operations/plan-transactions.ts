import { planSteps } from "../apply/plan-steps";
import type { Catalog } from "../catalog/catalog";
import type { Plan, PlannedStatement } from "../plan/plan";

/** The statements of a plan by the transactions in which a run executes them, ANALYZE afterwards left out. */
export function planTransactions(
  plan: Plan,
  expected: Catalog | null,
): readonly (readonly PlannedStatement[])[] {
  return planSteps(plan, expected).steps.map(({ statements }) =>
    statements.flatMap((position) => plan.statements[position] ?? []),
  );
}
