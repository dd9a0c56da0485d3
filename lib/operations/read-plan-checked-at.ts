import "server-only";
import { readPlanChecks } from "../store/plan-marks";
import type { Context } from "./context";
import { requirePlan } from "./require-plan";

/**
 * When the checks of a plan were asked last; null where they never were. Where they were asked at different times, the
 * oldest counts.
 * @throws AppError `no-such-plan`
 */
export async function readPlanCheckedAt(context: Context, id: string): Promise<Date | null> {
  const { plan } = await requirePlan(context, id);
  const checks = await readPlanChecks(context.store, [plan.number]);
  if (checks.length === 0) return null;
  return new Date(Math.min(...checks.map(({ at }) => at.getTime())));
}
