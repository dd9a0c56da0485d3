import type { Identity } from "../postgres/identity";
import type { Proof } from "./proof";

/** Where a run stands (faults-and-security.md §1). A run ends in one of the last four. */
export type RunPhase =
  | "connecting"
  | "claimed"
  | "locking"
  | "verifying source"
  | "counting rows"
  | "executing"
  | "proving"
  | "committing"
  | "reconciling"
  | "committed"
  | "rolled back"
  | "partly applied"
  | "in doubt";

/** A session that stands in our way. Its `query` is shown without the values in it. */
export interface Blocker {
  readonly pid: number;
  readonly application: string;
  readonly user: string;
  /** `idle in transaction`. */
  readonly state: string;
  /** Milliseconds since its transaction began; null where it has none. */
  readonly transactionMilliseconds: number | null;
  readonly query: string;
  /** Relations both we and it want, as `public.users (ACCESS SHARE)`. */
  readonly holds: readonly string[];
}

/**
 * What happens in a run, as it happens. Plain JSON. The receiver numbers events and adds the time.
 * `statement` is a position in the plan's statements; `step` counts from 0 and is always 0 in one transaction.
 */
export type RunEvent =
  | { readonly type: "phase"; readonly phase: RunPhase; readonly step: number }
  /** A line for the log. It names objects, and holds no row values and no secrets. */
  | {
      readonly type: "log";
      readonly level: "info" | "warning" | "error";
      readonly code: string;
      readonly message: string;
    }
  /** The transaction, with its locks, is tried anew. */
  | {
      readonly type: "attempt";
      readonly attempt: number;
      readonly of: number;
      readonly reason: string | null;
    }
  /** Locks are being waited for. Sent again whenever who stands in the way changes; an empty list says nobody does any more. */
  | {
      readonly type: "waiting";
      /** Null while the tables are locked up front. */
      readonly statement: number | null;
      readonly waitedMilliseconds: number;
      readonly limitMilliseconds: number;
      readonly blockers: readonly Blocker[];
    }
  | { readonly type: "locked"; readonly relations: readonly Identity[]; readonly milliseconds: number }
  | { readonly type: "statement started"; readonly statement: number; readonly step: number }
  | {
      readonly type: "statement done";
      readonly statement: number;
      readonly step: number;
      readonly milliseconds: number;
      /** Set in a rehearsal on the database. */
      readonly observed?: ObservedStatement;
    }
  | {
      readonly type: "statement failed";
      readonly statement: number;
      readonly step: number;
      /** SQLSTATE, or a code of ours. */
      readonly code: string;
      readonly message: string;
    }
  /** From pg_stat_progress_*: `total` 0 where Postgres does not say. */
  | {
      readonly type: "progress";
      readonly statement: number | null;
      readonly command: string;
      readonly phase: string;
      readonly done: number;
      readonly total: number;
      readonly unit: "blocks" | "tuples" | "lockers" | "partitions";
    }
  | {
      readonly type: "paused";
      readonly afterStatement: number;
      readonly locksHeld: boolean;
      /** How long it may last; null where it may until the window ends. */
      readonly limitMilliseconds: number | null;
    }
  | { readonly type: "resumed" }
  /** Somebody asked to end a session; `reason` says why the server refused. */
  | {
      readonly type: "session ended";
      readonly pid: number;
      readonly ended: boolean;
      readonly reason?: string;
    }
  | { readonly type: "step done"; readonly step: number; readonly of: number }
  | { readonly type: "proof"; readonly step: number; readonly proof: Proof };

/** What a statement really did, seen in a rehearsal that was rolled back. */
export interface ObservedStatement {
  /** Locks it took in addition to those held before, strongest for each relation. */
  readonly locks: readonly { readonly relation: string; readonly mode: string }[];
  /** Relations whose files were replaced. */
  readonly rewritten: readonly string[];
  readonly walBytes: number;
}
