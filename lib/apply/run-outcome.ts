import type { Proof } from "./proof";
import type { ObservedStatement } from "./run-event";

export type RunStatus = "committed" | "rolled back" | "partly applied" | "in doubt";

/** How one statement of the plan ended. */
export interface StatementOutcome {
  /** Position in the plan's statements. */
  readonly statement: number;
  readonly step: number;
  readonly outcome: "applied" | "rolled back" | "not run" | "in doubt";
  readonly milliseconds: number | null;
  /** Set in a rehearsal on the database, where everything was rolled back. */
  readonly observed?: ObservedStatement;
}

/** What identifies the transaction afterwards, stored before COMMIT is sent (postgres-facts.md §0.5). */
export interface TransactionFacts {
  /** Decimal digits, with the epoch: pg_current_xact_id(). */
  readonly xid: string;
  readonly step: number;
  readonly systemIdentifier: string | null;
  readonly timeline: number | null;
  readonly databaseOid: number;
  readonly backendPid: number;
  /** Fingerprints of the catalog before the statements, and after them. */
  readonly fingerprintBefore: string;
  readonly fingerprintAfter: string;
}

/** How a run ended. Never a bare throw: whatever happened to the database stands here. */
export interface RunOutcome {
  readonly status: RunStatus;
  readonly mode: "run" | "rehearse";
  /** `proven` for a committed run, `rehearsed` for a rehearsal whose proof held; otherwise why it ended, kebab-case. */
  readonly code: string;
  /** The banner of screens.md §2.8. */
  readonly sentence: string;
  /** What to do next. */
  readonly next: string;
  /** More to read: SQLSTATE, names of objects, what changed. No row values. */
  readonly details: readonly string[];
  readonly statements: readonly StatementOutcome[];
  /** Positions of the statements that are still to be run. */
  readonly remaining: readonly number[];
  /** One for each step whose proof was made; a run in one transaction has one. */
  readonly proofs: readonly Proof[];
  /** One for each transaction that got as far as COMMIT. */
  readonly transactions: readonly TransactionFacts[];
  readonly attempts: number;
  /** Milliseconds during which locks on tables were held, over all transactions and attempts. */
  readonly lockedMilliseconds: number;
  readonly milliseconds: number;
  /** Steps of an online plan that are done, counted from 0; a run that resumes passes their number back. */
  readonly stepsDone: number;
  readonly steps: number;
}
