import type { Coverage } from "../catalog/coverage";
import { catalogOid, isUserSchema } from "../kinds/catalog-sql";
import { isKind } from "../kinds/registry";

interface Countable {
  readonly kind: string;
  /** A FROM clause and condition; `o.oid` is the object, `n` its schema. */
  readonly from: string;
  /** Where pg_depend would say that an extension made it; absent where none does. */
  readonly catalog?: keyof typeof catalogOid;
  /** Why it is never going to be read; absent for kinds that are only missing so far. */
  readonly reason?: string;
}

const inSchema = (catalog: string, namespace: string): string =>
  `pg_catalog.${catalog} o JOIN pg_catalog.pg_namespace n ON n.oid = o.${namespace} WHERE ${isUserSchema("n")}`;

const everywhere = (catalog: string): string => `pg_catalog.${catalog} o WHERE o.oid >= 16384`;

/** How to count each kind of object that a database can have. Those that become kinds of ours drop out by themselves. */
const countable: readonly Countable[] = [
  {
    kind: "materialized view",
    catalog: "pg_class",
    from: `${inSchema("pg_class", "relnamespace")} AND o.relkind = 'm'`,
  },
  {
    kind: "foreign table",
    catalog: "pg_class",
    from: `${inSchema("pg_class", "relnamespace")} AND o.relkind = 'f'`,
  },
  {
    kind: "function",
    catalog: "pg_proc",
    from: `${inSchema("pg_proc", "pronamespace")} AND o.prokind IN ('f', 'w')`,
  },
  {
    kind: "procedure",
    catalog: "pg_proc",
    from: `${inSchema("pg_proc", "pronamespace")} AND o.prokind = 'p'`,
  },
  {
    kind: "aggregate",
    catalog: "pg_proc",
    from: `${inSchema("pg_proc", "pronamespace")} AND o.prokind = 'a'`,
  },
  {
    kind: "trigger",
    catalog: "pg_trigger",
    from: `pg_catalog.pg_trigger o JOIN pg_catalog.pg_class c ON c.oid = o.tgrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
           WHERE NOT o.tgisinternal AND ${isUserSchema("n")}`,
  },
  {
    kind: "rule",
    catalog: "pg_rewrite",
    from: `pg_catalog.pg_rewrite o JOIN pg_catalog.pg_class c ON c.oid = o.ev_class JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
           WHERE o.rulename <> '_RETURN' AND ${isUserSchema("n")}`,
  },
  {
    kind: "policy",
    catalog: "pg_policy",
    from: `pg_catalog.pg_policy o JOIN pg_catalog.pg_class c ON c.oid = o.polrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
           WHERE ${isUserSchema("n")}`,
  },
  { kind: "domain", catalog: "pg_type", from: `${inSchema("pg_type", "typnamespace")} AND o.typtype = 'd'` },
  {
    kind: "composite type",
    catalog: "pg_type",
    from: `pg_catalog.pg_type o JOIN pg_catalog.pg_namespace n ON n.oid = o.typnamespace JOIN pg_catalog.pg_class c ON c.oid = o.typrelid
           WHERE ${isUserSchema("n")} AND c.relkind = 'c'`,
  },
  {
    kind: "range type",
    catalog: "pg_type",
    from: `${inSchema("pg_type", "typnamespace")} AND o.typtype = 'r'`,
  },
  {
    kind: "base type",
    catalog: "pg_type",
    reason: "It is made of functions in C: it comes with software on the server, not with a schema.",
    from: `${inSchema("pg_type", "typnamespace")} AND o.typtype = 'b' AND o.typelem = 0`,
  },
  { kind: "collation", catalog: "pg_collation", from: inSchema("pg_collation", "collnamespace") },
  { kind: "conversion", catalog: "pg_conversion", from: inSchema("pg_conversion", "connamespace") },
  { kind: "operator", catalog: "pg_operator", from: inSchema("pg_operator", "oprnamespace") },
  { kind: "operator class", catalog: "pg_opclass", from: inSchema("pg_opclass", "opcnamespace") },
  { kind: "operator family", catalog: "pg_opfamily", from: inSchema("pg_opfamily", "opfnamespace") },
  {
    kind: "text search configuration",
    catalog: "pg_ts_config",
    from: inSchema("pg_ts_config", "cfgnamespace"),
  },
  { kind: "text search dictionary", catalog: "pg_ts_dict", from: inSchema("pg_ts_dict", "dictnamespace") },
  { kind: "text search parser", catalog: "pg_ts_parser", from: inSchema("pg_ts_parser", "prsnamespace") },
  {
    kind: "text search template",
    catalog: "pg_ts_template",
    from: inSchema("pg_ts_template", "tmplnamespace"),
  },
  { kind: "statistics", catalog: "pg_statistic_ext", from: inSchema("pg_statistic_ext", "stxnamespace") },
  { kind: "cast", catalog: "pg_cast", from: everywhere("pg_cast") },
  { kind: "transform", catalog: "pg_transform", from: everywhere("pg_transform") },
  { kind: "language", catalog: "pg_language", from: everywhere("pg_language") },
  { kind: "event trigger", catalog: "pg_event_trigger", from: everywhere("pg_event_trigger") },
  { kind: "publication", catalog: "pg_publication", from: everywhere("pg_publication") },
  {
    kind: "foreign data wrapper",
    catalog: "pg_foreign_data_wrapper",
    from: everywhere("pg_foreign_data_wrapper"),
  },
  { kind: "server", catalog: "pg_foreign_server", from: everywhere("pg_foreign_server") },
  {
    kind: "user mapping",
    catalog: "pg_user_mapping",
    from: "pg_catalog.pg_user_mappings m CROSS JOIN LATERAL (SELECT m.umid AS oid) o WHERE true",
  },
  {
    kind: "subscription",
    catalog: "pg_subscription",
    from: "pg_catalog.pg_subscription o WHERE o.subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())",
  },
  { kind: "default privileges", catalog: "pg_default_acl", from: "pg_catalog.pg_default_acl o WHERE true" },
  {
    kind: "access method",
    catalog: "pg_am",
    from: everywhere("pg_am"),
    reason: "It is a function in C: it comes with software on the server, not with a schema.",
  },
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
    kind: "detail of an index of a partition",
    catalog: "pg_class",
    from: `pg_catalog.pg_class o JOIN pg_catalog.pg_namespace n ON n.oid = o.relnamespace
           JOIN pg_catalog.pg_inherits h ON h.inhrelid = o.oid JOIN pg_catalog.pg_class root ON root.oid = h.inhparent
           WHERE o.relkind IN ('i', 'I') AND ${isUserSchema("n")}
             AND (o.reloptions IS DISTINCT FROM root.reloptions OR o.reltablespace <> root.reltablespace
                  OR pg_catalog.obj_description(o.oid, 'pg_class') IS NOT NULL)`,
    reason:
      "The index comes and goes with that of the partitioned table, which is compared; the storage options, tablespace and comment it has of its own are not.",
  },
  {
    kind: "comment on an inherited constraint",
    catalog: "pg_constraint",
    from: `pg_catalog.pg_constraint o JOIN pg_catalog.pg_namespace n ON n.oid = o.connamespace
           JOIN pg_catalog.pg_description d ON d.objoid = o.oid AND d.classoid = ${catalogOid.pg_constraint}
           WHERE o.conrelid <> 0 AND o.contype <> 'n' AND (o.conparentid <> 0 OR o.coninhcount > 0) AND ${isUserSchema("n")}`,
    reason: "The constraint comes and goes with the parent table's, which is compared with its comment.",
  },
];

/** One row for each kind that is there and that we do not read, without members of extensions. */
export function notReadQuery(): string | null {
  const parts = countable
    .filter(({ kind }) => !isKind(kind))
    .map(
      ({ kind, from, catalog }) => `
      SELECT '${kind}' AS kind, pg_catalog.count(*)::int AS count FROM ${from}
        ${
          catalog === undefined
            ? ""
            : `AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = ${catalogOid[catalog]} AND e.objid = o.oid AND e.deptype = 'e')`
        }`,
    );
  return parts.length === 0
    ? null
    : `SELECT kind, count FROM (${parts.join(" UNION ALL ")}) counted WHERE count > 0`;
}

/** The ledger's lines for what {@link notReadQuery} found. */
export const describeNotRead = (rows: readonly { kind: string; count: number }[]): Coverage["notRead"] =>
  rows.map(({ kind, count }) => ({
    kind,
    count,
    reason:
      countable.find((entry) => entry.kind === kind)?.reason ?? "This kind of object is not compared yet.",
  }));
