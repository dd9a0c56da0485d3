import "server-only";
import { checkPlan } from "./check-plan";
import type { Context } from "./context";
import { requireIntact, requirePlan } from "./require-plan";

/**
 * Begins to ask everything anew that is looked at before a plan is approved or run, without waiting for the answers: a
 * browser sends one action at a time, and whoever reads the plan meanwhile shall not wait for the database.
 * @param defer does the work after the request has been answered
 * @throws AppError `no-such-plan`, `not-allowed`, `plan-altered`
 */
export async function startPlanChecks(
  context: Context,
  id: string,
  defer: (work: () => Promise<unknown>) => void,
): Promise<void> {
  const { plan } = await requirePlan(context, id, "make plans");
  requireIntact(plan);
  defer(() => checkPlan(context, id));
}
