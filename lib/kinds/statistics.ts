import { isPrintedName, qualify } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import { type Statement, statement } from "../postgres/statement";
import { address, isUserSchema, joinComment, roleName } from "./catalog-sql";
import type { Kind } from "./kind";
import { newerInTexts } from "./newer/newer-words";
import { afterCreate, alterOwner, setComment } from "./ownership/ownership";
import { closing, splitAtCommas } from "./preflight/index-preflight";

/** Extended statistics: their definition, not what ANALYZE gathered. */
export interface Statistics extends Identity {
  readonly kind: "statistics";
  readonly schema: string;
  readonly relation: "table" | "foreign table" | "materialized view";
  /** What they are gathered from. */
  readonly on: { readonly schema: string; readonly name: string };
  /** `(ndistinct) ON a, b, lower(c)`: as pg_get_statisticsobjdef prints it, without the names around it, columns by name. */
  readonly definition: string;
  /** Null for the table's columns' own. */
  readonly target: number | null;
  readonly owner: string | null;
  readonly comment: string | null;
}

/** Nobody else may change the table's columns or its statistics meanwhile. */
const lockOfTable = ({ relation, on }: Statistics): Partial<Statement> => ({
  lock: "SHARE UPDATE EXCLUSIVE",
  alsoLocks: [{ relation: { kind: relation, ...on }, mode: "SHARE UPDATE EXCLUSIVE", only: true }],
});

const target = (statistics: Identity): string => `STATISTICS ${qualify(statistics.schema, statistics.name)}`;

export const statistics: Kind<Statistics> = {
  kind: "statistics",
  label: "extended statistics",
  plural: "extended statistics",
  presence: "pg_catalog.pg_statistic_ext",
  query: (major) => /* sql */ `
    SELECT 'statistics' AS kind, n.nspname AS schema, s.stxname AS name,
           CASE c.relkind WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table' ELSE 'table' END AS relation,
           pg_catalog.json_build_object('schema', cn.nspname, 'name', c.relname) AS on,
           -- Postgres prints columns in the order of the table, which does not count.
           pg_catalog.split_part(pg_catalog.substr(t.text, 1 + pg_catalog.length(t.head)), 'ON ', 1) || 'ON '
             || pg_catalog.concat_ws(', ', columns.list, pg_catalog.array_to_string(pg_catalog.pg_get_statisticsobjdef_expressions(s.oid), ', ')) AS definition,
           ${major >= 17 ? "s.stxstattarget" : "nullif(s.stxstattarget, -1)"} AS target,
           ${roleName("s.stxowner")} AS owner, d.description AS comment, ${address("pg_statistic_ext", "s.oid")} AS address
    FROM pg_catalog.pg_statistic_ext s
    JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace
    JOIN pg_catalog.pg_class c ON c.oid = s.stxrelid
    JOIN pg_catalog.pg_namespace cn ON cn.oid = c.relnamespace
    CROSS JOIN LATERAL (SELECT pg_catalog.pg_get_statisticsobjdef(s.oid) AS text,
      'CREATE STATISTICS ' || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(s.stxname) || ' ' AS head) t
    CROSS JOIN LATERAL (
      SELECT pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY a.attname) AS list
      FROM pg_catalog.pg_attribute a WHERE a.attrelid = s.stxrelid AND a.attnum = ANY (s.stxkeys)) columns
    ${joinComment("d", "pg_statistic_ext", "s.oid")}
    WHERE c.relpersistence <> 't' AND ${isUserSchema("n")}`,
  attributes: {
    relation: "ignore",
    on: "recreate",
    definition: "recreate",
    target: (expected) => [
      statement(`ALTER ${target(expected)} SET STATISTICS ${expected.target ?? -1}`, identityOf(expected)),
    ],
    owner: (expected) => alterOwner(target(expected), expected, expected.owner),
    comment: (expected) => [setComment(target(expected), expected, expected.comment)],
  },
  texts: ["definition"],
  newer: (object) => newerInTexts(object, "definition"),
  severity: {
    missing: "low",
    unexpected: "info",
    attributes: { on: "low", definition: "low", target: "info", owner: "info", comment: "info" },
  },
  words: { target: "statistics target", on: "gathered from" },
  valueWords: { target: { null: "that of its columns" } },
  addresses: ["on"],
  why: {
    missing: "Queries over columns that depend on each other may get a bad plan.",
    definition: "The planner knows other dependencies between columns than the source says.",
  },
  parent: (object) => ({ kind: object.relation, schema: object.on.schema, name: object.on.name }),
  // ALTER TYPE makes them again by itself, and as the property of whoever runs it.
  rebuildWhenDependencyChanges: true,
  create: (object) => [
    statement(
      `CREATE ${target(object)} ${inParentheses(object.definition)} FROM ${qualify(object.on.schema, object.on.name)}`,
      identityOf(object),
      lockOfTable(object),
    ),
    ...(object.target === null
      ? []
      : [statement(`ALTER ${target(object)} SET STATISTICS ${object.target}`, identityOf(object))]),
    ...afterCreate(object, { alter: target(object), comment: target(object) }),
  ],
  drop: (object) => [statement(`DROP ${target(object)}`, identityOf(object), lockOfTable(object))],
};

/** A definition with each of its expressions as CREATE STATISTICS takes it: pg_get_statisticsobjdef_expressions prints `(a)::text`. */
function inParentheses(definition: string): string {
  const [, head = "", list = definition] = /^((?:\([^)]*\) )?ON )([\s\S]*)$/.exec(definition) ?? [];
  const parts = splitAtCommas(list).map((part) => part.trim());
  return head + parts.map((part) => (isComplete(part) ? part : `(${part})`)).join(", ");
}

/** True for a column, and for what has parentheses around the whole of it. */
const isComplete = (part: string): boolean =>
  isPrintedName(part) || (part.startsWith("(") && closing(part, 0) === part.length - 1);
