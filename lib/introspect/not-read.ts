import type { Coverage } from "../catalog/coverage";
import { catalogOid, isUserSchema } from "../kinds/catalog-sql";

interface Countable {
  readonly kind: string;
  /** A FROM clause and condition; `o.oid` is the object, `n` its schema. */
  readonly from: string;
  /** Where pg_depend would say that an extension made it; absent where none does. */
  readonly catalog?: keyof typeof catalogOid;
  /** Why it is not read. */
  readonly reason: string;
}

/** Objects that came with the server and on which other privileges are granted than from the start. Of information_schema pg_init_privs tells nothing. */
const systemGrants = `
  SELECT FROM (
    SELECT ${catalogOid.pg_proc}::pg_catalog.oid AS class, p.oid, 0 AS sub, p.proacl AS acl,
           pg_catalog.acldefault('f', p.proowner) AS initial, p.pronamespace AS schema FROM pg_catalog.pg_proc p
    UNION ALL SELECT ${catalogOid.pg_class}, c.oid, 0, c.relacl, pg_catalog.acldefault('r', c.relowner), c.relnamespace FROM pg_catalog.pg_class c
    UNION ALL SELECT ${catalogOid.pg_class}, a.attrelid, a.attnum, a.attacl, '{}', c.relnamespace
      FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
    UNION ALL SELECT ${catalogOid.pg_namespace}, n.oid, 0, n.nspacl, pg_catalog.acldefault('n', n.nspowner), n.oid FROM pg_catalog.pg_namespace n) x
  LEFT JOIN pg_catalog.pg_init_privs i ON i.classoid = x.class AND i.objoid = x.oid AND i.objsubid = x.sub
  WHERE x.schema = 'pg_catalog'::pg_catalog.regnamespace AND x.oid < 16384 AND x.acl IS DISTINCT FROM i.initprivs
    AND ARRAY(SELECT g::pg_catalog.text FROM pg_catalog.unnest(COALESCE(x.acl, x.initial)) g ORDER BY 1)
        <> ARRAY(SELECT g::pg_catalog.text FROM pg_catalog.unnest(COALESCE(i.initprivs, x.initial)) g ORDER BY 1)`;

/** How to count what a database can have and we do not read. */
const countable: readonly Countable[] = [
  {
    kind: "security label",
    from: "pg_catalog.pg_seclabel o WHERE true",
    reason:
      "It is written for a module of the server (SELinux, an anonymiser), which the shadow does not have.",
  },
  {
    kind: "large object",
    from: "pg_catalog.pg_largeobject_metadata o WHERE true",
    reason: "It is data, not schema.",
  },
  {
    kind: "database setting",
    from: `pg_catalog.pg_db_role_setting o JOIN pg_catalog.pg_database db ON db.oid = o.setdatabase WHERE db.datname = pg_catalog.current_database()`,
    reason:
      "ALTER DATABASE and ALTER ROLE … SET belong to the server's configuration, and no source declares them for a database of another name.",
  },
  {
    kind: "database grant or comment",
    from: `pg_catalog.pg_database o WHERE o.datname = pg_catalog.current_database()
           AND (o.datacl IS NOT NULL OR pg_catalog.shobj_description(o.oid, 'pg_database') IS NOT NULL)`,
    reason: "They belong to the database, which no source makes. CREATE for PUBLIC is a finding.",
  },
  {
    kind: "grant on the row type of a table",
    from: `pg_catalog.pg_type o JOIN pg_catalog.pg_namespace n ON n.oid = o.typnamespace JOIN pg_catalog.pg_class c ON c.oid = o.typrelid
           WHERE c.relkind <> 'c' AND o.typacl IS NOT NULL AND ${isUserSchema("n")}`,
    reason: "pg_dump leaves them out too: a schema that is restored has lost them.",
  },
  {
    kind: "grant on an object of the system",
    from: `(${systemGrants}) o WHERE true`,
    reason:
      "What came with the server belongs to its version. Who may read or call it besides is not compared: look at pg_init_privs and \\dp pg_catalog.*.",
  },
  {
    kind: "check that is valid on a child table and not on its parent",
    catalog: "pg_constraint",
    from: `pg_catalog.pg_constraint o JOIN pg_catalog.pg_namespace n ON n.oid = o.connamespace
           WHERE o.contype = 'c' AND o.coninhcount > 0 AND o.convalidated AND ${isUserSchema("n")}
             AND EXISTS (SELECT FROM pg_catalog.pg_inherits h JOIN pg_catalog.pg_constraint p ON p.conrelid = h.inhparent
                         WHERE h.inhrelid = o.conrelid AND p.contype = 'c' AND p.conname = o.conname AND NOT p.convalidated)`,
    reason:
      "It comes with the parent's, which is compared and found while it is not valid; no statement takes a validation back.",
  },
];

/** One row for each kind that is there and that we do not read, without members of extensions. */
export const notReadQuery = `SELECT kind, count FROM (${countable
  .map(
    ({ kind, from, catalog }) => `
    SELECT '${kind}' AS kind, pg_catalog.count(*)::int AS count FROM ${from}
      ${
        catalog === undefined
          ? ""
          : `AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = ${catalogOid[catalog]} AND e.objid = o.oid AND e.deptype = 'e')`
      }`,
  )
  .join(" UNION ALL ")}) counted WHERE count > 0`;

/** The ledger's lines for what {@link notReadQuery} found. */
export const describeNotRead = (rows: readonly { kind: string; count: number }[]): Coverage["notRead"] =>
  rows.flatMap(({ kind, count }) =>
    countable.filter((entry) => entry.kind === kind).map(({ reason }) => ({ kind, count, reason })),
  );
