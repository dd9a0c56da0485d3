import { qualify, quoteIdentifier } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import { type Hazard, type Statement, statement } from "../postgres/statement";
import { address, isUserSchema, joinComment, roleName } from "./catalog-sql";
import type { Kind } from "./kind";
import { newerInTexts } from "./newer/newer-words";
import { setComment } from "./ownership/ownership";

export interface Policy extends Identity {
  readonly kind: "policy";
  readonly schema: string;
  readonly table: string;
  readonly relation: "table";
  /** A restrictive policy takes rows away; permissive ones add up. */
  readonly permissive: boolean;
  readonly command: "all" | "select" | "insert" | "update" | "delete";
  /** Quoted as SQL, by name; `PUBLIC` for everyone. */
  readonly roles: readonly string[];
  /** Which rows can be seen. */
  readonly using: string | null;
  /** Which rows can be written; null where `using` says that too. */
  readonly withCheck: string | null;
  readonly comment: string | null;
}

const relationOf = (policy: Policy): string => qualify(policy.schema, policy.table);

const target = (policy: Policy): string => `POLICY ${quoteIdentifier(policy.name)} ON ${relationOf(policy)}`;

export const policy: Kind<Policy> = {
  kind: "policy",
  label: "policy",
  plural: "policies",
  presence: "pg_catalog.pg_policy",
  query: () => /* sql */ `
    SELECT 'policy' AS kind, n.nspname AS schema, c.relname AS table, p.polname AS name, 'table' AS relation,
           p.polpermissive AS permissive,
           CASE p.polcmd WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update' WHEN 'd' THEN 'delete' ELSE 'all' END AS command,
           ARRAY(SELECT x.role FROM (
                   SELECT CASE oid WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(${roleName("oid")}) END AS role
                   FROM pg_catalog.unnest(p.polroles) oid) x ORDER BY x.role COLLATE "C") AS roles,
           pg_catalog.pg_get_expr(p.polqual, p.polrelid) AS using, pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) AS "withCheck",
           d.description AS comment, ${address("pg_policy", "p.oid")} AS address
    FROM pg_catalog.pg_policy p
    JOIN pg_catalog.pg_class c ON c.oid = p.polrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    ${joinComment("d", "pg_policy", "p.oid")}
    WHERE c.relpersistence <> 't' AND ${isUserSchema("n")}`,
  attributes: {
    relation: "ignore",
    permissive: "recreate",
    command: "recreate",
    roles: (expected, actual) => [
      alter(expected, `TO ${expected.roles.join(", ")}`, wayOfRoles(expected, actual)),
    ],
    using: (expected, actual) =>
      expected.using === null
        ? "recreate"
        : [alter(expected, `USING (${expected.using})`, wayOfCondition(expected.using, actual.using))],
    withCheck: (expected, actual) =>
      expected.withCheck === null
        ? "recreate"
        : [
            alter(
              expected,
              `WITH CHECK (${expected.withCheck})`,
              // Without a condition for writing the one for reading stands in.
              wayOfCondition(expected.withCheck, actual.withCheck ?? actual.using),
            ),
          ],
    comment: (expected) => [setComment(target(expected), expected, expected.comment)],
  },
  texts: ["using", "withCheck"],
  queries: () => ["using", "withCheck"],
  guardsParent: (object) => !object.permissive,
  newer: (object) => newerInTexts(object, "using", "withCheck"),
  severity: {
    missing: "critical",
    unexpected: "critical",
    attributes: {
      permissive: "critical",
      command: "critical",
      roles: "critical",
      using: "critical",
      withCheck: "critical",
      comment: "info",
    },
  },
  words: { using: "rows that can be seen (USING)", withCheck: "rows that can be written (WITH CHECK)" },
  valueWords: { using: { null: "none of its own" }, withCheck: { null: "none of its own" } },
  why: {
    missing:
      "Without a permissive policy the rows it let through are hidden; without a restrictive one the rows it hid are shown.",
    unexpected:
      "Permissive policies add up: one that the source does not know may show or let in rows that no other one does.",
    permissive:
      "Permissive policies add rows, restrictive ones take rows away: the same condition does the opposite.",
    command: "The policy applies to other statements than the source says.",
    roles: "The policy applies to other roles than the source says.",
    using: "Other rows can be seen, changed or deleted than the source says.",
    withCheck: "Other rows can be written than the source says.",
  },
  parent: (object) => ({ kind: object.relation, schema: object.schema, name: object.table }),
  namedWithinParent: true,
  bare: (object) => ({ ...object, roles: ["PUBLIC"] }),
  rebuildWhenDependencyChanges: true,
  create: (object) => [
    statement(
      [
        `CREATE ${target(object)} AS ${object.permissive ? "PERMISSIVE" : "RESTRICTIVE"}`,
        `FOR ${object.command.toUpperCase()} TO ${object.roles.join(", ")}`,
        ...(object.using === null ? [] : [`USING (${object.using})`]),
        ...(object.withCheck === null ? [] : [`WITH CHECK (${object.withCheck})`]),
      ].join(" "),
      identityOf(object),
      {
        lock: "ACCESS EXCLUSIVE",
        hazards: [access(object.permissive, object)],
      },
    ),
    ...(object.comment === null ? [] : [setComment(target(object), object, object.comment)]),
  ],
  drop: (object) => [
    statement(`DROP ${target(object)}`, identityOf(object), {
      lock: "ACCESS EXCLUSIVE",
      hazards: [access(!object.permissive, object)],
    }),
  ],
};

const access = (widened: boolean, object: Policy): Hazard => ({
  code: widened ? "access-widened" : "access-narrowed",
  detail: `rows of ${relationOf(object)}`,
});

/** Whether a change lets more rows through or fewer; `either` where nobody can tell, or both. */
type Way = "wider" | "narrower" | "either";

const alter = (object: Policy, action: string, way: Way): Statement =>
  statement(`ALTER ${target(object)} ${action}`, identityOf(object), {
    lock: "ACCESS EXCLUSIVE",
    hazards: [
      ...(way === "narrower" ? [] : [access(true, object)]),
      ...(way === "wider" ? [] : [access(false, object)]),
    ],
  });

/** A permissive policy lets rows through to its roles, a restrictive one holds rows back from them. */
function wayOfRoles(expected: Policy, actual: Policy): Way {
  const includes = (roles: readonly string[], others: readonly string[]): boolean =>
    roles.includes("PUBLIC") || others.every((role) => roles.includes(role));
  const more = includes(expected.roles, actual.roles);
  if (!more && !includes(actual.roles, expected.roles)) return "either";
  return more === expected.permissive ? "wider" : "narrower";
}

/**
 * Which way a condition goes its text tells only where one of both is met by every row or by none; without a condition
 * every row met it. It is the same for restrictive policies: what meets the condition they do not hold back.
 */
function wayOfCondition(expected: string, actual: string | null): Way {
  if (expected === "true" || actual === "false") return "wider";
  return expected === "false" || actual === "true" || actual === null ? "narrower" : "either";
}
