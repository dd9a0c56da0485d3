import { leaveIgnored } from "../plan/leave-ignored";
import type { ComparedSides, RunRequest } from "./run-request";

/** The sides as makePlan takes them: what an ignore rule covers, or a source cannot declare, is expected as it is. */
export function asPlanTakesThem(
  { plan, drift }: Pick<RunRequest, "plan" | "drift">,
  sides: ComparedSides,
): ComparedSides {
  const chosen = new Set(plan.fixes.flatMap(({ resolves }) => resolves));
  return { ...sides, ...leaveIgnored(drift ?? sides.drift, sides.expected, chosen) };
}
