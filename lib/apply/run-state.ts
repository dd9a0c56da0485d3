import type { Session } from "../postgres/connect";
import type { Lookout } from "./lookout";
import type { Proof } from "./proof";
import type { RunPhase } from "./run-event";
import type { RunFailure } from "./run-failure";
import type { StatementOutcome, TransactionFacts } from "./run-outcome";
import type { RunHooks, RunRequest } from "./run-request";
import type { Steering } from "./steering";
import type { TargetFacts } from "./target";
import type { OwnSettings } from "./transaction-settings";

/** A run under way: what it works with, and what it has seen so far. */
export interface Run {
  readonly request: RunRequest;
  readonly hooks: RunHooks;
  readonly steering: Steering;
  readonly session: Session;
  readonly lookout: Lookout;
  readonly target: TargetFacts;
  readonly ownSettings: OwnSettings;
  /** By position; statements that are not there have not been begun. */
  readonly outcomes: Map<number, StatementOutcome>;
  readonly proofs: Proof[];
  readonly transactions: TransactionFacts[];
  /** The statement that runs, for whoever has to tell which one failed. */
  current: number | null;
  attempts: number;
  lockedMilliseconds: number;
  /** True once the session is gone. */
  lost: boolean;
}

/** How a step ended. */
export type StepEnd =
  | { readonly type: "done" }
  | { readonly type: "rehearsed" }
  | {
      readonly type: "rolled back" | "in doubt";
      readonly failure: RunFailure;
      /** The statement that failed, where it was one. */
      readonly statement: number | null;
    };

export function setPhase(run: Pick<Run, "hooks">, phase: RunPhase, step: number): void {
  run.hooks.emit({ type: "phase", phase, step });
}

/** Writes down how statements ended whose fate was still open. */
export function settleStatements(
  run: Run,
  positions: readonly number[],
  outcome: StatementOutcome["outcome"],
): void {
  for (const position of positions) {
    const begun = run.outcomes.get(position);
    if (begun !== undefined) run.outcomes.set(position, { ...begun, outcome });
  }
}
