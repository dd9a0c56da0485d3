import "server-only";
import type { PlanCheck } from "../access/plan-facts";
import type { Blocker } from "../access/plan-gate";
import { visible } from "../postgres/identity";
import type { Database } from "../store/databases";
import type { StoredPlan } from "../store/plans";
import { findActiveRun } from "../store/runs";
import { checkPlan } from "./check-plan";
import type { Context } from "./context";
import { applyUserOf } from "./open-for-apply";
import type { PlanSituation } from "./plan-situation";
import { readKeptSides } from "./read-plan-sides";
import { requirePlan } from "./require-plan";
import { readReadiness } from "./require-ready-to-run";
import { statementsOfSteps } from "./run-journal";
import { issueRunToken } from "./start-run";

/** What a person reads before they start a run. */
export interface RunSheet {
  readonly plan: StoredPlan;
  readonly database: Database;
  /** The name to type: that of the database itself, unusual characters in their escaped form. */
  readonly databaseName: string;
  readonly checks: readonly PlanCheck[];
  readonly blockers: readonly Blocker[];
  /** Who approved the plan; an owner's bypass stands in `bypassedBy`. */
  readonly approvedBy: readonly string[];
  readonly approvalsNeeded: number;
  readonly bypassedBy: string | null;
  readonly windowRequired: boolean;
  readonly window: { readonly id: string; readonly name: string; readonly endsAt: Date } | null;
  /** When and as what the next window opens, in words. */
  readonly nextWindow: string | null;
  /** The role that runs it unless another is typed. */
  readonly role: string;
  /** The one-time token of this sheet. */
  readonly token: string;
  readonly now: Date;
  /** `R-31`: the run that has the database to itself. */
  readonly activeRun: string | null;
  /** Where an earlier run stopped and this one goes on; null for a first run. */
  readonly resume: {
    /** `R-30` */
    readonly run: string;
    readonly stepsDone: number;
    readonly steps: number;
    /** Positions of the statements that are done. */
    readonly done: ReadonlySet<number>;
    /** The statement that broke off, whose invalid index is cleared away first. */
    readonly unfinished: number | null;
  } | null;
}

/** Answers that are older are asked anew when the sheet is opened. */
const freshSeconds = 60;

/**
 * Everything that the pre-flight sheet of a plan shows, read now: the checks are asked anew where their answers are old.
 * @throws AppError `no-such-plan`, `not-allowed`, `plan-altered`
 */
export async function readRunSheet(context: Context, id: string): Promise<RunSheet> {
  const { plan, database } = await requirePlan(context, id, "run plans");
  const open = plan.state !== "done" && plan.state !== "discarded" && plan.stale === null;
  let readiness = await readReadiness(context, plan, database);
  const oldest = Math.min(
    ...readiness.situation.checks
      .filter(({ name }) => name !== "backup" && name !== "rehearsal")
      .map(({ at }) => at?.getTime() ?? 0),
  );
  if (open && context.now().getTime() - oldest > freshSeconds * 1_000) {
    await checkPlan(context, plan.id);
    readiness = await readReadiness(context, (await requirePlan(context, id, "run plans")).plan, database);
  }
  const { situation, blockers } = readiness;
  const { approval, policy, window, checks, facts } = situation;
  return {
    ...{ plan, database, blockers, checks },
    databaseName: visible(plan.databaseName),
    approvedBy: approval.counted.map(({ reviewerName }) => reviewerName),
    approvalsNeeded: approval.needed,
    bypassedBy: approval.bypass?.reviewerName ?? null,
    windowRequired: policy.windowRequired,
    window: window.open,
    nextWindow: facts.window.opensText,
    role: applyUserOf(database),
    token: await issueRunToken(context, plan),
    now: facts.now,
    resume: await resumeOf(context, situation),
    activeRun: (await findActiveRun(context.store, database.id))?.id ?? null,
  };
}

async function resumeOf(
  { store }: Context,
  { plan, journal }: PlanSituation<StoredPlan>,
): Promise<RunSheet["resume"]> {
  if (journal === null) return null;
  const { run, stepsDone, steps, unfinished } = journal;
  const expected = (await readKeptSides(store, plan)).sides?.expected ?? null;
  const done = statementsOfSteps(plan.content, expected, stepsDone);
  return { run: run.id, stepsDone, steps, unfinished, done };
}
