import type { Session } from "../postgres/connect";
import { refuseOtherTarget } from "./check-server";
import { applicationName, reopen } from "./open-run";
import { reconcileRun, type Settled } from "./reconcile-run";
import type { TransactionFacts } from "./run-outcome";
import type { RunRequest } from "./run-request";
import { readTarget } from "./target";

/** Milliseconds in which a run finds out by itself what became of it; later its store asks again (reconcileRun). */
const patience = 60_000;

/**
 * Finds out what became of a transaction whose session was lost.
 * @param sent what was stored before COMMIT was sent; null where it was not: then nothing can have been committed, and
 * all there is to wait for is the end of the backend, which may still hold its locks
 */
export async function settleLost(
  request: RunRequest,
  sent: TransactionFacts | null,
  backendPid: number,
): Promise<Settled> {
  let session: Session | undefined;
  try {
    session = await reopen(request, patience);
    if (sent !== null) return await reconcileRun(session, sent, { waitMilliseconds: patience / 2 });
    refuseOtherTarget(await readTarget(session), request);
    const gone = await waitForEnd(session, applicationName(request), backendPid);
    return {
      ...{ status: "rolled back", by: "transaction status" },
      sentence: gone
        ? "The server has ended the session and rolled back."
        : `The server has not noticed yet that we are gone. Process ${backendPid} rolls back when its statement ends, and holds its locks until then.`,
    };
  } catch {
    return sent === null
      ? {
          ...{ status: "rolled back", by: null },
          sentence: "The server cannot be reached. COMMIT was never sent, so that it can only roll back.",
        }
      : {
          ...{ status: "in doubt", by: null },
          sentence: `The server cannot be reached. Transaction ${sent.xid} is looked up as soon as it answers.`,
        };
  } finally {
    await session?.close();
  }
}

async function waitForEnd(session: Session, application: string, backendPid: number): Promise<boolean> {
  const end = performance.now() + patience / 2;
  for (;;) {
    const [row] = await session.query<{ there: boolean }>(
      `SELECT EXISTS (SELECT FROM pg_catalog.pg_stat_activity
                       WHERE pid OPERATOR(pg_catalog.=) $1 AND application_name OPERATOR(pg_catalog.=) $2) AS there`,
      [backendPid, application],
    );
    if (row?.there !== true) return true;
    if (performance.now() > end) return false;
    await new Promise((resolve) => {
      setTimeout(resolve, 250);
    });
  }
}
