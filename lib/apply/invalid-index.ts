import type { Session } from "../postgres/connect";
import { qualify } from "../postgres/identifier";
import type { Identity } from "../postgres/identity";
import { sqlState } from "./run-failure";

/** Milliseconds to wait for a backend that we lost to end its statement. */
const patience = 30_000;

/**
 * What became of an index that was being built or dropped outside of a transaction.
 * @param backendPid who was at it; as long as it is busy there is nothing to decide
 */
export async function findIndexState(
  session: Session,
  object: Identity,
  backendPid: number,
): Promise<"valid" | "invalid" | "none" | "busy"> {
  const end = performance.now() + patience;
  while (session.backendPid !== backendPid && (await isBusy(session, backendPid))) {
    if (performance.now() > end) return "busy";
    await new Promise((resolve) => {
      setTimeout(resolve, 250);
    });
  }
  const [row] = await session.query<{ valid: boolean }>(
    `SELECT i.indisvalid AS valid FROM pg_catalog.pg_index i
       JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) i.indexrelid
       JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
      WHERE n.nspname OPERATOR(pg_catalog.=) $1 AND c.relname OPERATOR(pg_catalog.=) $2`,
    [object.schema ?? "public", object.name],
  );
  if (row === undefined) return "none";
  return row.valid ? "valid" : "invalid";
}

async function isBusy(session: Session, backendPid: number): Promise<boolean> {
  const [row] = await session.query<{ busy: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_catalog.pg_stat_activity a
       WHERE a.pid OPERATOR(pg_catalog.=) $1 AND a.application_name LIKE 'plumbline apply %') AS busy`,
    [backendPid],
  );
  return row?.busy ?? false;
}

/**
 * Drops an index that a failed build left behind, under the weak lock, and waits a minute for transactions that may still
 * use it. The name is the plan's own. @returns whether it is gone
 */
export async function dropInvalidIndex(session: Session, object: Identity): Promise<boolean> {
  await session.execute("SET lock_timeout = 0");
  await session.execute("SET statement_timeout = '60s'");
  try {
    await session.execute(`DROP INDEX CONCURRENTLY ${qualify(object.schema, object.name)}`);
    return true;
  } catch (error) {
    if (sqlState(error) !== "57014") throw error;
    return false;
  }
}
