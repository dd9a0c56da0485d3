import type { Catalog } from "../catalog/catalog";
import { fingerprint } from "../catalog/fingerprint";
import { guardCompare, guardHooks } from "./caller";
import { clearLeftover } from "./clear-leftover";
import { pauseIfAsked } from "./execute-statements";
import { createLookout } from "./lookout";
import { openRun } from "./open-run";
import { describeOutcome } from "./outcome";
import { type PlanStep, planSteps } from "./plan-steps";
import { refuseRequest } from "./refuse-request";
import { runAfterwards } from "./run-afterwards";
import { runAttempts } from "./run-attempts";
import { asAppError, describeRunFailure } from "./run-failure";
import type { RunOutcome } from "./run-outcome";
import { runOutside } from "./run-outside";
import type { RunHooks, RunRequest } from "./run-request";
import { type Run, type StepEnd, setPhase } from "./run-state";
import { createSteering } from "./steering";
import { lockDatabaseForSession } from "./transaction-lock";
import { type Prepared, prepareSource } from "./verify-source";

/**
 * Applies a plan to a live database by the protocol of faults-and-security.md §1, or rehearses it there.
 *
 * Before the first BEGIN everything is looked at that can be without a lock. Then, for a plan in one transaction: locks
 * up front, the catalog read again under them and equal to the plan's, rows counted, statements, catalog and rows proven,
 * authorised once more, COMMIT. A plan with steps does so for each. What happens to the database is told in the outcome;
 * it throws only what was refused before anything began.
 * @throws AppError where the run was refused before its first BEGIN
 */
export async function runPlan(given: RunRequest, hooksGiven: RunHooks): Promise<RunOutcome> {
  const request: RunRequest = { ...given, compare: guardCompare(given.compare) };
  const hooks = guardHooks(hooksGiven);
  const started = performance.now();
  const { steps, afterwards } = planSteps(request.plan, request.expected);
  refuseRequest(request, steps);
  const steering = createSteering(request);
  try {
    hooks.emit({ type: "phase", phase: "connecting", step: request.resume?.stepsDone ?? 0 });
    const { session, target, ownSettings } = await openRun(request, hooks, steering);
    const lookout = createLookout(request, session, steering, hooks.emit);
    const run: Run = {
      ...{ request, hooks, steering, session, lookout, target, ownSettings },
      ...{ outcomes: new Map(), proofs: [], transactions: [] },
      ...{ current: null, attempts: 0, lockedMilliseconds: 0, lost: false },
    };
    session.onLost(() => {
      run.lost = true;
    });
    try {
      const prepared = await prepare(run, steps);
      await hooks.claim();
      setPhase(run, "claimed", request.resume?.stepsDone ?? 0);
      const { end, stepsDone } = await runSteps(run, steps, prepared);
      if (end.type === "done") await runAfterwards(run, afterwards);
      const outcome = describeOutcome(run, {
        ...{ end, steps, afterwards, stepsDone },
        milliseconds: Math.round(performance.now() - started),
      });
      setPhase(run, outcome.status, stepsDone);
      return outcome;
    } finally {
      await lookout.close();
      await session.close();
    }
  } finally {
    steering.close();
  }
}

/** @throws AppError: nothing has begun, so that whatever goes wrong is a refusal */
async function prepare({ session, request }: Run, steps: readonly PlanStep[]): Promise<Prepared> {
  try {
    if (steps.length > 1 || steps[0]?.transaction === "none") await lockDatabaseForSession(session);
    return await prepareSource(session, request);
  } catch (error) {
    throw asAppError(error);
  }
}

async function runSteps(
  run: Run,
  steps: readonly PlanStep[],
  prepared: Prepared,
): Promise<{ readonly end: StepEnd; readonly stepsDone: number }> {
  const first = run.request.resume?.stepsDone ?? 0;
  let known: Catalog = prepared.read;
  const origin = run.request.resume === undefined ? prepared.read : run.request.actual;
  if (prepared.leftover !== null) {
    const cleared = await clearLeftover(run, prepared.leftover, first);
    if ("failure" in cleared) return { end: cleared, stepsDone: first };
    known = cleared.after;
  }
  const done = new Set(steps.slice(0, first).flatMap(({ statements }) => statements));
  for (const [step, { transaction, statements }] of steps.entries()) {
    if (step < first) continue;
    const stopped = step === first ? null : await pauseBetween(run, statements[0] ?? 0);
    if (stopped !== null) return { end: stopped, stepsDone: step };
    for (const position of statements) done.add(position);
    const work = { step, statements, done, prepared, origin, known };
    const end = transaction === "one" ? await runAttempts(run, work) : await runOutside(run, work);
    if (end.type !== "done") return { end, stepsDone: step };
    if (end.after !== undefined) known = end.after;
    if (steps.length > 1) {
      run.hooks.emit({ type: "step done", step, of: steps.length });
      const unrecorded = await recordStep(run, step, end.after);
      if (unrecorded !== null && step < steps.length - 1) return { end: unrecorded, stepsDone: step + 1 };
    }
    // The step is committed; without its session nothing more can be done in this run.
    if (run.lost && step < steps.length - 1) return { end: sessionLost, stepsDone: step + 1 };
  }
  return { end: { type: "done" }, stepsDone: steps.length };
}

/** A step that is committed stays so, whether or not it can be written down; but no further one is begun then. */
async function recordStep(run: Run, step: number, after: Catalog | undefined): Promise<StepEnd | null> {
  try {
    // Where COMMIT got through and its session did not, what was proven before it says what is there.
    const sent = run.transactions.find((facts) => facts.step === step);
    const left = after === undefined ? sent?.fingerprintAfter : fingerprint(after);
    await run.hooks.recordStep(step, left ?? null);
    return null;
  } catch (error) {
    const failure = describeRunFailure(error);
    run.hooks.emit({ type: "log", level: "error", code: failure.code, message: failure.message });
    return { type: "rolled back", failure, statement: null };
  }
}

/** Between two steps no locks are held: a pause may last until the window ends. */
async function pauseBetween(run: Run, next: number): Promise<StepEnd | null> {
  try {
    await pauseIfAsked(run, next - 1, false);
    return null;
  } catch (error) {
    return { type: "rolled back", failure: describeRunFailure(error), statement: null };
  }
}

const sessionLost: StepEnd = {
  type: "rolled back",
  failure: {
    ...{ code: "connection-lost", message: "The connection was lost after a step that is committed." },
    ...{ hint: "Look whether the server and the network are up.", details: [] },
  },
  statement: null,
};
