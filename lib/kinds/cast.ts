import { type Identity, identityOf } from "../postgres/identity";
import { statement } from "../postgres/statement";
import { address, catalogOid, joinComment } from "./catalog-sql";
import type { Kind } from "./kind";
import { setComment } from "./ownership/ownership";

/** A cast, named `source AS target`. */
export interface Cast extends Identity {
  readonly kind: "cast";
  readonly source: string;
  readonly target: string;
  readonly method: "function" | "binary coercible" | "input and output";
  /** With its argument types; null for the other methods. */
  readonly function: string | null;
  readonly context: "explicit" | "assignment" | "implicit";
  readonly comment: string | null;
}

const target = (cast: Cast): string => `CAST (${cast.source} AS ${cast.target})`;

export const cast: Kind<Cast> = {
  kind: "cast",
  label: "cast",
  plural: "casts",
  presence: "pg_catalog.pg_cast WHERE oid >= 16384",
  // The system's own casts have no schema to tell them by; what initdb makes has an oid below 16384.
  // That from a range to its multirange comes with the range type.
  query: () => /* sql */ `
    SELECT 'cast' AS kind, t.source || ' AS ' || t.target AS name, t.source, t.target,
           CASE c.castmethod WHEN 'f' THEN 'function' WHEN 'b' THEN 'binary coercible' ELSE 'input and output' END AS method,
           CASE WHEN c.castfunc <> 0 THEN c.castfunc::pg_catalog.regprocedure::text END AS function,
           CASE c.castcontext WHEN 'e' THEN 'explicit' WHEN 'a' THEN 'assignment' ELSE 'implicit' END AS context,
           d.description AS comment, ${address("pg_cast", "c.oid")} AS address
    FROM pg_catalog.pg_cast c
    CROSS JOIN LATERAL (SELECT pg_catalog.format_type(c.castsource, NULL) AS source, pg_catalog.format_type(c.casttarget, NULL) AS target) t
    ${joinComment("d", "pg_cast", "c.oid")}
    WHERE c.oid >= 16384
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend i WHERE i.classid = ${catalogOid.pg_cast} AND i.objid = c.oid AND i.deptype = 'i')`,
  attributes: {
    source: "ignore",
    target: "ignore",
    method: "recreate",
    function: "recreate",
    context: "recreate",
    comment: (expected) => [setComment(target(expected), expected, expected.comment)],
  },
  texts: [],
  severity: {
    missing: "high",
    unexpected: "medium",
    attributes: { method: "high", function: "high", context: "high", comment: "info" },
  },
  why: {
    missing: "Conversions between the types that the code relies on fail (42846).",
    unexpected: "Statements that should be refused may convert silently, or become ambiguous (42725).",
    context: "Conversions happen by themselves on one side and must be written on the other.",
  },
  create: (object) => [
    statement(
      `CREATE ${target(object)} ${method(object)}${object.context === "explicit" ? "" : ` AS ${object.context.toUpperCase()}`}`,
      identityOf(object),
    ),
    ...(object.comment === null ? [] : [setComment(target(object), object, object.comment)]),
  ],
  drop: (object) => [statement(`DROP ${target(object)}`, identityOf(object))],
};

function method(object: Cast): string {
  switch (object.method) {
    case "function":
      return `WITH FUNCTION ${object.function}`;
    case "binary coercible":
      return "WITHOUT FUNCTION";
    case "input and output":
      return "WITH INOUT";
  }
}
