import type { PlanFacts } from "./plan-facts";
import { blockersOf } from "./plan-gate";

/** The states of a plan that may still be run. */
const statusesBeforeRun = [
  "Draft",
  "Checking",
  "Needs approval",
  "Approved",
  "Bypassed",
  "Waiting for window",
  "Ready",
] as const;

/** The states of a plan, as chips and filters name them (screens.md §2.6). */
export const planStatuses = [
  ...statusesBeforeRun,
  "Applying",
  "Verifying",
  "Done",
  "Failed, rolled back",
  "Failed, partly applied",
  "In doubt",
  "Stale",
  "Rejected",
  "Discarded",
  "Expired",
] as const;

export type PlanStatus = (typeof planStatuses)[number];

/** Whether a plan of this status may still be run. */
export const isBeforeRun = (status: PlanStatus): boolean =>
  (statusesBeforeRun as readonly PlanStatus[]).includes(status);

/** In which of its states a plan is now. Pure. */
export function planStatus(facts: PlanFacts): PlanStatus {
  const { plan, run, approval, policy, window, checks } = facts;
  if (plan.state === "discarded") return "Discarded";
  if (run?.state === "in doubt") return "In doubt";
  if (run?.active === true) return verifying.has(run.state) ? "Verifying" : "Applying";
  if (plan.state === "done") return "Done";
  if (run?.state === "partly applied") return "Failed, partly applied";
  if (plan.stale || !plan.intact) return "Stale";
  if (approval.changesRequested !== null && approval.bypass === null) return "Rejected";
  if (run?.state === "rolled back" && approval.approved) return "Failed, rolled back";
  if (approval.approved && (plan.requested || policy.approvals === 0)) {
    if (blockersOf("run", facts).length === 0) return "Ready";
    if (policy.windowRequired && window.attached && !window.open && window.opensAt !== null)
      return "Waiting for window";
    if (policy.approvals === 0 && !plan.requested) return draft(facts);
    return approval.bypass === null ? "Approved" : "Bypassed";
  }
  if (approval.expired && plan.requested) return "Expired";
  if (plan.requested) return "Needs approval";
  return checks.some(({ result }) => result === "running") ? "Checking" : "Draft";
}

const verifying: ReadonlySet<string> = new Set(["proving", "committing"]);

const draft = ({ checks }: PlanFacts): PlanStatus =>
  checks.some(({ result }) => result === "running") ? "Checking" : "Draft";
