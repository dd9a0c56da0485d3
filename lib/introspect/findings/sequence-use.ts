import { catalogOid, isUserSchema } from "../../kinds/catalog-sql";
import type { Session } from "../../postgres/connect";

/** A column that takes its numbers from a sequence. */
export interface SequenceUse {
  readonly sequence: { readonly schema: string; readonly name: string };
  readonly table: { readonly schema: string; readonly name: string };
  readonly column: string;
  /** The sequence is the column's own (identity) and no object by itself. */
  readonly identity: boolean;
  /** A partitioned table's rows lie in its partitions; those of others are asked table by table. */
  readonly partitioned: boolean;
  readonly increment: string;
  /** Why the column's highest number cannot be read cheaply and wholly; null where it can. */
  readonly obstacle: "no index" | "no right" | "row security" | null;
}

// A default counts only when it is nothing but nextval (1574), cast to the column's type (480 int4, 714 int2): what is made
// of the number otherwise is not comparable with it. Read from the parsed expression, because pg_get_expr waits for locks.
const query = /* sql */ `
  WITH uses AS (
    SELECT d.refobjid AS sequence, f.adrelid AS relation, f.adnum AS attribute, false AS identity
    FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_attrdef f ON f.oid = d.objid
    WHERE d.classid = ${catalogOid.pg_attrdef} AND d.refclassid = ${catalogOid.pg_class}
      AND f.adbin::text OPERATOR(pg_catalog.~) '^\\{FUNCEXPR :funcid ((480|714) [^{]*:args \\(\\{FUNCEXPR :funcid )?1574 '
    UNION
    SELECT d.objid, d.refobjid, d.refobjsubid, true FROM pg_catalog.pg_depend d
    WHERE d.classid = ${catalogOid.pg_class} AND d.refclassid = ${catalogOid.pg_class} AND d.refobjsubid > 0 AND d.deptype = 'i')
  SELECT pg_catalog.json_build_object('schema', sn.nspname, 'name', sc.relname) AS sequence,
         pg_catalog.json_build_object('schema', n.nspname, 'name', c.relname) AS table,
         a.attname::text AS column, u.identity, c.relkind = 'p' AS partitioned, s.seqincrement::text AS increment,
         CASE WHEN NOT (pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_schema_privilege(sn.oid, 'USAGE')
                        AND pg_catalog.has_column_privilege(c.oid, a.attnum, 'SELECT')
                        AND pg_catalog.has_sequence_privilege(sc.oid, 'SELECT')) THEN 'no right'
              WHEN pg_catalog.row_security_active(c.oid) THEN 'row security'
              WHEN NOT EXISTS (
                SELECT FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
                JOIN pg_catalog.pg_am m ON m.oid = i.relam
                WHERE x.indrelid = c.oid AND x.indisvalid AND x.indisready AND x.indpred IS NULL
                  AND x.indkey[0] = a.attnum AND m.amname = 'btree') THEN 'no index' END AS obstacle
  FROM uses u
  JOIN pg_catalog.pg_sequence s ON s.seqrelid = u.sequence
  JOIN pg_catalog.pg_class sc ON sc.oid = u.sequence
  JOIN pg_catalog.pg_namespace sn ON sn.oid = sc.relnamespace
  JOIN pg_catalog.pg_class c ON c.oid = u.relation
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = u.attribute
  WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND sc.relpersistence <> 't' AND ${isUserSchema("n")} AND ${isUserSchema("sn")}
    AND a.atttypid IN (20, 21, 23)
    -- The rows of a partition are asked for with its root.
    AND NOT (c.relispartition AND EXISTS (
      SELECT FROM pg_catalog.pg_partition_ancestors(c.oid) p (oid) JOIN uses r ON r.relation = p.oid AND r.sequence = u.sequence
      WHERE p.oid <> c.oid))
  ORDER BY sn.nspname, sc.relname, n.nspname, c.relname, a.attname`;

/** Every column that takes its numbers from a sequence. Reads catalogs only. */
export const readSequenceUses = (session: Session): Promise<readonly SequenceUse[]> =>
  session.query<SequenceUse>(query);
