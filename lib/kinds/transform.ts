import { quoteIdentifier } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import { type Statement, statement } from "../postgres/statement";
import { address, joinComment } from "./catalog-sql";
import type { Kind } from "./kind";
import { setComment } from "./ownership/ownership";

/** How a type's values enter and leave functions of a language. Named `hstore LANGUAGE plperl`. */
export interface Transform extends Identity {
  readonly kind: "transform";
  readonly type: string;
  readonly language: string;
  /** With their argument types. */
  readonly fromSql: string | null;
  readonly toSql: string | null;
  readonly comment: string | null;
}

const target = (transform: Transform): string =>
  `TRANSFORM FOR ${transform.type} LANGUAGE ${quoteIdentifier(transform.language)}`;

const define = (object: Transform, verb: string): Statement =>
  statement(
    `${verb} ${target(object)} (${[
      ...(object.fromSql === null ? [] : [`FROM SQL WITH FUNCTION ${object.fromSql}`]),
      ...(object.toSql === null ? [] : [`TO SQL WITH FUNCTION ${object.toSql}`]),
    ].join(", ")})`,
    identityOf(object),
  );

const replace = (expected: Transform): readonly Statement[] => [define(expected, "CREATE OR REPLACE")];

const signature = (column: string): string =>
  `CASE WHEN ${column}::oid <> 0 THEN ${column}::oid::pg_catalog.regprocedure::text END`;

export const transform: Kind<Transform> = {
  kind: "transform",
  label: "transform",
  plural: "transforms",
  presence: "pg_catalog.pg_transform WHERE oid >= 16384",
  query: () => /* sql */ `
    SELECT 'transform' AS kind, pg_catalog.format_type(t.trftype, NULL) || ' LANGUAGE ' || l.lanname AS name,
           pg_catalog.format_type(t.trftype, NULL) AS type, l.lanname AS language,
           ${signature("t.trffromsql")} AS "fromSql", ${signature("t.trftosql")} AS "toSql",
           d.description AS comment, ${address("pg_transform", "t.oid")} AS address
    FROM pg_catalog.pg_transform t
    JOIN pg_catalog.pg_language l ON l.oid = t.trflang
    ${joinComment("d", "pg_transform", "t.oid")}
    WHERE t.oid >= 16384`,
  attributes: {
    type: "ignore",
    language: "ignore",
    fromSql: replace,
    toSql: replace,
    comment: (expected) => [setComment(target(expected), expected, expected.comment)],
  },
  texts: [],
  severity: {
    missing: "high",
    unexpected: "low",
    attributes: { fromSql: "high", toSql: "high", comment: "info" },
  },
  words: { fromSql: "from SQL", toSql: "to SQL" },
  why: {
    missing: "Functions that name the transform cannot be made, and those that rely on it get plain text.",
  },
  create: (object) => [
    define(object, "CREATE"),
    ...(object.comment === null ? [] : [setComment(target(object), object, object.comment)]),
  ],
  drop: (object) => [statement(`DROP ${target(object)}`, identityOf(object))],
};
