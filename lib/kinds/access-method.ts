import { quoteIdentifier } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import { statement } from "../postgres/statement";
import { address, joinComment } from "./catalog-sql";
import type { Kind } from "./kind";
import { setComment } from "./ownership/ownership";

/** A way to keep tables or indexes, made of a function in C. It belongs to nobody. */
export interface AccessMethod extends Identity {
  readonly kind: "access method";
  readonly type: "table" | "index";
  readonly handler: string;
  readonly comment: string | null;
}

const target = (method: Identity): string => `ACCESS METHOD ${quoteIdentifier(method.name)}`;

export const accessMethod: Kind<AccessMethod> = {
  kind: "access method",
  label: "access method",
  plural: "access methods",
  presence: "pg_catalog.pg_am WHERE oid >= 16384",
  query: () => /* sql */ `
    SELECT 'access method' AS kind, m.amname AS name, CASE m.amtype WHEN 't' THEN 'table' ELSE 'index' END AS type,
           m.amhandler::pg_catalog.text AS handler, d.description AS comment, ${address("pg_am", "m.oid")} AS address
    FROM pg_catalog.pg_am m
    ${joinComment("d", "pg_am", "m.oid")}
    WHERE m.oid >= 16384`,
  attributes: {
    type: "recreate",
    handler: "recreate",
    comment: (expected) => [setComment(target(expected), expected, expected.comment)],
  },
  texts: [],
  severity: {
    missing: "high",
    unexpected: "low",
    attributes: { type: "critical", handler: "critical", comment: "info" },
  },
  why: { missing: "Tables and indexes that are kept by it cannot be created." },
  create: (object) => [
    statement(
      `CREATE ${target(object)} TYPE ${object.type.toUpperCase()} HANDLER ${object.handler}`,
      identityOf(object),
      { hazards: [{ code: "needs-superuser", detail: "access methods" }] },
    ),
    ...(object.comment === null ? [] : [setComment(target(object), object, object.comment)]),
  ],
  drop: (object) => [statement(`DROP ${target(object)}`, identityOf(object))],
};
