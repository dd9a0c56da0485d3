import type { Session } from "../postgres/connect";
import type { TransactionFacts } from "./run-outcome";

/** What became of a transaction whose COMMIT was not answered. */
export interface Settled {
  readonly status: "committed" | "rolled back" | "in doubt";
  /** How it is known: by pg_xact_status, or by reading the catalog. */
  readonly by: "transaction status" | "catalog" | null;
  /** What was found, or what is being done about it. */
  readonly sentence: string;
}

/**
 * Finds out, on a new session, whether a transaction was committed. Asks again while it is still in progress.
 * @param options.waitMilliseconds how long to wait for one in progress
 */
export declare function reconcileRun(
  session: Session,
  facts: TransactionFacts,
  options?: { readonly waitMilliseconds?: number },
): Promise<Settled>;
