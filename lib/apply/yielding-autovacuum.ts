import type { Session } from "../postgres/connect";
import { qualify } from "../postgres/identifier";
import { type Identity, visible } from "../postgres/identity";
import { setConfig } from "../postgres/set-config";
import type { LockedRelation } from "../postgres/statement";
import { sqlState } from "./run-failure";
import type { Run } from "./run-state";

/** Milliseconds beyond deadlock_timeout in which the server tells autovacuum to go, and it goes. */
const farewell = 1_000;
/** Milliseconds that are waited for one table at the most, however deadlock_timeout is set. */
const longest = 15_000;

/** Autovacuum is who works in a database and is nobody: what it is and does is told to privileged roles alone. */
const atWork = `
  SELECT DISTINCT w.position::int AS position
    FROM pg_catalog.unnest($1::text[]) WITH ORDINALITY w(name, position)
    JOIN pg_catalog.pg_locks l ON l.relation = pg_catalog.to_regclass(w.name)::oid
    JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
   WHERE l.locktype = 'relation' AND l.granted AND l.mode = 'ShareUpdateExclusiveLock'
     AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
     AND a.usesysid IS NULL AND a.datid IS NOT NULL
   ORDER BY 1`;

/**
 * Has autovacuum leave the tables that are about to be locked. PostgreSQL ends it for who has waited as long as
 * deadlock_timeout, which is as long as a run waits for a lock at the most: behind the vacuum of a large table every try
 * would fail. So it is waited for longer, in a mode that holds up neither readers nor writers, and keeps it from coming back.
 * What prevents a wraparound of transaction ids does not give way; then the lock is tried for all the same.
 * To be called inside of the transaction.
 */
export async function letAutovacuumYield(
  { session, hooks, lookout, request }: Pick<Run, "session" | "hooks" | "lookout" | "request">,
  targets: readonly LockedRelation[],
): Promise<void> {
  const tables = targets.flatMap(({ relation }) => (relation.kind === "table" ? [relation] : []));
  const found = await session.query<{ position: number }>(atWork, [tables.map(nameOf)]);
  if (found.length === 0) return;
  const [row] = await session.query<{ milliseconds: number }>(
    "SELECT setting::int AS milliseconds FROM pg_catalog.pg_settings WHERE name = 'deadlock_timeout'",
  );
  const limit = Math.min((row?.milliseconds ?? 1_000) + farewell, longest);
  await setConfig(session, [["lock_timeout", String(limit)]], "transaction");
  for (const { position } of found) {
    const table = tables[position - 1];
    if (table === undefined) continue;
    const name = visible(nameOf(table));
    hooks.emit({
      ...{ type: "log", level: "info", code: "autovacuum" },
      message: `Autovacuum is at work on ${name}. It gives way to who waits longer than deadlock_timeout; that is done in a mode that holds up neither readers nor writers.`,
    });
    if (!(await lookout.during({ statement: null, limit }, () => yields(session, table))))
      hooks.emit({
        ...{ type: "log", level: "warning", code: "autovacuum-stays" },
        message: `The vacuum of ${name} did not give way: what prevents a wraparound of transaction ids never does.`,
      });
  }
  await setConfig(session, [["lock_timeout", String(request.limits.lockTimeout)]], "transaction");
}

/** Whether the table could be locked, which keeps autovacuum from coming back. */
async function yields(session: Session, table: Identity): Promise<boolean> {
  await session.execute("SAVEPOINT plumbline_autovacuum");
  try {
    await session.execute(`LOCK TABLE ONLY ${nameOf(table)} IN SHARE UPDATE EXCLUSIVE MODE`);
    await session.execute("RELEASE SAVEPOINT plumbline_autovacuum");
    return true;
  } catch (error) {
    if (sqlState(error) !== "55P03") throw error;
    await session.execute("ROLLBACK TO SAVEPOINT plumbline_autovacuum");
    await session.execute("RELEASE SAVEPOINT plumbline_autovacuum");
    return false;
  }
}

const nameOf = ({ schema, name }: Identity): string => qualify(schema, name);
