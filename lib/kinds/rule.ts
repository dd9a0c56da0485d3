import { qualify, quoteIdentifier } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import { type Statement, statement } from "../postgres/statement";
import { address, isUserSchema, joinComment } from "./catalog-sql";
import {
  disabledFinding,
  type FiringState,
  firingState,
  firingStateWords,
  firingWords,
} from "./firing-state";
import type { Kind } from "./kind";
import { newerInTexts } from "./newer/newer-words";
import { setComment } from "./ownership/ownership";

/** A rule that someone made. The rule that makes a view give its rows belongs to the view. */
export interface Rule extends Identity {
  readonly kind: "rule";
  readonly schema: string;
  readonly table: string;
  readonly relation: "table" | "view";
  readonly event: "select" | "insert" | "update" | "delete";
  /** Behind the relation's name: `WHERE (…) DO INSTEAD …`, without the closing semicolon. */
  readonly definition: string;
  readonly enabled: FiringState;
  readonly comment: string | null;
}

const relationOf = (rule: Rule): string => qualify(rule.schema, rule.table);

const target = (rule: Rule): string => `RULE ${quoteIdentifier(rule.name)} ON ${relationOf(rule)}`;

const eventWord = (select: string, insert: string, update: string, remove: string): string =>
  `CASE r.ev_type WHEN '1' THEN '${select}' WHEN '2' THEN '${update}' WHEN '3' THEN '${insert}' ELSE '${remove}' END`;

export const rule: Kind<Rule> = {
  kind: "rule",
  label: "rule",
  plural: "rules",
  presence: "pg_catalog.pg_rewrite WHERE rulename <> '_RETURN' AND oid >= 16384",
  // pg_get_ruledef begins with words we know exactly, but for white space between two of them.
  query: () => /* sql */ `
    SELECT 'rule' AS kind, n.nspname AS schema, c.relname AS table, r.rulename AS name,
           CASE c.relkind WHEN 'v' THEN 'view' ELSE 'table' END AS relation,
           ${eventWord("select", "insert", "update", "delete")} AS event,
           pg_catalog.btrim(pg_catalog.rtrim(pg_catalog.substr(pg_catalog.ltrim(pg_catalog.substr(pg_catalog.pg_get_ruledef(r.oid),
             1 + pg_catalog.length('CREATE RULE ' || pg_catalog.quote_ident(r.rulename) || ' AS')), E' \\n'),
             1 + pg_catalog.length('ON ' || ${eventWord("SELECT", "INSERT", "UPDATE", "DELETE")} || ' TO '
               || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname))), ';'), E' \\n') AS definition,
           ${firingState("r.ev_enabled")} AS enabled,
           d.description AS comment, ${address("pg_rewrite", "r.oid")} AS address
    FROM pg_catalog.pg_rewrite r
    JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    ${joinComment("d", "pg_rewrite", "r.oid")}
    WHERE r.rulename <> '_RETURN' AND c.relpersistence <> 't' AND ${isUserSchema("n")}`,
  attributes: {
    relation: "ignore",
    event: (expected) => [make(expected, true)],
    definition: (expected) => [make(expected, true)],
    enabled: (expected) => [setFiring(expected)],
    comment: (expected) => [setComment(target(expected), expected, expected.comment)],
  },
  texts: ["definition"],
  queries: () => ["definition"],
  newer: (object) => newerInTexts(object, "definition"),
  severity: {
    missing: "high",
    unexpected: "high",
    attributes: { event: "high", definition: "high", enabled: "high", comment: "info" },
  },
  valueWords: { enabled: firingStateWords },
  why: {
    missing: "Statements that the rule turned into others are run as they are written, or refused.",
    unexpected: "Statements on this relation are turned into others, which the source does not know of.",
    definition: "Statements on this relation are turned into others than the source says.",
    enabled: "A disabled rule stays in place and does nothing.",
  },
  parent: (object) => ({ kind: object.relation, schema: object.schema, name: object.table }),
  namedWithinParent: true,
  rebuildWhenDependencyChanges: true,
  findings: (object) =>
    object.enabled === "disabled"
      ? [disabledFinding(object, [setFiring({ ...object, enabled: "origin" })])]
      : [],
  create: (object) => [
    make(object, false),
    ...(object.enabled === "origin" ? [] : [setFiring(object)]),
    ...(object.comment === null ? [] : [setComment(target(object), object, object.comment)]),
  ],
  drop: (object) => [statement(`DROP ${target(object)}`, identityOf(object), { lock: "ACCESS EXCLUSIVE" })],
};

/** OR REPLACE takes any event, condition and action, and leaves the firing state as it was. */
const make = (object: Rule, orReplace: boolean): Statement =>
  statement(
    `CREATE ${orReplace ? "OR REPLACE " : ""}RULE ${quoteIdentifier(object.name)} AS ON ${object.event.toUpperCase()} TO ${relationOf(object)} ${object.definition}`,
    identityOf(object),
    { lock: "ACCESS EXCLUSIVE" },
  );

const setFiring = (object: Rule): Statement =>
  statement(
    `ALTER TABLE ${relationOf(object)} ${firingWords[object.enabled]} RULE ${quoteIdentifier(object.name)}`,
    identityOf(object),
    { lock: "ACCESS EXCLUSIVE" },
  );
