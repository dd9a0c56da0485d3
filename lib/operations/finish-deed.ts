import type { RunOutcome } from "../apply/run-outcome";
import type { CheckError } from "../store/checks";
import type { Deed } from "./record-audit";

/** How a run ended, as the audit log tells it. */
export function finishDeed(
  run: { readonly id: string; readonly plan: string; readonly database: string },
  end: RunOutcome | CheckError,
): Deed {
  const committed = "status" in end && end.status === "committed";
  const detail =
    "status" in end
      ? {
          plan: run.plan,
          status: end.status,
          code: end.code,
          sentence: end.sentence,
          attempts: end.attempts,
          lockedMilliseconds: end.lockedMilliseconds,
          milliseconds: end.milliseconds,
          transactions: end.transactions.map(({ xid }) => xid),
          statements: end.statements.map(({ statement, outcome, milliseconds }) => ({
            statement: statement + 1,
            outcome,
            milliseconds,
          })),
        }
      : { plan: run.plan, status: "not begun", code: end.code, sentence: end.message };
  return {
    action: "run.finish",
    object: { kind: "run", id: run.id },
    database: run.database,
    result: committed ? "done" : "failed",
    detail,
  };
}
