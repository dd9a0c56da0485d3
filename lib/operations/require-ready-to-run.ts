import "server-only";
import { type Blocker, blockersOf } from "../access/plan-gate";
import { AppError } from "../postgres/app-error";
import type { Database } from "../store/databases";
import type { StoredPlan } from "../store/plans";
import type { Context } from "./context";
import { type PlanSituation, planSituations } from "./plan-situation";
import { requireIntact } from "./require-plan";
import type { Journal } from "./run-journal";

/** A run may begin only where this much of its window is left. */
const leastSecondsLeft = 120;

/** Whether a plan may be run now, and why not. */
export interface Readiness {
  readonly situation: PlanSituation<StoredPlan>;
  readonly blockers: readonly Blocker[];
  /** When the window that the run needs closes; null where it needs none. */
  readonly deadline: Date | null;
}

/** Asks the gate what stands in the way of a run, as things stand now. */
export async function readReadiness(
  context: Context,
  plan: StoredPlan,
  database: Database,
): Promise<Readiness> {
  const [situation] = await planSituations(context, [plan], [database]);
  if (situation === undefined) throw new Error(`${plan.id} has no situation`);
  const { policy, window, facts } = situation;
  const deadline = policy.windowRequired ? (window.open?.endsAt ?? null) : null;
  const closing = deadline !== null && deadline.getTime() - facts.now.getTime() < leastSecondsLeft * 1_000;
  const blockers = blockersOf("run", facts);
  return {
    ...{ situation, deadline },
    blockers: closing
      ? [
          ...blockers,
          {
            code: "window-closing",
            sentence: `The window closes in less than ${leastSecondsLeft / 60} minutes.`,
            whose: "yours",
          },
        ]
      : blockers,
  };
}

/**
 * Lets a run of a plan begin.
 * @throws AppError `plan-altered`, `not-ready`
 */
export async function requireReadyToRun(
  context: Context,
  plan: StoredPlan,
  database: Database,
): Promise<{ readonly deadline: Date | null; readonly journal: Journal | null }> {
  requireIntact(plan);
  const { situation, blockers, deadline } = await readReadiness(context, plan, database);
  if (blockers.length === 0) return { deadline, journal: situation.journal };
  throw new AppError("not-ready", `${plan.id} may not be run now.`, {
    hint: blockers.map(({ sentence }) => sentence).join(" "),
    details: blockers.map(({ code }) => code),
  });
}
