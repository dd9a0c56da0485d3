import type { Catalog } from "../catalog/catalog";
import type { Identity } from "../postgres/identity";
import { betweenTries } from "./open-run";
import { tablesToCount } from "./prove-step";
import { describeRunFailure, isWorthAnotherTry, type RunFailure, sqlState } from "./run-failure";
import { type Run, type StepEnd, setPhase, settleStatements } from "./run-state";
import { type CommitWatch, runTransaction, type TransactionWork } from "./run-transaction";
import { settleLost } from "./settle";

/** Tries a transaction until it is committed, until something stands in its way that trying again cannot move, or the tries are used up. */
export async function runAttempts(
  run: Run,
  work: Omit<TransactionWork, "alsoCount">,
): Promise<StepEnd & { readonly after?: Catalog }> {
  const { hooks, steering, request } = run;
  const of = Math.min(request.limits.attempts, 10);
  let alsoCount: readonly Identity[] = [];
  let reason: string | null = null;
  for (let attempt = 1; ; attempt++) {
    run.attempts += 1;
    run.current = null;
    hooks.emit({ type: "attempt", attempt, of, reason });
    const watch: CommitWatch = { sent: null };
    try {
      const end = await runTransaction(run, { ...work, alsoCount }, watch);
      settleStatements(run, work.statements, end.committed ? "applied" : "rolled back");
      return end.committed ? { type: "done", after: end.after } : { type: "rehearsed" };
    } catch (error) {
      const failed = await rollBack(run, work, watch, error);
      if (failed.type === "done") return failed;
      const unforeseen = tablesToCount(error);
      const again =
        !run.lost &&
        isWorthAnotherTry(error) &&
        attempt < of &&
        steering.stopped === null &&
        !steering.lastTry &&
        (unforeseen.length === 0 || alsoCount.length === 0);
      if (!again) return failed;
      alsoCount = [...alsoCount, ...unforeseen];
      reason = "failure" in failed ? failed.failure.message : null;
      for (const position of work.statements) run.outcomes.delete(position);
      await steering.sleep(betweenTries(attempt));
      if (steering.stopped !== null) return { ...failed, failure: describeRunFailure(steering.stopped) };
    }
  }
}

type Failed = Extract<StepEnd, { failure: RunFailure }> | { readonly type: "done" };

/** Rolls back and says what became of the transaction; where COMMIT got through after all, it is done. */
async function rollBack(
  run: Run,
  work: Pick<TransactionWork, "statements" | "step">,
  watch: CommitWatch,
  error: unknown,
): Promise<Failed> {
  const { hooks, session, steering, request } = run;
  const statement = run.current;
  // What was cancelled says 57014; why it was cancelled is what people want to know.
  const failure = describeRunFailure(steering.stopped ?? error);
  if (await endsTransaction(run)) {
    settleStatements(run, work.statements, "rolled back");
    return { type: "rolled back", failure, statement };
  }
  setPhase(run, "reconciling", work.step);
  const settled = await settleLost(request, watch.sent, session.backendPid);
  hooks.emit({ type: "log", level: "warning", code: "session-lost", message: settled.sentence });
  if (settled.status === "committed") {
    settleStatements(run, work.statements, "applied");
    return { type: "done" };
  }
  settleStatements(run, work.statements, settled.status);
  const lost = describeRunFailure(error);
  return {
    type: settled.status,
    failure: {
      ...(settled.status === "in doubt" ? lost : failure),
      details: [...lost.details, settled.sentence],
    },
    statement,
  };
}

/** Rolls back. False where the session is gone, and its transaction with it. */
async function endsTransaction(run: Run): Promise<boolean> {
  for (let again = 0; !run.lost; again++) {
    try {
      await run.session.execute("ROLLBACK");
      return true;
    } catch (error) {
      // A cancel that comes late hits ROLLBACK itself: the transaction is aborted then, and still open.
      if (sqlState(error) !== "57014" || again === 3) run.lost = true;
    }
  }
  return false;
}
