import "server-only";
import { requireRight } from "../access/authority";
import { log } from "../access/log";
import type { Drift } from "../drift/drift";
import { makePlan } from "../plan/make-plan";
import type { Plan } from "../plan/plan";
import { AppError } from "../postgres/app-error";
import { readDifferences } from "../store/differences";
import type { Context } from "./context";
import type { DifferenceOverview } from "./read-difference";

/** The plan that would remove one difference, or why none could be made. */
export type DifferencePlan =
  | { readonly made: true; readonly plan: Plan }
  | { readonly made: false; readonly message: string };

/** Plans the fix of one difference, with what has to travel along. Nothing is applied. */
export async function planDifference(
  context: Context,
  { database, check, difference, expected, actual }: DifferenceOverview,
): Promise<DifferencePlan> {
  requireRight(context.actor, "read databases", database.slug);
  if (check.result === null) throw new Error(`check ${check.id} has no result`);
  const stored = await readDifferences(context.store, check.number);
  const drift: Drift = { ...check.result, differences: stored.map((entry) => entry.difference) };
  try {
    return { made: true, plan: makePlan(drift, expected, actual, { only: [difference.id] }) };
  } catch (error) {
    // The page has more to show than the fix, so a plan that cannot be made is told in its place.
    if (error instanceof AppError) return { made: false, message: error.message };
    log.error({ err: error, difference: difference.id }, "the fix of a difference could not be planned");
    return { made: false, message: "No plan could be made for a reason that stands in the server's log." };
  }
}
