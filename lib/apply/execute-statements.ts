import { AppError } from "../postgres/app-error";
import { observe } from "./observe";
import type { ObservedStatement } from "./run-event";
import { describeRunFailure } from "./run-failure";
import type { Run } from "./run-state";
import { betweenWindowLooks } from "./steering";
import { betweenSigns, limitToWindow } from "./transaction-settings";

/** Runs statements of the plan one by one, each in a message of its own, inside the open transaction. */
export async function executeStatements(run: Run, positions: readonly number[], step: number): Promise<void> {
  for (const [index, position] of positions.entries()) {
    await executeStatement(run, position, step);
    if (index < positions.length - 1) await pauseIfAsked(run, position, true);
  }
  run.current = null;
}

async function executeStatement(run: Run, position: number, step: number): Promise<void> {
  const { request, hooks, session, steering } = run;
  const statement = request.plan.statements[position];
  if (statement === undefined) throw new Error(`the plan has no statement ${position}`);
  steering.throwIfStopped();
  run.current = position;
  hooks.emit({ type: "statement started", statement: position, step });
  run.outcomes.set(position, { statement: position, step, outcome: "in doubt", milliseconds: null });
  await limitToWindow(session, { ...request.limits, timeLeft: steering.timeLeft() });
  const started = performance.now();
  try {
    const done = await run.lookout.during(
      { statement: position, limit: request.limits.lockTimeout },
      async (): Promise<{ readonly observed?: ObservedStatement; readonly milliseconds: number }> => {
        if (request.mode === "rehearse") return observe(session, () => session.execute(statement.sql));
        await session.execute(statement.sql);
        return { milliseconds: Math.round(performance.now() - started) };
      },
    );
    run.outcomes.set(position, { statement: position, step, outcome: "in doubt", ...done });
    hooks.emit({ type: "statement done", statement: position, step, ...done });
  } catch (error) {
    const { code, message } = describeRunFailure(steering.stopped ?? error);
    hooks.emit({ type: "statement failed", statement: position, step, code, message });
    throw error;
  }
}

/**
 * Waits while somebody wants the run to pause. In a transaction the locks stay held, so that a pause there has an end.
 * @throws AppError `paused-too-long`, or why the run must end
 */
export async function pauseIfAsked(run: Run, position: number, locksHeld: boolean): Promise<void> {
  const { steering, hooks, session, request } = run;
  steering.throwIfStopped();
  if (!steering.paused) return;
  const limitMilliseconds = locksHeld ? request.limits.pauseTimeout : null;
  hooks.emit({ type: "paused", afterStatement: position, locksHeld, limitMilliseconds });
  const end = locksHeld ? performance.now() + request.limits.pauseTimeout : Number.POSITIVE_INFINITY;
  while (steering.paused && steering.stopped === null) {
    const left = end - performance.now();
    if (left <= 0)
      throw new AppError("paused-too-long", "The pause lasted longer than it may while locks are held.", {
        hint: "Run again, and decide before the start what there is to decide.",
      });
    const windowed = Number.isFinite(steering.timeLeft());
    await steering.whilePaused(Math.min(windowed ? betweenWindowLooks : betweenSigns, left));
    await session.query("SELECT 1");
    // The server ends a transaction that outlasts its window: it has to learn of an extension in time.
    if (locksHeld) await limitToWindow(session, { ...request.limits, timeLeft: steering.timeLeft() });
  }
  steering.throwIfStopped();
  hooks.emit({ type: "resumed" });
}
