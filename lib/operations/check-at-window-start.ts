import "server-only";
import { requireRight } from "../access/authority";
import { log } from "../access/log";
import { openOccurrence } from "../access/window";
import { readDatabases } from "../store/databases";
import { readPlanChecks } from "../store/plan-marks";
import { readPlanSummaries } from "../store/plans";
import { readWindows } from "../store/windows";
import { checkPlan } from "./check-plan";
import type { Context } from "./context";

/**
 * Asks the checks of plans anew whose window has begun: who opens the plan then sees how things stand in the window, and a
 * plan that the database has left behind is stale before anybody wants to run it.
 * @param tried plans that were asked, by plan and start: one that cannot be asked is not asked again and again
 */
export async function checkAtWindowStart(context: Context, tried: Set<string>): Promise<void> {
  const { store } = context;
  requireRight(context.actor, "run jobs");
  const starts = new Map<number, Date>();
  for (const window of await readWindows(store)) {
    const occurrence = openOccurrence(window, context.now());
    if (occurrence !== null) starts.set(window.number, occurrence.startsAt);
  }
  if (starts.size === 0) return;
  const databases = await readDatabases(store);
  const plans = await readPlanSummaries(
    store,
    databases.map(({ id }) => id),
  );
  for (const plan of plans) {
    const start = plan.windowNumber === null ? undefined : starts.get(plan.windowNumber);
    if (start === undefined || plan.stale !== null || plan.state === "done" || plan.state === "discarded")
      continue;
    const key = `${plan.id} ${start.toISOString()}`;
    if (tried.has(key)) continue;
    tried.add(key);
    const asked = await readPlanChecks(store, [plan.number]);
    if (asked.length > 0 && asked.every(({ at }) => at >= start)) continue;
    try {
      await checkPlan(context, plan.id);
    } catch (error) {
      log.warn({ err: error, plan: plan.id }, "the checks of a plan were not asked at its window's start");
    }
  }
}
