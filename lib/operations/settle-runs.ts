import "server-only";
import { log } from "../access/log";
import { needsExpected, type PlanStep, planSteps } from "../apply/plan-steps";
import { reconcileRun } from "../apply/reconcile-run";
import type { RunEvent } from "../apply/run-event";
import { describeRunFailure } from "../apply/run-failure";
import { settleOutside } from "../apply/settle-outside";
import type { Session } from "../postgres/connect";
import { requestCheck } from "../store/check-lifecycle";
import { findCheckSince } from "../store/checks-after";
import { inTransaction } from "../store/client";
import { findDatabaseById } from "../store/databases";
import { findPlan, setPlanState } from "../store/plans";
import {
  finishRun,
  readAbandonedRuns,
  readRunsWithoutCheck,
  recordRunEvents,
  recordSettling,
  withdrawRun,
} from "../store/run-lifecycle";
import { linkCheck, type Run, readRunEvents, type StoredRunEvent } from "../store/runs";
import type { Context } from "./context";
import { finishDeed } from "./finish-deed";
import { openDatabase } from "./open-database";
import { isLostSides, readPlanSides } from "./read-plan-sides";
import { recordAudit } from "./record-audit";
import { type Found, settledOutcome } from "./settled-outcome";
import { storeFailure } from "./store-failure";

/** How long one attempt waits for a transaction that is still in progress. */
const waitMilliseconds = 2_000;

/** What does not change by itself is asked again after so many minutes only. */
const seldomMinutes = 10;

/**
 * Finds out what became of runs that nobody works on any more, and asks for the check that each committed run is
 * followed by. Called when a worker starts and with each heartbeat. What cannot be known yet is asked again the next time,
 * or some minutes later where nothing but a person can change the answer; nothing is ever guessed.
 * @param own a worker that asks, and what it runs
 */
export async function settleRuns(
  context: Context,
  own?: { readonly workerId: string; readonly running: readonly number[] },
): Promise<void> {
  for (const run of await readAbandonedRuns(context.store, own)) await settleRun(context, run);
  for (const run of await readRunsWithoutCheck(context.store)) await followWithCheck(context, run);
}

/** The same for one run, when somebody opens its page and no worker has come to it yet. */
export async function settleIfAbandoned(context: Context, { number }: Run): Promise<void> {
  const run = (await readAbandonedRuns(context.store)).find((one) => one.number === number);
  // With what a worker found out last the page is shown at once.
  if (run !== undefined && run.settling === null) await settleRun(context, run);
}

async function settleRun(context: Context, run: Run): Promise<void> {
  if (run.settling?.notBefore !== undefined && new Date(run.settling.notBefore) > context.now()) return;
  try {
    await settle(context, run);
  } catch (error) {
    if (storeFailure(error) !== null) throw error;
    await putOff(context, run, error);
  }
}

/** Nobody is at a run that cannot be settled: that is said on its page, and in the log once for each cause. */
async function putOff(context: Context, run: Run, error: unknown): Promise<void> {
  const sentence = isLostSides(error)
    ? `${error.message} Without it nobody knows in which steps the plan was run. Check the database: what the plan fixes is gone or still there.`
    : "An error of Plumbline, which stands in its log, keeps it from finding out how the run ended.";
  const known = run.settling?.sentence.startsWith(sentence) === true;
  if (!known)
    log.warn(
      { err: error, run: run.id },
      `a run could not be settled; tried again every ${seldomMinutes} minutes`,
    );
  await recordDoubt(context, run, sentence, true);
}

async function recordDoubt(context: Context, run: Run, sentence: string, lasting: boolean): Promise<void> {
  const now = context.now();
  await recordSettling(context.store, run.number, {
    sentence: lasting ? `${sentence} It is tried again every ${seldomMinutes} minutes.` : sentence,
    at: now.toISOString(),
    tries: (run.settling?.tries ?? 0) + 1,
    ...(lasting ? { notBefore: new Date(now.getTime() + seldomMinutes * 60_000).toISOString() } : {}),
  });
}

