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
  /** True where the next step is for who asks to take, or `toRead`. */
  readonly yours: boolean;
  /** True where an owner let it go without approval, and who asks approves here and has not read it yet. */
  readonly toRead: boolean;
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
      const toRead = isToRead(context, situation);
      return { ...situation, step, toRead, yours: toRead || isYours(context, situation, step) };
    })
    .toSorted((a, b) => Number(b.yours) - Number(a.yours) || b.plan.number - a.plan.number);
}

/** How many plans wait for who asks. */
export async function countPlansWaiting(context: Context): Promise<number> {
  return (await listPlans(context)).filter(({ yours }) => yours).length;
}

/** Everybody who approves learns of a plan that went without them: it waits for them until they have read it, whatever became of it. */
function isToRead(
  { actor }: Context,
  { database, reviews, facts }: Pick<PlanSituation, "database" | "reviews" | "facts">,
): boolean {
  if (facts.unread === 0 || !mayDo(actor, "approve plans", database.slug)) return false;
  return reviews.some(({ verdict, reviewerId }) => verdict === "bypass" && reviewerId !== actor.id);
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
