import { describeRunFailure } from "./run-failure";
import type { Run } from "./run-state";

/** ANALYZE after the last COMMIT. Nothing depends on it but good query plans: a failure is told, and the run stays committed. */
export async function runAfterwards(run: Run, positions: readonly number[]): Promise<void> {
  const { request, hooks, session, lookout, steering } = run;
  const step = run.proofs.length - 1;
  for (const position of positions) {
    const statement = request.plan.statements[position];
    if (statement === undefined) continue;
    hooks.emit({ type: "statement started", statement: position, step });
    const started = performance.now();
    try {
      steering.throwIfStopped();
      await lookout.during({ statement: position, limit: request.limits.lockTimeout }, async () => {
        await session.query(
          "SELECT pg_catalog.set_config('lock_timeout', $1, false), pg_catalog.set_config('statement_timeout', $2, false)",
          [String(request.limits.lockTimeout), String(request.limits.statementTimeout)],
        );
        await session.execute(statement.sql);
      });
      const milliseconds = Math.round(performance.now() - started);
      run.outcomes.set(position, { statement: position, step, outcome: "applied", milliseconds });
      hooks.emit({ type: "statement done", statement: position, step, milliseconds });
    } catch (error) {
      const { code, message } = describeRunFailure(steering.stopped ?? error);
      hooks.emit({ type: "statement failed", statement: position, step, code, message });
      hooks.emit({
        ...{ type: "log", level: "warning", code: "analyze-failed" },
        message: `${statement.sql} did not run: queries on the table may take bad plans until it is analysed. ${message}`,
      });
    }
  }
}