/** Links a check that began after the run's end: one that did, the one that is queued, or a new one. */
export async function followWithCheck(context: Context, run: Run): Promise<void> {
  const { store } = context;
  if (run.finishedAt === null) return;
  const since = await findCheckSince(store, run.databaseId, run.finishedAt);
  if (since !== null) return linkCheck(store, run.number, since);
  const { check } = await requestCheck(store, run.databaseId, `${run.id}, when it had ended`);
  // One that runs already may have read the catalog before COMMIT: the next look asks for another.
  if (check.state === "queued") await linkCheck(store, run.number, check.number);
}

async function settle(context: Context, run: Run): Promise<void> {
  const { store } = context;
  if (run.state === "queued") {
    await inTransaction(store, async (inside) => {
      const error = {
        code: "worker-stopped",
        message: "No worker took this run. Nothing was run.",
        hint: "See that a worker runs, then start it again.",
        details: [],
      };
      if (!(await withdrawRun(inside, run.number, error))) return;
      await recordAudit(context, { ...(await deedOf(context, run, error)) }, inside);
    });
    return;
  }
  const plan = await findPlan(store, run.planNumber);
  if (plan === null) throw new Error(`the plan of ${run.id} vanished`);
  const facts = run.transaction;
  // Most plans have the same steps whatever was expected.
  const sides = needsExpected(plan.content) ? await readPlanSides(store, plan) : null;
  const { steps, afterwards } = planSteps(plan.content, sides?.expected ?? null);
  const events = await readRunEvents(context.store, run.number, 0, everyEvent);
  const outside = facts === null ? outsideUnderway(run, steps, events) : null;
  const statement = outside === null ? undefined : plan.content.statements[outside];
  const found: Found =
    facts !== null
      ? await ask(context, run, `whether transaction ${facts.xid} was committed`, (session) =>
          reconcileRun(session, facts, { waitMilliseconds }),
        )
      : statement !== undefined
        ? await ask(context, run, "what became of its last statement", (session) =>
            settleOutside(session, statement),
          )
        : { status: "rolled back", by: null, sentence: "The worker stopped before COMMIT was sent." };
  if (found.status === "in doubt") {
    await recordDoubt(context, run, found.sentence, found.lasting === true);
    return;
  }
  const stepsDone = found.status === "rolled back" ? run.stepsDone : (facts?.step ?? run.stepsDone) + 1;
  const outcome = settledOutcome(run, { steps, afterwards, events, found, stepsDone });
  const event: RunEvent = { type: "phase", phase: outcome.status, step: stepsDone };
  await inTransaction(store, async (inside) => {
    await recordRunEvents(inside, run.number, null, [{ at: context.now(), event }]);
    if (!(await finishRun(inside, run.number, { outcome, settledWith: facts }))) return;
    if (outcome.status === "committed") await setPlanState(inside, plan.number, "done");
    await recordAudit(context, await deedOf(context, run, outcome), inside);
  });
}

// Progress of a long run is told often.
const everyEvent = 1_000_000;

/** The statement outside of a transaction that was begun and of which nobody knows the end; null where there is none. */
function outsideUnderway(
  run: Run,
  steps: readonly PlanStep[],
  events: readonly StoredRunEvent[],
): number | null {
  const step = steps[run.stepsDone];
  if (step?.transaction !== "none") return null;
  const [position] = step.statements;
  const begun = events.some(
    ({ event }) => event.type === "statement started" && event.statement === position,
  );
  return begun && position !== undefined ? position : null;
}

async function deedOf(context: Context, run: Run, end: Parameters<typeof finishDeed>[1]) {
  const database = await findDatabaseById(context.store, run.databaseId);
  return finishDeed({ id: run.id, plan: `P-${run.planNumber}`, database: database?.slug ?? "" }, end);
}

/** Asks the database itself, as the role that checks. */
async function ask(
  context: Context,
  run: Run,
  what: string,
  question: (session: Session) => Promise<Found>,
): Promise<Found> {
  const database = await findDatabaseById(context.store, run.databaseId);
  if (database === null) throw new Error(`the database of ${run.id} vanished`);
  const signal = AbortSignal.timeout(15_000);
  try {
    const session = await openDatabase(context, database, signal);
    try {
      return await question(session);
    } finally {
      await session.close();
    }
  } catch (error) {
    const { message } = describeRunFailure(error);
    return {
      status: "in doubt",
      by: null,
      sentence: `The database could not be asked ${what}: ${message} It is asked again every few seconds.`,
    };
  }
}
