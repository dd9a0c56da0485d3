import "server-only";
import { mayDo } from "../access/authority";
import { blockersOf, nextStep, type PlanStep } from "../access/plan-gate";
import { readDatabases } from "../store/databases";
import { readPlanSummaries } from "../store/plans";
import type { Context } from "./context";
import { type PlanSituation, planSituations } from "./plan-situation";
import { requireDatabase } from "./require-database";

/** A plan as lists show it. */
export interface ListedPlan extends PlanSituation {
  readonly step: PlanStep | null;
  /** True where the next step is for who asks to take. */
  readonly yours: boolean;
}

/**
 * Plans of every database that who asks may read, or of one: what waits for them first, then the newest.
 * @throws AppError `no-such-database`
 */
export async function listPlans(context: Context, slug?: string): Promise<readonly ListedPlan[]> {
  const { store, actor } = context;
  const databases =
    slug === undefined
      ? (await readDatabases(store)).filter((database) => mayDo(actor, "read databases", database.slug))
      : [await requireDatabase(context, slug)];
  const plans = await readPlanSummaries(
    store,
    databases.map(({ id }) => id),
  );
  const situations = await planSituations(context, plans, databases);
  return situations
    .map((situation): ListedPlan => {
      const step = nextStep(situation.facts);
      return { ...situation, step, yours: isYours(context, situation, step) };
    })
    .toSorted((a, b) => Number(b.yours) - Number(a.yours) || b.plan.number - a.plan.number);
}

/** How many plans wait for who asks. */
export async function countPlansWaiting(context: Context): Promise<number> {
  return (await listPlans(context)).filter(({ yours }) => yours).length;
}

function isYours(
  { actor }: Context,
  { plan, database, policy, approval, facts, status }: PlanSituation,
  step: PlanStep | null,
): boolean {
  const may = (right: Parameters<typeof mayDo>[1]): boolean => mayDo(actor, right, database.slug);
  const own = plan.createdById === actor.id || plan.requestedById === actor.id;
  if (status === "Stale" || status === "Rejected" || status === "Expired") return own && may("make plans");
  switch (step) {
    case "request approval":
      return plan.createdById === actor.id && may("make plans");
    case "approve": {
      const said = approval.counted.some(({ reviewerId }) => reviewerId === actor.id);
      return may("approve plans") && !said && (!own || policy.selfApproval);
    }
    case "schedule":
      return own && may("run plans");
    case "run":
      return own && may("run plans") && blockersOf("run", facts).every(({ whose }) => whose === "yours");
    case null:
      return false;
  }
}
