import "server-only";
import { log } from "../access/log";
import { type PlanStep, planSteps } from "../apply/plan-steps";
import type { Proof } from "../apply/proof";
import { reconcileRun, type Settled } from "../apply/reconcile-run";
import type { RunEvent } from "../apply/run-event";
import { describeRunFailure } from "../apply/run-failure";
import type { RunOutcome, RunStatus, StatementOutcome } from "../apply/run-outcome";
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
import { readPlanSides } from "./read-plan-sides";
import { recordAudit } from "./record-audit";

/** How long one attempt waits for a transaction that is still in progress. */
const waitMilliseconds = 2_000;

/**
 * Finds out what became of runs that nobody works on any more, and asks for the check that each committed run is
 * followed by. Called when a worker starts, with each heartbeat, and when somebody opens the page of such a run.
 * What cannot be known yet is asked again the next time; nothing is ever guessed.
 * @param own a worker that asks, and what it runs
 */
export async function settleRuns(
  context: Context,
  own?: { readonly workerId: string; readonly running: readonly number[] },
): Promise<void> {
  for (const run of await readAbandonedRuns(context.store, own)) {
    try {
      await settle(context, run);
    } catch (error) {
      log.warn({ err: error, run: run.id }, "a run could not be settled; it is tried again");
    }
  }
  for (const run of await readRunsWithoutCheck(context.store)) await followWithCheck(context, run);
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
  const { steps, afterwards } = planSteps(plan.content, (await readPlanSides(context.store, plan)).expected);
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
    await recordSettling(store, run.number, {
      sentence: found.sentence,
      at: context.now().toISOString(),
      tries: (run.settling?.tries ?? 0) + 1,
    });
    return;
  }
  const stepsDone = found.status === "rolled back" ? run.stepsDone : (facts?.step ?? run.stepsDone) + 1;
  const outcome = outcomeOf(run, { steps, afterwards, events, found, stepsDone });
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

/** How a run ended; `invalid` says that an index was left in between. */
type Found = Settled & { readonly invalid?: boolean };

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

interface Settlement {
  readonly steps: readonly PlanStep[];
  readonly afterwards: readonly number[];
  readonly events: readonly StoredRunEvent[];
  readonly found: Found;
  readonly stepsDone: number;
}

/** The outcome of a run whose worker did not live to tell it: from its events, and from what was found out. */
function outcomeOf(run: Run, { steps, afterwards, events, found, stepsDone }: Settlement): RunOutcome {
  const facts = run.transaction;
  const invalid = found.invalid ?? false;
  const timings = new Map(
    events.flatMap(({ event }) =>
      event.type === "statement done" ? [[event.statement, event.milliseconds] as const] : [],
    ),
  );
  const started = new Set(
    events.flatMap(({ event }) => (event.type === "statement started" ? [event.statement] : [])),
  );
  const statements: StatementOutcome[] = steps.flatMap((step, index) =>
    step.statements.map((statement) => ({
      statement,
      step: index,
      outcome: statementOutcome(index < stepsDone, started.has(statement), invalid),
      milliseconds: timings.get(statement) ?? null,
    })),
  );
  for (const statement of afterwards)
    statements.push({
      statement,
      step: steps.length,
      outcome: timings.has(statement) ? "applied" : "not run",
      milliseconds: timings.get(statement) ?? null,
    });
  statements.sort((one, other) => one.statement - other.statement);
  const status: RunStatus =
    stepsDone === steps.length ? "committed" : stepsDone > 0 || invalid ? "partly applied" : "rolled back";
  const begin = run.claimedAt ?? run.createdAt;
  // A step outside of a transaction was seen to be complete, and nobody proved what else changed: the check after it does.
  const proven = status === "committed" && steps[stepsDone - 1]?.transaction !== "none";
  return {
    status,
    mode: "run",
    code: proven ? "proven" : "worker-stopped",
    ...words(status, found.sentence, statements, afterwards),
    details: [],
    statements,
    remaining: statements.filter(({ outcome }) => outcome !== "applied").map(({ statement }) => statement),
    proofs: events.flatMap(({ event }): Proof[] => (event.type === "proof" ? [event.proof] : [])),
    transactions: facts === null ? [] : [facts],
    attempts: events.filter(({ event }) => event.type === "attempt").length,
    lockedMilliseconds: 0,
    milliseconds: Math.max(0, (events.at(-1)?.at ?? begin).getTime() - begin.getTime()),
    stepsDone,
    steps: steps.length,
  };
}

/** What an invalid index is left of is neither applied nor rolled back. */
function statementOutcome(done: boolean, started: boolean, invalid: boolean): StatementOutcome["outcome"] {
  if (done) return "applied";
  if (!started) return "not run";
  return invalid ? "in doubt" : "rolled back";
}

function words(
  status: RunStatus,
  found: string,
  statements: readonly StatementOutcome[],
  afterwards: readonly number[],
): Pick<RunOutcome, "sentence" | "next"> {
  const all = statements.length;
  const applied = statements.filter(({ outcome }) => outcome === "applied").length;
  if (status === "committed") {
    const left = afterwards.filter((position) =>
      statements.some(({ statement, outcome }) => statement === position && outcome !== "applied"),
    ).length;
    return {
      sentence: `The worker stopped, and everything was applied. ${found}`,
      next:
        left === 0
          ? "Nothing is left to do. A fresh check shows the result."
          : `Run ANALYZE on the tables that were changed: ${left} statements that do so were not reached.`,
    };
  }
  if (status === "rolled back") {
    return {
      sentence: `The worker stopped, and everything was rolled back. ${found} Nothing changed.`,
      next: "Make sure that a worker runs, then start the plan again.",
    };
  }
  return {
    sentence: `The worker stopped after ${applied} of ${all} statements. ${found} The database is between plans.`,
    next: "Resume it, or check the database and plan what remains.",
  };
}
