import type { Session } from "../postgres/connect";
import { setConfig } from "../postgres/set-config";
import { applicationName } from "./open-run";
import { describeRunFailure, sqlState } from "./run-failure";
import type { Run } from "./run-state";

/** Milliseconds that ANALYZE waits for autovacuum, which may be at the same: its lock holds up neither readers nor writers. */
const patience = 10_000;

/**
 * ANALYZE after the last COMMIT. Nothing depends on it but good query plans: a failure is told, the next table is analysed,
 * and the run stays committed.
 */
export async function runAfterwards(run: Run, positions: readonly number[]): Promise<void> {
  if (positions.length === 0) return;
  const { request, hooks, steering, lookout } = run;
  const step = Math.max(0, run.proofs.length - 1);
  let other: Session | undefined;
  let failed: unknown = null;
  try {
    // The answer to COMMIT may have been lost with the session.
    if (run.lost) other = await request.open({ applicationName: applicationName(request) });
    const session = other ?? run.session;
    await setConfig(
      session,
      [
        ["lock_timeout", String(patience)],
        ["statement_timeout", String(request.limits.statementTimeout)],
      ],
      "session",
    );
    for (const position of positions) {
      steering.throwIfStopped();
      const sql = request.plan.statements[position]?.sql ?? "";
      hooks.emit({ type: "statement started", statement: position, step });
      run.current = position;
      const started = performance.now();
      const analyze = (): Promise<unknown> => session.execute(sql);
      try {
        if (other === undefined) await lookout.during({ statement: position, limit: patience }, analyze);
        else await analyze();
      } catch (error) {
        const { code, message } = describeRunFailure(steering.stopped ?? error);
        hooks.emit({ type: "statement failed", statement: position, step, code, message });
        // Without a session, and after a stop, the next one would fail too.
        if (sqlState(error) === undefined || steering.stopped !== null || run.lost) throw error;
        failed = error;
        continue;
      }
      const milliseconds = Math.round(performance.now() - started);
      run.outcomes.set(position, { statement: position, step, outcome: "applied", milliseconds });
      hooks.emit({ type: "statement done", statement: position, step, milliseconds });
    }
    if (failed !== null) throw failed;
  } catch (error) {
    const { message } = describeRunFailure(steering.stopped ?? error);
    hooks.emit({
      ...{ type: "log", level: "warning", code: "analyze-failed" },
      message: `Not every converted table was analysed: queries on them may take bad plans until ANALYZE ran. ${message}`,
    });
  } finally {
    await other?.close();
  }
}
