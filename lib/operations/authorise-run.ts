import "server-only";
import { AppError } from "../postgres/app-error";
import type { Database } from "../store/databases";
import { findPerson } from "../store/people";
import { findPlan, type StoredPlan } from "../store/plans";
import type { Person, Run } from "../store/runs";
import type { Context } from "./context";
import { approvalOf, personMay, policyOf } from "./plan-approval";
import { requireIntact } from "./require-plan";
import { windowNow } from "./window-now";

/**
 * Reads anew, right before something is done, whether a run may still go on: the plan is the one that was approved, its
 * approvals hold, who started it may still run plans, and the window is open.
 * @throws AppError which rolls the run back
 */
export async function authoriseRun(
  context: Context,
  { run, plan, database }: { readonly run: Run; readonly plan: StoredPlan; readonly database: Database },
): Promise<void> {
  const { windowNumber } = await requireSamePlan(context, plan);
  await requireApproval(context, plan);
  await requireStarter(context, run.startedBy, database);
  await requireWindow(context, database, windowNumber);
}

/**
 * The same for a rehearsal on the database, which takes the real locks and needs no approval.
 * @throws AppError which rolls it back
 */
export async function authoriseRehearsal(
  context: Context,
  asked: { readonly by: Person; readonly plan: StoredPlan; readonly database: Database },
): Promise<void> {
  await requireSamePlan(context, asked.plan);
  await requireStarter(context, asked.by, asked.database);
  await requireWindow(context, asked.database, null);
}

async function requireSamePlan(context: Context, plan: StoredPlan): Promise<StoredPlan> {
  const now = await findPlan(context.store, plan.number);
  if (now === null || now.hash !== plan.hash || now.state === "discarded") {
    throw new AppError("plan-withdrawn", `${plan.id} was withdrawn since this was started.`, {
      hint: "Open the plan to see who did that.",
    });
  }
  requireIntact(now);
  if (now.stale !== null) {
    throw new AppError(
      "plan-stale",
      `${plan.id} is stale: the database or its source changed since it was made.`,
      {
        hint: "Open the plan to see what changed, and plan anew.",
      },
    );
  }
  return now;
}

/** Faults 18 and 19: an approval that was taken back, or whose author lost the right, counts no more. */
async function requireApproval(context: Context, plan: StoredPlan): Promise<void> {
  const { approved, discounted, changesRequested } = await approvalOf(
    context.store,
    plan.number,
    context.now(),
  );
  if (approved) return;
  throw new AppError("approval-lost", `${plan.id} is not approved any more.`, {
    hint: "Open the plan to see who took an approval back, and request it again.",
    details: [
      ...(changesRequested === null ? [] : [`${changesRequested.reviewerName} requested changes.`]),
      ...discounted.map(({ review, reason }) => `${review.reviewerName}: ${reason}`),
    ],
  });
}

/** Rights that were taken away meanwhile are gone at once (ASVS 8.3.2). */
async function requireStarter(context: Context, starter: Person, database: Database): Promise<void> {
  const person = await findPerson(context.store, starter.id);
  if (person !== null && personMay(person, "run plans", database.slug)) return;
  throw new AppError("starter-not-allowed", `${starter.name} may no longer run plans on ${database.name}.`, {
    hint: "Somebody with the role operator has to start it.",
  });
}

/** Half-open, by our clock: at the end of a window it is closed (fault 20). A plan that has one runs in no other. */
async function requireWindow(context: Context, database: Database, only: number | null): Promise<void> {
  const { windowRequired } = await policyOf(context.store, database);
  if (!windowRequired) return;
  const { open } = await windowNow(context.store, database.id, context.now(), only);
  if (open !== null) return;
  throw new AppError("window-closed", "The window is closed.", {
    hint: "Extend it or wait for the next one, then start again.",
  });
}
