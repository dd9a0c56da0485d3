import type { Session } from "../postgres/connect";

/** How large a relation is, by Postgres's own statistics. */
export interface RelationSize {
  readonly schema: string;
  readonly name: string;
  /** Estimated; null when the relation was never analysed. */
  readonly rows: number | null;
  /** Bytes without indexes and TOAST, at the last VACUUM or ANALYZE. */
  readonly tableBytes: number;
  readonly indexBytes: number;
  /** ISO 8601; null when unknown. */
  readonly analysedAt: string | null;
}

// Page counts of pg_class, not pg_table_size(): that one opens each relation and waits behind an ACCESS EXCLUSIVE lock.
const query = `
  SELECT n.nspname::text AS schema, c.relname::text AS name,
         CASE WHEN c.reltuples >= 0 THEN c.reltuples::float8 END AS rows,
         c.relpages::float8 * b.size AS "tableBytes",
         coalesce((SELECT sum(x.relpages) FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
                    WHERE i.indrelid = c.oid), 0)::float8 * b.size AS "indexBytes",
         pg_catalog.to_char(greatest(pg_catalog.pg_stat_get_last_analyze_time(c.oid),
                                     pg_catalog.pg_stat_get_last_autoanalyze_time(c.oid)) AT TIME ZONE 'UTC',
                            'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "analysedAt"
    FROM ROWS FROM (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[])) AS wanted (schema, name)
    JOIN pg_catalog.pg_namespace n ON n.nspname = wanted.schema
    JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = wanted.name AND c.relkind IN ('r', 'p', 'm')
   CROSS JOIN (SELECT pg_catalog.current_setting('block_size')::int AS size) b`;

/** The sizes of those of the named relations that exist and store rows. Takes no lock on them and reads no row. */
export async function readRelationSizes(
  session: Session,
  relations: readonly { readonly schema: string; readonly name: string }[],
): Promise<readonly RelationSize[]> {
  if (relations.length === 0) return [];
  return session.query<RelationSize>(query, [
    relations.map((relation) => relation.schema),
    relations.map((relation) => relation.name),
  ]);
}
