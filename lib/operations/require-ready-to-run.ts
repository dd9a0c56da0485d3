import "server-only";
import { AppError } from "../postgres/app-error";
import type { Database } from "../store/databases";
import type { StoredPlan } from "../store/plans";
import type { Context } from "./context";
import { approvalOf, policyOf } from "./plan-approval";
import { requireIntact } from "./require-plan";
import { windowNow } from "./window-now";

/** A run may begin only where this much of the window is left. */
export const leastSecondsLeft = 120;

export async function requireReadyToRun(
  context: Context,
  plan: StoredPlan,
  database: Database,
): Promise<{ readonly deadline: Date | null }> {
  requireIntact(plan);
  const approval = await approvalOf(context.store, plan.number, context.now());
  if (!approval.approved || plan.state === "done" || plan.state === "discarded") {
    throw new AppError("not-ready", `${plan.id} is not ready to run.`, { details: [] });
  }
  return { deadline: await windowDeadline(context, database) };
}

async function windowDeadline(context: Context, database: Database): Promise<Date | null> {
  const policy = await policyOf(context.store, database);
  const { open, next } = await windowNow(context.store, database.id, context.now());
  if (open === null) {
    if (!policy.windowRequired) return null;
    throw new AppError("window-closed", "No window is open for this database.", {
      hint: next === null ? "Schedule the plan." : `The next one opens at ${next.startsAt.toISOString()}.`,
    });
  }
  if (policy.windowRequired && open.endsAt.getTime() - context.now().getTime() < leastSecondsLeft * 1_000) {
    throw new AppError(
      "window-closing",
      `${open.name} closes in less than ${leastSecondsLeft / 60} minutes.`,
      {
        hint: "Extend it, or wait for the next one.",
      },
    );
  }
  return policy.windowRequired ? open.endsAt : null;
}
