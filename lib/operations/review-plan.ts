import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { ReviewVerdict } from "../access/approval";
import { requireFreshProof } from "../access/authority";
import { AppError } from "../postgres/app-error";
import { inTransaction, type Store } from "../store/client";
import { endReviews, insertReview } from "../store/plan-reviews";
import { lockPlan, type StoredPlan, setRequested } from "../store/plans";
import type { StoredPolicy } from "../store/policies";
import type { Context } from "./context";
import { decideOnPlan, requireSameHash } from "./decide-on-plan";
import { parseInput } from "./parse-input";
import { policyOf } from "./plan-approval";
import { recordAudit } from "./record-audit";
import { type PlanOfDatabase, requireIntact, requirePlan } from "./require-plan";

const hash = z.string().regex(/^[0-9a-f]{64}$/);

export const reviewPlanSchema = z.discriminatedUnion("verdict", [
  z.object({ verdict: z.literal("approve"), hash, comment: z.string().trim().max(5_000).default("") }),
  z.object({
    verdict: z.literal("request changes"),
    hash,
    comment: z.string().trim().min(1, "Say what has to change.").max(5_000),
  }),
]);

/**
 * Approves a plan, or says what has to change. An approval is for the plan's hash and this database, and ends with its
 * time, with any change, and with the standing of who gave it.
 * @throws AppError `no-such-plan`, `not-allowed`, `self-approval`, `plan-altered`, `plan-changed`, `plan-not-ready`
 */
export async function reviewPlan(
  context: Context,
  id: string,
  input: z.input<typeof reviewPlanSchema>,
): Promise<void> {
  const review = parseInput(reviewPlanSchema, input);
  const found = await requirePlan(context, id, "approve plans");
  requirePerson(context);
  if (review.verdict === "request changes") {
    requireSameHash(found.plan, review.hash);
    requireOpen(found.plan);
    await inTransaction(context.store, async (store) => {
      await lockPlan(store, found.plan.number);
      await keepReview(context, store, found, { ...review, expiresAt: null });
    });
    return;
  }
  const policy = await policyOf(context.store, found.database);
  requireOther(context, found.plan, policy);
  await decideOnPlan(context, found, { hash: review.hash, step: "approve" }, async (locked) => {
    // Who requested it, and what the policy says, may have changed while the checks ran.
    requireOther(context, locked.plan, locked.situation.policy);
    const expiresAt = endOf(context, locked.situation.policy);
    await keepReview(context, locked.store, locked, { ...review, expiresAt });
  });
}

/**
 * Takes back what who asks said of a plan.
 * @throws AppError `no-such-plan`, `no-such-review`
 */
export async function withdrawReview(context: Context, id: string): Promise<void> {
  const { plan, database } = await requirePlan(context, id);
  await inTransaction(context.store, async (store) => {
    if (!(await endReviews(store, plan.number, context.actor.id, context.now()))) {
      throw new AppError("no-such-review", `You have said nothing of ${plan.id} that could be taken back.`, {
        hint: "Load the page again.",
      });
    }
    await recordAudit(
      context,
      {
        action: "plan.withdraw-review",
        object: { kind: "plan", id: plan.id },
        database: database.slug,
        detail: { hash: plan.hash },
      },
      store,
    );
  });
}

export const bypassSchema = z.object({
  hash,
  reason: z.string().trim().min(10, "Say why it cannot wait for approval, in a sentence.").max(5_000),
});

/**
 * Lets a plan run without approval: an owner's decision, with a reason, that everybody who approves sees. Windows, checks,
 * backups and rehearsals are asked for all the same.
 * @throws AppError `no-such-plan`, `not-allowed`, `sign-in-again`, `plan-altered`, `plan-changed`, `plan-settled`
 */
export async function bypassApproval(
  context: Context,
  id: string,
  input: z.input<typeof bypassSchema>,
): Promise<void> {
  const { reason, hash: seen } = parseInput(bypassSchema, input);
  const found = await requirePlan(context, id, "bypass approval");
  requirePerson(context);
  requireFreshProof(context.actor, context.now());
  requireIntact(found.plan);
  requireSameHash(found.plan, seen);
  requireOpen(found.plan);
  const policy = await policyOf(context.store, found.database);
  await inTransaction(context.store, async (store) => {
    await lockPlan(store, found.plan.number);
    const locked = await requirePlan({ ...context, store }, id, "bypass approval");
    requireOpen(locked.plan);
    if (locked.plan.requestedAt === null)
      await setRequested(store, locked.plan.number, context.actor, context.now());
    const review = { verdict: "bypass", comment: reason, expiresAt: endOf(context, policy) } as const;
    await keepReview(context, store, locked, review);
  });
}

interface NewReview {
  readonly verdict: ReviewVerdict;
  readonly comment: string;
  readonly expiresAt: Date | null;
}

async function keepReview(
  context: Context,
  store: Store,
  { plan, database }: PlanOfDatabase,
  { verdict, comment, expiresAt }: NewReview,
): Promise<void> {
  const { id: reviewerId, name: reviewerName } = context.actor;
  const { hash: of, systemIdentifier, databaseOid, number } = plan;
  await insertReview(store, {
    ...{ id: randomUUID(), planNumber: number, hash: of, systemIdentifier, databaseOid },
    ...{ verdict, comment, reviewerId, reviewerName, at: context.now(), expiresAt, endedAt: null },
  });
  await recordAudit(
    context,
    {
      action: verdict === "approve" ? "plan.approve" : verdict === "bypass" ? "plan.bypass" : "plan.reject",
      object: { kind: "plan", id: plan.id },
      database: database.slug,
      detail: { hash: of, comment, expiresAt: expiresAt?.toISOString() ?? null },
    },
    store,
  );
}

const endOf = (context: Context, policy: StoredPolicy): Date =>
  new Date(context.now().getTime() + policy.approvalHours * 3_600_000);

/** Four eyes are people's: a token that is lent would be a second pair of hands of the same person. */
function requirePerson({ actor }: Context): void {
  if (actor.kind === "person") return;
  throw new AppError("not-allowed", `${actor.name} is no person: plans are approved by people.`, {
    hint: "Sign in and approve it in the browser.",
  });
}

function requireOpen(plan: StoredPlan): void {
  if (plan.stale === null && plan.state !== "done" && plan.state !== "discarded") return;
  const now = plan.stale === null ? plan.state : "stale";
  throw new AppError("plan-settled", `${plan.id} is ${now}: there is nothing to decide.`, {
    hint: "Open the plan anew; make another one where something is left to do.",
  });
}

function requireOther({ actor }: Context, plan: StoredPlan, policy: StoredPolicy): void {
  if (policy.selfApproval || (plan.createdById !== actor.id && plan.requestedById !== actor.id)) return;
  throw new AppError(
    "self-approval",
    `You made or requested ${plan.id}, so another person has to approve it.`,
    {
      hint: "Ask somebody with the role approver; owners set in the database's settings whether this holds.",
    },
  );
}
