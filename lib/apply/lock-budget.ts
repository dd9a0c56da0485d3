import type { PlannedStatement } from "../plan/plan";
import { AppError } from "../postgres/app-error";
import type { Session } from "../postgres/connect";
import type { LockedRelation } from "../postgres/statement";

/** Each table's locks: its own, its indexes', its TOAST table's and that one's index; partitions and children as well. */
const existingQuery = `
  WITH RECURSIVE locked AS (
    SELECT c.oid, t.alone FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN ROWS FROM (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[]), pg_catalog.unnest($3::boolean[]))
        AS t (schema, name, alone) ON t.schema = n.nspname AND t.name = c.relname
    UNION SELECT i.inhrelid, false FROM pg_catalog.pg_inherits i JOIN locked l ON l.oid = i.inhparent AND NOT l.alone
  )
  SELECT count(*)::float8 + coalesce(sum((SELECT count(*) FROM pg_catalog.pg_index i WHERE i.indrelid = l.oid)), 0)::float8
         + 2 * count(*) FILTER (WHERE c.reltoastrelid <> 0)::float8 AS locks
    FROM (SELECT DISTINCT oid FROM locked) l JOIN pg_catalog.pg_class c ON c.oid = l.oid`;

const roomQuery = `
  SELECT pg_catalog.current_setting('max_locks_per_transaction')::float8
         * (pg_catalog.current_setting('max_connections')::float8 + pg_catalog.current_setting('max_prepared_transactions')::float8) AS room,
         (SELECT count(*) FROM pg_catalog.pg_locks WHERE NOT fastpath)::float8 AS used`;

/**
 * Refuses a transaction that would need more locks than the server has room for (fault 13): it would fail with 53200
 * half way, and others' transactions with it.
 * @throws AppError `too-many-locks`
 */
export async function refuseTooManyLocks(
  session: Session,
  targets: readonly LockedRelation[],
  statements: readonly PlannedStatement[],
): Promise<void> {
  const [existing] = await session.query<{ locks: number }>(existingQuery, [
    targets.map(({ relation }) => relation.schema ?? ""),
    targets.map(({ relation }) => relation.name),
    targets.map(({ only }) => only ?? false),
  ]);
  const [space] = await session.query<{ room: number; used: number }>(roomQuery);
  const needed = (existing?.locks ?? 0) + madeBy(statements);
  const free = Math.max(0, Math.floor((space?.room ?? 0) - (space?.used ?? 0)));
  if (needed <= free) return;
  throw new AppError(
    "too-many-locks",
    `The plan needs about ${needed} locks at once, and the server has room for about ${free}.`,
    {
      hint: "Fix fewer differences at once, or raise max_locks_per_transaction and restart the server.",
      details: [`Relations locked up front: ${targets.length}`],
    },
  );
}

/** New objects are locked by who makes them: a table with its TOAST table and that one's index, an index by itself. */
const madeBy = (statements: readonly PlannedStatement[]): number =>
  statements.reduce(
    (sum, { sql }) =>
      sum +
      (/^CREATE (UNLOGGED )?TABLE/.test(sql) ? 3 : 0) +
      (/^CREATE (UNIQUE )?INDEX|^ALTER TABLE .* ADD CONSTRAINT|^CREATE SEQUENCE/.test(sql) ? 1 : 0) +
      (/^(CREATE|DROP) (MATERIALIZED VIEW|VIEW)/.test(sql) ? 1 : 0),
    0,
  );
