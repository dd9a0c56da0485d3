import "server-only";
import { requireRight } from "../access/authority";
import { log } from "../access/log";
import type { ResumePoint } from "../apply/resume-point";
import { describeRunFailure } from "../apply/run-failure";
import type { RunOutcome } from "../apply/run-outcome";
import { runPlan } from "../apply/run-plan";
import { defaultLimits, type RunHooks, type RunRequest } from "../apply/run-request";
import { AppError } from "../postgres/app-error";
import type { HazardCode } from "../postgres/statement";
import type { CheckError } from "../store/checks";
import { inTransaction } from "../store/client";
import { type Database, findDatabaseById } from "../store/databases";
import { readAnswers } from "../store/plan-marks";
import { findPlan, type StoredPlan, setPlanState } from "../store/plans";
import {
  type ClaimedRun,
  claimRun,
  finishRun,
  recordDeadline,
  recordStepDone,
  recordTransaction,
  requireClaim,
} from "../store/run-lifecycle";
import { findRun, type Run, readRunsOfPlans } from "../store/runs";
import { authoriseRun } from "./authorise-run";
import { compareSides } from "./compare-sides";
import { type Context, shadowOf } from "./context";
import { finishDeed } from "./finish-deed";
import { followRunControls } from "./follow-run-controls";
import { type FollowedWindow, followWindow, withinWindow } from "./follow-window";
import { openerForRun } from "./open-for-run";
import { readPlanDrift, readPlanSides } from "./read-plan-sides";
import { recordAudit } from "./record-audit";
import { recordRunEvents } from "./record-run-events";
import { journalOf, resumedDetail } from "./run-journal";
import { followWithCheck } from "./settle-runs";

export interface PerformRunRequest {
  readonly number: number;
  /** The worker that runs it: only it may write the outcome. */
  readonly workerId: string;
  /** Aborted when the worker ends. */
  readonly signal: AbortSignal;
}

/**
 * Applies the plan of a queued run, from its claim to its outcome in the store. What happens to the database is stored,
 * not thrown; a run that is not queued any more is left alone. Where the store cannot take the outcome, the run stays
 * active, and `settleRuns` finds out what became of it.
 */
export async function performRun(context: Context, request: PerformRunRequest): Promise<void> {
  const { number, workerId } = request;
  requireRight(context.actor, "run jobs", `run R-${number}`);
  const { store } = context;
  const claimed = await claimRun(store, number, workerId);
  if (claimed === null) return;
  const { run } = claimed;
  const plan = await findPlan(store, run.planNumber);
  if (plan === null) throw new Error(`the plan of ${run.id} vanished`);

  const own = new AbortController();
  const signal = AbortSignal.any([request.signal, own.signal]);
  const recorder = recordRunEvents(store, { number, workerId }, context.now, () => own.abort());
  const controls = await followRunControls(store, number);
  const window = followWindow(context, plan, run.deadline, (end) =>
    recordDeadline(store, number, workerId, end),
  );
  try {
    const database = await findDatabaseById(store, run.databaseId);
    if (database === null) throw new Error(`the database of ${run.id} vanished`);
    let outcome: RunOutcome | null = null;
    let refusal: CheckError | null = null;
    let begun = false;
    try {
      const prepared = await prepare(context, { claimed, plan, database }, window);
      const hooks: RunHooks = {
        claim: async () => {
          begun = true;
          await begin(context, { claimed, plan, database, workerId });
        },
        authorise: async () => {
          await requireClaim(store, number, workerId);
          await authoriseRun(context, { run, plan, database });
        },
        recordTransaction: (facts) => recordTransaction(store, number, workerId, facts),
        recordStep: (step, fingerprint) =>
          recordStepDone(store, number, workerId, { stepsDone: step + 1, fingerprint }),
        emit: recorder.emit,
      };
      outcome = await runPlan({ ...prepared, signal, control: controls.control }, hooks);
    } catch (error) {
      if (!(error instanceof AppError))
        log.error({ err: error, run: run.id }, "a run failed in a way that was not foreseen");
      // A bug of ours, after a transaction may have begun: the database is asked what became of it (settle-runs.ts).
      if (begun && !(error instanceof AppError)) return;
      refusal = asError(describeRunFailure(error));
    }
    await recorder.settle();
    await finish(context, { claimed, plan, database }, outcome ?? refusal);
    const ended = await findRun(store, number);
    if (ended !== null && (ended.state === "committed" || ended.state === "partly applied"))
      await followWithCheck(context, ended);
  } finally {
    window.stop();
    controls.stop();
    await recorder.settle();
  }
}

