import type { Catalog } from "../catalog/catalog";
import type { Drift } from "../drift/drift";
import type { Plan } from "../plan/plan";
import type { ConnectOptions, Session } from "../postgres/connect";
import type { HazardCode } from "../postgres/statement";
import type { ResumePoint } from "./resume-point";
import type { RunControl } from "./run-control";
import type { RunEvent } from "./run-event";
import type { TransactionFacts } from "./run-outcome";
import type { Target } from "./target";

/** Two sides in one spelling, and what differs between them. */
export interface ComparedSides {
  readonly drift: Drift;
  readonly expected: Catalog;
  readonly actual: Catalog;
}

/** `compareSides` of lib/operations with its shadow: brings texts of two servers to one spelling, then compares. */
export type CompareSides = (
  expected: Catalog,
  actual: Catalog,
  options: { readonly scope: "declared" | "everything" },
) => Promise<ComparedSides>;

export interface RunLimits {
  /** Milliseconds of each single wait for a lock; 1000 at most. */
  readonly lockTimeout: number;
  /** How often the transaction is tried when locks cannot be had; 10 at most. */
  readonly attempts: number;
  /** Milliseconds for one statement; 0 for none. */
  readonly statementTimeout: number;
  /**
   * The end of the window: it is not part of it. Null where there is none. Read again and again, so that a getter makes a
   * window that is extended or closed meanwhile count at once.
   */
  readonly deadline: Date | null;
  /** Milliseconds that must be left when a transaction begins. */
  readonly minimumTimeLeft: number;
  /** Milliseconds a pause may last in which locks are held. */
  readonly pauseTimeout: number;
}

/** The numbers we promise (faults-and-security.md §1). */
export const defaultLimits: RunLimits = {
  lockTimeout: 1_000,
  attempts: 10,
  statementTimeout: 0,
  deadline: null,
  minimumTimeLeft: 120_000,
  pauseTimeout: 600_000,
};

/** Everything a run needs to know. */
export interface RunRequest {
  /**
   * Opens a session of the role that applies, directly on the server. Called for the run's own session, for the one that
   * watches it, and to find out what became of it.
   */
  readonly open: (options: ConnectOptions) => Promise<Session>;
  /** The database that was approved; see `readTarget`. */
  readonly target: Target;
  readonly plan: Plan;
  /** sha-256 of the plan as it was approved, for logs and `application_name`. */
  readonly planHash: string;
  /** Both sides as the plan was made from them: `compareSides` gave them. */
  readonly expected: Catalog;
  readonly actual: Catalog;
  readonly scope: "declared" | "everything";
  /**
   * The differences that the plan was made from, where ignore rules were in force: they carry the marks of what a rule
   * covers. Without it the sides are compared anew, and nothing is ignored.
   */
  readonly drift?: Drift;
  readonly compare: CompareSides;
  /** Hazards somebody has answered for. A `data-loss` that is not among them is refused. */
  readonly acceptedHazards: readonly HazardCode[];
  /** `rehearse`: everything on the database itself, with the real locks, and then rolled back. */
  readonly mode: "run" | "rehearse";
  /** True where statements may stand outside of one transaction. Without it a plan that needs that is refused. */
  readonly online: boolean;
  readonly limits: RunLimits;
  /** Where an earlier run of the same plan stopped between two steps: this one goes on from there. */
  readonly resume?: ResumePoint;
  /** Aborting cancels the statement that runs and rolls back. */
  readonly signal?: AbortSignal;
  readonly control?: RunControl;
  /** Our clock; compared with the server's, and with the deadline. */
  readonly now?: () => Date;
}

/** Where the caller's store comes in. Whatever one of them throws before COMMIT rolls everything back. */
export interface RunHooks {
  /**
   * The claim and the audit row, before the first BEGIN. Called once. Throws where another run has the database or the
   * store is down: nothing begins then.
   */
  readonly claim: () => Promise<void>;
  /**
   * Reads approval, window and nonce anew: before each BEGIN, when the locks are held, and right before COMMIT.
   * @throws AppError which rolls back
   */
  readonly authorise: (moment: "before begin" | "after locks" | "before commit") => Promise<void>;
  /** Stores what identifies the transaction, before COMMIT is sent. Throws → rolled back. */
  readonly recordTransaction: (facts: TransactionFacts) => Promise<void>;
  /** A step of an online plan is done and proven; the fingerprint is that of the catalog it left, null where nobody read it. */
  readonly recordStep: (step: number, fingerprint: string | null) => Promise<void>;
  /** Must not throw. */
  readonly emit: (event: RunEvent) => void;
}

/** Hooks for who has no store: everything is authorised, nothing recorded. */
export const bareHooks = (emit: (event: RunEvent) => void): RunHooks => ({
  claim: async () => undefined,
  authorise: async () => undefined,
  recordTransaction: async () => undefined,
  recordStep: async () => undefined,
  emit,
});
