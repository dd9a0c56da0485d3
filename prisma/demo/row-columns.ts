import type { Session } from "../../lib/postgres/connect";

/** What the generator of rows must know of a column. */
export interface RowColumn {
  readonly table: string;
  readonly column: string;
  /** Its position in the table, from 1. */
  readonly ordinal: number;
  /** As `format_type` prints it. */
  readonly type: string;
  readonly enumeration: boolean;
  readonly nullable: boolean;
  readonly defaulted: boolean;
  /** The table whose id it holds, by its foreign key. */
  readonly refersTo: string | null;
}

export interface RowTable {
  readonly table: string;
  readonly columns: readonly RowColumn[];
  /** The columns of each unique index. */
  readonly unique: readonly (readonly string[])[];
}

/** All tables that get rows, with the columns that are not computed by the server. To be asked while the foreign keys stand. */
export async function rowTables(session: Session): Promise<readonly RowTable[]> {
  const columns = await session.query<RowColumn>(columnsQuery);
  const unique = await session.query<{ table: string; columns: readonly string[] }>(uniqueQuery);
  return [...new Set(columns.map((column) => column.table))].map((table) => ({
    table,
    columns: columns.filter((column) => column.table === table),
    unique: unique.filter((index) => index.table === table).map((index) => index.columns),
  }));
}

const columnsQuery = `
SELECT c.relname::text AS "table", a.attname::text AS "column", a.attnum::int AS ordinal,
       format_type(a.atttypid, a.atttypmod) AS type, t.typtype = 'e' AS enumeration,
       NOT a.attnotnull AS nullable, (a.atthasdef OR a.attidentity <> '') AS defaulted,
       (SELECT k.confrelid::regclass::text FROM pg_constraint k
         WHERE k.contype = 'f' AND k.conrelid = c.oid AND k.conkey = ARRAY[a.attnum]) AS "refersTo"
  FROM pg_class c
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  JOIN pg_type t ON t.oid = a.atttypid
 WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname <> 'alembic_version'
 ORDER BY c.relname, a.attnum`;

const uniqueQuery = `
SELECT c.relname::text AS "table", array_agg(a.attname::text ORDER BY key.position) AS columns
  FROM pg_index i
  JOIN pg_class c ON c.oid = i.indrelid AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
 CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS key (attribute, position)
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = key.attribute
 WHERE i.indisunique AND i.indexprs IS NULL AND i.indpred IS NULL
 GROUP BY c.relname, i.indexrelid`;
