import type { Session } from "../postgres/connect";

/** How large a relation is now and how much it is used, by Postgres's own counters. */
export interface RelationUse {
  /** Estimated live rows; null when the relation was never analysed. */
  readonly rows: number | null;
  /** Bytes of the table with TOAST, and of all its indexes. */
  readonly tableBytes: number;
  readonly indexBytes: number;
  /** Scans since `countedSince`. */
  readonly sequentialScans: number;
  readonly indexScans: number;
  /** Rows inserted, updated and deleted since `countedSince`. */
  readonly writes: number;
  /** ISO 8601; null when the counters were never reset or analysed. */
  readonly countedSince: string | null;
  readonly analysedAt: string | null;
}

const isoFormat = `'YYYY-MM-DD"T"HH24:MI:SS"Z"'`;

// reltuples is -1 where nothing was ever counted. The size functions lock the relation for the moment of the call only
// (ACCESS SHARE); the session's lock_timeout bounds the wait.
const query = `
  SELECT CASE WHEN c.reltuples < 0 THEN NULL ELSE c.reltuples::float8 END AS rows,
         pg_catalog.pg_table_size(c.oid)::float8 AS "tableBytes",
         pg_catalog.pg_indexes_size(c.oid)::float8 AS "indexBytes",
         coalesce(s.seq_scan, 0)::float8 AS "sequentialScans",
         coalesce(s.idx_scan, 0)::float8 AS "indexScans",
         coalesce(s.n_tup_ins + s.n_tup_upd + s.n_tup_del, 0)::float8 AS writes,
         (SELECT pg_catalog.to_char(d.stats_reset AT TIME ZONE 'UTC', ${isoFormat})
            FROM pg_catalog.pg_stat_database d WHERE d.datname = pg_catalog.current_database()) AS "countedSince",
         pg_catalog.to_char(greatest(s.last_analyze, s.last_autoanalyze) AT TIME ZONE 'UTC', ${isoFormat}) AS "analysedAt"
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.pg_stat_all_tables s ON s.relid = c.oid
   WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p', 'm')`;

/** The size and use of a table or materialised view; null when there is none of this name. Reads no row of it. */
export async function readRelationUse(
  session: Session,
  relation: { readonly schema: string; readonly name: string },
): Promise<RelationUse | null> {
  const [row] = await session.query<RelationUse>(query, [relation.schema, relation.name]);
  return row ?? null;
}
