import { fingerprint } from "../catalog/fingerprint";
import { introspect } from "../introspect/introspect";
import type { Session } from "../postgres/connect";
import { sqlState } from "./run-failure";
import type { TransactionFacts } from "./run-outcome";
import { readTarget } from "./target";

/** What became of a transaction whose COMMIT was not answered. */
export interface Settled {
  readonly status: "committed" | "rolled back" | "in doubt";
  /** How it is known: by pg_xact_status, or by reading the catalog. */
  readonly by: "transaction status" | "catalog" | null;
  /** What was found, or what is being done about it. */
  readonly sentence: string;
  /** True where asking again soon gives the same answer: somebody has to look. */
  readonly lasting?: true;
}

/** Milliseconds between two questions. */
const pause = 250;

/**
 * Finds out, on a new session, whether a transaction was committed. Asks again while it is still in progress. Where the
 * server no longer knows, or is another one since a failover, the catalog decides: it is as before, or as after.
 * @param options.waitMilliseconds how long to wait for one in progress; 30 seconds by default
 */
export async function reconcileRun(
  session: Session,
  facts: TransactionFacts,
  options: { readonly waitMilliseconds?: number } = {},
): Promise<Settled> {
  const target = await readTarget(session);
  if (target.inRecovery)
    return {
      ...{ status: "in doubt", by: null },
      sentence: "The server is a standby now. The run is settled as soon as the primary can be reached.",
    };
  const failedOver = target.systemIdentifier !== facts.systemIdentifier || target.timeline !== facts.timeline;
  // After a failover the number may belong to another transaction.
  if (failedOver) return byCatalog(session, facts);
  const end = performance.now() + (options.waitMilliseconds ?? 30_000);
  for (;;) {
    const status = await statusOf(session, facts.xid);
    if (status === "committed")
      return { status, by: "transaction status", sentence: `Transaction ${facts.xid} was committed.` };
    if (status === "aborted")
      return {
        ...{ status: "rolled back", by: "transaction status" },
        sentence: `Transaction ${facts.xid} was rolled back.`,
      };
    if (status === null) return byCatalog(session, facts);
    if (performance.now() > end)
      return {
        ...{ status: "in doubt", by: null },
        sentence: `The server is still busy with transaction ${facts.xid} (process ${facts.backendPid}). It is asked again.`,
      };
    await new Promise((resolve) => {
      setTimeout(resolve, pause);
    });
  }
}

/** Null where the server has forgotten the transaction, or never had it. */
async function statusOf(session: Session, xid: string): Promise<string | null> {
  try {
    const [row] = await session.query<{ status: string | null }>(
      "SELECT pg_catalog.pg_xact_status($1::pg_catalog.xid8) AS status",
      [xid],
    );
    return row?.status ?? null;
  } catch (error) {
    // 22023: the number lies in the server's future.
    if (sqlState(error) === "22023") return null;
    throw error;
  }
}

async function byCatalog(session: Session, facts: TransactionFacts): Promise<Settled> {
  const now = fingerprint(await introspect(session));
  if (now === facts.fingerprintAfter)
    return {
      ...{ status: "committed", by: "catalog" },
      sentence: "The catalog is exactly as the run leaves it: it was committed.",
    };
  if (now === facts.fingerprintBefore)
    return {
      ...{ status: "rolled back", by: "catalog" },
      sentence: "The catalog is exactly as it was before the run: it was rolled back.",
    };
  return {
    ...{ status: "in doubt", by: null, lasting: true },
    sentence:
      "The server no longer knows the transaction, and the catalog has changed since. Check the database: what the plan fixes is gone or still there.",
  };
}
