import "server-only";
import { driftChange } from "../drift/drift-change";
import type { Check } from "../store/checks";
import { inTransaction } from "../store/client";
import { type Database, findDatabaseById } from "../store/databases";
import { readDifferences } from "../store/differences";
import { type PlanSummary, readPlanSummaries, type Staleness, setStale } from "../store/plans";
import { readRunsOfPlans } from "../store/runs";
import type { Context } from "./context";
import { recordAudit } from "./record-audit";
import { isBetweenSteps } from "./run-journal";

/**
 * Which side of a plan a later check found otherwise; null where both are as they were. An undo leads to no source.
 * @param between a run of it is at work, or stopped between two steps: the database is as those left it, which the run
 *   itself, or the checks of the plan, compare with the journal
 */
export function sideChanged(
  plan: Pick<PlanSummary, "checkNumber" | "expectedFingerprint" | "actualFingerprint" | "undoOfRun">,
  check: Pick<Check, "number" | "result"> | null,
  between = false,
): Staleness["side"] | null {
  if (check === null || check.result === null || check.number <= plan.checkNumber) return null;
  const source = plan.undoOfRun === null && check.result.expectedFingerprint !== plan.expectedFingerprint;
  const database = !between && check.result.actualFingerprint !== plan.actualFingerprint;
  return source && database ? "both" : source ? "source" : database ? "database" : null;
}

/** Why a later check overtook a plan, with what changed. */
export async function stalenessBy(
  { store, now }: Pick<Context, "store" | "now">,
  plan: PlanSummary,
  check: Check,
  between = false,
): Promise<Staleness | null> {
  const side = sideChanged(plan, check, between);
  if (side === null) return null;
  const [before, after] = await Promise.all([
    readDifferences(store, plan.checkNumber),
    readDifferences(store, check.number),
  ]);
  const change = driftChange(
    before.map(({ difference }) => difference),
    after.map(({ difference }) => difference),
  );
  return { side, at: now().toISOString(), check: check.id, objects: [], ...change };
}

/** Ends the plan's approvals with the reason, and writes it down. Nothing happens where it is stale or settled already. */
export async function voidPlan(
  context: Context,
  plan: PlanSummary,
  database: Pick<Database, "slug">,
  staleness: Staleness,
): Promise<void> {
  await inTransaction(context.store, async (store) => {
    if (!(await setStale(store, plan.number, staleness))) return;
    const { side, check, appeared, gone, changed, objects } = staleness;
    await recordAudit(
      context,
      {
        action: "plan.void",
        object: { kind: "plan", id: plan.id },
        database: database.slug,
        detail: {
          ...{ hash: plan.hash, side, check, objects: objects.slice(0, 20) },
          ...{ appeared: appeared.length, gone: gone.length, changed: changed.length },
        },
      },
      store,
    );
  });
}

/** Ends every plan of a database that a check has overtaken. */
export async function voidPlansOvertaken(context: Context, check: Check): Promise<void> {
  const database = await findDatabaseById(context.store, check.databaseId);
  if (database === null) return;
  const plans = await readPlanSummaries(context.store, [database.id], 0);
  const runs = await readRunsOfPlans(
    context.store,
    plans.map(({ number }) => number),
  );
  for (const plan of plans) {
    if (plan.stale !== null) continue;
    const between = isBetweenSteps(runs.filter(({ planNumber }) => planNumber === plan.number));
    const staleness = await stalenessBy(context, plan, check, between);
    if (staleness !== null) await voidPlan(context, plan, database, staleness);
  }
}