interface Subject {
  readonly claimed: ClaimedRun;
  readonly plan: StoredPlan;
  readonly database: Database;
}

async function prepare(
  context: Context,
  { claimed, plan, database }: Subject,
  window: FollowedWindow,
): Promise<RunRequest> {
  const { run } = claimed;
  const sides = await readPlanSides(context.store, plan);
  const drift = await readPlanDrift(context.store, plan);
  const resume = await requireJournal(context, run);
  return {
    open: await openerForRun(context, database, {
      user: run.applyUser,
      credential: claimed.credential,
      sealedFor: run.id,
    }),
    target: {
      systemIdentifier: plan.systemIdentifier === "" ? null : plan.systemIdentifier,
      databaseOid: Number(plan.databaseOid),
      database: plan.databaseName,
    },
    plan: plan.content,
    planHash: plan.hash,
    ...sides,
    ...(drift === null ? {} : { drift }),
    compare: (expected, actual, { scope }) =>
      compareSides(expected, actual, { scope, shadowUrl: async () => shadowOf(context) }),
    acceptedHazards: hazardCodesOf(
      (await readAnswers(context.store, [plan.number])).map(({ hazard }) => hazard),
    ),
    mode: "run",
    online: plan.options.online,
    limits: withinWindow(defaultLimits, window),
    ...(resume === null ? {} : { resume }),
    now: context.now,
  };
}

/**
 * Where the run goes on, read anew: what was confirmed is what is done.
 * @throws AppError `journal-changed`
 */
async function requireJournal({ store }: Context, run: Run): Promise<ResumePoint | null> {
  const runs = await readRunsOfPlans(store, [run.planNumber]);
  const journal = journalOf(runs.filter(({ number }) => number < run.number));
  if ((journal?.run.number ?? null) === run.resumes) return journal;
  throw new AppError("journal-changed", `How far P-${run.planNumber} came changed since this was started.`, {
    hint: "Open the plan: it shows what was done and what remains.",
  });
}

/** The codes of answers, which are a code and a detail. */
export const hazardCodesOf = (answers: readonly string[]): readonly HazardCode[] => [
  ...new Set(answers.map((answer) => (/^[a-z-]+/.exec(answer)?.[0] ?? "") as HazardCode)),
];

/** The audit row stands before the first BEGIN: where it cannot be written, nothing begins. */
async function begin(
  context: Context,
  { claimed: { run }, plan, database, workerId }: Subject & { readonly workerId: string },
): Promise<void> {
  await inTransaction(context.store, async (inside) => {
    await requireClaim(inside, run.number, workerId);
    const detail = {
      plan: plan.id,
      hash: plan.hash,
      startedBy: run.startedBy.name,
      startedById: run.startedBy.id,
      ...resumedDetail(run),
    };
    await recordAudit(
      context,
      { action: "run.begin", object: { kind: "run", id: run.id }, database: database.slug, detail },
      inside,
    );
  });
}

async function finish(
  context: Context,
  { claimed: { run }, plan, database }: Subject,
  end: RunOutcome | CheckError | null,
): Promise<void> {
  if (end === null) throw new Error(`${run.id} ended without an outcome`);
  await inTransaction(context.store, async (inside) => {
    const ended = await finishRun(inside, run.number, "status" in end ? { outcome: end } : { error: end });
    if (!ended) return;
    if ("status" in end && end.status === "committed") await setPlanState(inside, plan.number, "done");
    await recordAudit(
      context,
      finishDeed({ id: run.id, plan: plan.id, database: database.slug }, end),
      inside,
    );
  });
}

const asError = ({ code, message, hint, details }: ReturnType<typeof describeRunFailure>): CheckError => ({
  ...{ code, message, details },
  ...(hint === null ? {} : { hint }),
});
