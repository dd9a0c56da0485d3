import type { ApprovalDecision } from "./approval";
import type { Policy } from "./policy";

/** What the store keeps of where a plan stands; everything else follows from reviews, checks, windows and runs. */
export const planStates = ["draft", "waiting", "discarded", "done"] as const;

export type PlanState = (typeof planStates)[number];

/** What is looked at before a plan is approved or run, in the order in which it is shown. */
export const planCheckNames = [
  "database",
  "expected",
  "dependants",
  "data",
  "disk",
  "replica",
  "sessions",
  "migrators",
  "event triggers",
  "backup",
  "rehearsal",
] as const;

export type PlanCheckName = (typeof planCheckNames)[number];

export type PlanCheckResult = "pass" | "fail" | "caution" | "running" | "not run";

/** The last answer of one check. */
export interface PlanCheck {
  readonly name: PlanCheckName;
  readonly result: PlanCheckResult;
  readonly sentence: string;
  /** Null for what was never asked. */
  readonly at: Date | null;
}

/** Everything that says where a plan stands and what may be done next. */
export interface PlanFacts {
  readonly now: Date;
  readonly plan: {
    readonly state: PlanState;
    readonly statements: number;
    readonly requested: boolean;
    readonly stale: boolean;
    readonly intact: boolean;
    /** True where a statement destroys rows or values. */
    readonly losesData: boolean;
  };
  readonly policy: Policy;
  readonly approval: ApprovalDecision;
  /** Names of those who could still approve. */
  readonly approvers: readonly string[];
  /** Statements that who asks has not read. */
  readonly unread: number;
  /** Hazards that nobody has answered for. */
  readonly unanswered: number;
  readonly checks: readonly PlanCheck[];
  /** Estimated seconds of the longest lock; null where nobody can tell. */
  readonly lockSeconds: number | null;
  readonly window: {
    /** True where the plan was given a window. */
    readonly attached: boolean;
    /** True while one is open for the database: the plan's, where it has one. */
    readonly open: boolean;
    readonly opensAt: Date | null;
    /** When, in words: `Sun 02:00 (in 2 d 13 h)`. */
    readonly opensText: string | null;
    /** `W-4`: another window of the database is open, while the plan waits for its own. */
    readonly otherOpen: string | null;
  };
  readonly run: { readonly id: string; readonly state: string; readonly active: boolean } | null;
  /** Set where a run of the plan stopped between two of its steps: the next one goes on from there. */
  readonly resume: { readonly run: string; readonly stepsDone: number; readonly steps: number } | null;
  /** `R-31`: a run of another plan has the database to itself. */
  readonly otherRun: string | null;
}
