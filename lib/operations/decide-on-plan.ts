import "server-only";
import { blockersOf, type PlanStep } from "../access/plan-gate";
import { AppError } from "../postgres/app-error";
import { inTransaction, type Store } from "../store/client";
import { lockPlan, type StoredPlan } from "../store/plans";
import { checkPlan } from "./check-plan";
import type { Context } from "./context";
import { type PlanSituation, planSituations } from "./plan-situation";
import { type PlanOfDatabase, requireIntact, requirePlan } from "./require-plan";

/** Answers of checks are asked anew for a decision when they are older than this. */
const freshMilliseconds = 60_000;

/** A plan under its lock, with where it stands. */
export interface PlanToDecide extends PlanOfDatabase {
  readonly situation: PlanSituation<StoredPlan>;
  /** The transaction's. */
  readonly store: Store;
}

/**
 * Lets a decision on a plan happen: for the very content that was looked at, after fresh checks, one decision at a time,
 * and with nothing in its way.
 *
 * @param hash the hash that the page showed: a stale page decides nothing (fault 25)
 * @param decide runs inside the transaction that holds the plan
 * @throws AppError `plan-altered`, `plan-changed`, `plan-not-ready` with what stands in the way
 */
export async function decideOnPlan<T>(
  context: Context,
  { plan, database }: PlanOfDatabase,
  { hash, step }: { readonly hash: string; readonly step: PlanStep },
  decide: (found: PlanToDecide) => Promise<T>,
): Promise<T> {
  requireIntact(plan);
  requireSameHash(plan, hash);
  await freshenChecks(context, plan, database);
  return inTransaction(context.store, async (store) => {
    await lockPlan(store, plan.number);
    const found = await requirePlan({ ...context, store }, plan.id);
    requireIntact(found.plan);
    const [situation] = await planSituations({ ...context, store }, [found.plan], [found.database]);
    if (situation === undefined) throw new Error(`${plan.id} has no situation`);
    const blockers = blockersOf(step, situation.facts);
    if (blockers.length > 0) {
      throw new AppError("plan-not-ready", `${plan.id} is not ready for this: ${blockers[0]?.sentence}`, {
        hint: "Open the plan: its button lists everything that stands in the way.",
        details: blockers.map(({ sentence }) => sentence),
      });
    }
    return decide({ ...found, situation, store });
  });
}

/** @throws AppError `plan-changed` */
export function requireSameHash(plan: StoredPlan, hash: string): void {
  if (plan.hash === hash) return;
  throw new AppError("plan-changed", `${plan.id} is not the plan that your page shows.`, {
    hint: "Load the page again and read it before you decide.",
  });
}

async function freshenChecks(
  context: Context,
  plan: StoredPlan,
  database: PlanOfDatabase["database"],
): Promise<void> {
  const [situation] = await planSituations(context, [plan], [database]);
  const asked = situation?.storedChecks ?? [];
  const oldest = Math.min(...asked.map(({ at }) => at.getTime()));
  if (asked.length === 0 || context.now().getTime() - oldest > freshMilliseconds)
    await checkPlan(context, plan.id);
}
