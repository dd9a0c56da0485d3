import { qualify, quoteIdentifier } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import { statement } from "../postgres/statement";
import { address, isUserSchema, joinComment, roleName } from "./catalog-sql";
import type { Kind } from "./kind";
import { membersOf } from "./operator-family";
import { afterCreate, alterOwner, setComment } from "./ownership/ownership";

/** How an index orders or matches a type; `arguments` is the index access method. */
export interface OperatorClass extends Identity {
  readonly kind: "operator class";
  readonly schema: string;
  readonly arguments: string;
  readonly inputType: string;
  readonly default: boolean;
  /** Qualified. */
  readonly family: string;
  /** Null where the index stores the input type. */
  readonly storageType: string | null;
  /** Operators and functions, as CREATE OPERATOR CLASS writes them. */
  readonly members: readonly string[];
  readonly owner: string | null;
  readonly comment: string | null;
}

const target = (operatorClass: OperatorClass): string =>
  `OPERATOR CLASS ${qualify(operatorClass.schema, operatorClass.name)} USING ${quoteIdentifier(operatorClass.arguments)}`;

export const operatorClass: Kind<OperatorClass> = {
  kind: "operator class",
  label: "operator class",
  plural: "operator classes",
  presence: "pg_catalog.pg_opclass WHERE oid >= 16384",
  query: () => /* sql */ `
    SELECT 'operator class' AS kind, n.nspname AS schema, c.opcname AS name, am.amname AS arguments,
           pg_catalog.format_type(c.opcintype, NULL) AS "inputType", c.opcdefault AS default,
           pg_catalog.quote_ident(fn.nspname) || '.' || pg_catalog.quote_ident(f.opfname) AS family,
           CASE WHEN c.opckeytype <> 0 THEN pg_catalog.format_type(c.opckeytype, NULL) END AS "storageType", m.members,
           ${roleName("c.opcowner")} AS owner, d.description AS comment, ${address("pg_opclass", "c.oid")} AS address, m.addresses AS aliases
    FROM pg_catalog.pg_opclass c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.opcnamespace
    JOIN pg_catalog.pg_am am ON am.oid = c.opcmethod
    JOIN pg_catalog.pg_opfamily f ON f.oid = c.opcfamily
    JOIN pg_catalog.pg_namespace fn ON fn.oid = f.opfnamespace
    CROSS JOIN LATERAL ${membersOf("pg_opclass", "c.oid", "c.opcfamily")} m
    ${joinComment("d", "pg_opclass", "c.oid")}
    WHERE ${isUserSchema("n")}`,
  attributes: {
    inputType: "recreate",
    default: "recreate",
    family: "recreate",
    storageType: "recreate",
    members: "recreate",
    owner: (expected) => alterOwner(target(expected), expected, expected.owner),
    comment: (expected) => [setComment(target(expected), expected, expected.comment)],
  },
  texts: [],
  severity: {
    missing: "high",
    unexpected: "low",
    attributes: {
      inputType: "high",
      members: "high",
      default: "high",
      owner: "info",
      comment: "info",
    },
  },
  words: { inputType: "input type", storageType: "storage type" },
  valueWords: { storageType: { null: "the input type" } },
  why: {
    missing: "Indexes that name it cannot be made (42704).",
    members: "Indexes of the class sort or match by other rules than the source says.",
    default: "Indexes that name no class use another one.",
  },
  create: (object) => [
    statement(
      `CREATE OPERATOR CLASS ${qualify(object.schema, object.name)}${object.default ? " DEFAULT" : ""} FOR TYPE ${object.inputType} USING ${quoteIdentifier(object.arguments)} FAMILY ${object.family} AS ${[
        ...object.members,
        // Every class must list something (a syntax error otherwise); its own type is the storage it has anyway.
        ...(object.storageType === null && object.members.length > 0
          ? []
          : [`STORAGE ${object.storageType ?? object.inputType}`]),
      ].join(", ")}`,
      identityOf(object),
      { hazards: [{ code: "needs-superuser", detail: "operator families and classes" }] },
    ),
    ...afterCreate(object, { alter: target(object), comment: target(object) }),
  ],
  drop: (object) => [statement(`DROP ${target(object)}`, identityOf(object))],
};
