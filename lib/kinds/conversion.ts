import { qualify, quoteLiteral } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import { statement } from "../postgres/statement";
import { address, isUserSchema, joinComment, roleName } from "./catalog-sql";
import type { Kind } from "./kind";
import { afterCreate, alterOwner, setComment } from "./ownership/ownership";

/** A conversion between character encodings. */
export interface Conversion extends Identity {
  readonly kind: "conversion";
  readonly schema: string;
  readonly sourceEncoding: string;
  readonly destinationEncoding: string;
  readonly function: string;
  readonly default: boolean;
  readonly owner: string | null;
  readonly comment: string | null;
}

const target = (conversion: Identity): string => `CONVERSION ${qualify(conversion.schema, conversion.name)}`;

export const conversion: Kind<Conversion> = {
  kind: "conversion",
  label: "conversion",
  plural: "conversions",
  presence: "pg_catalog.pg_conversion WHERE oid >= 16384",
  query: () => /* sql */ `
    SELECT 'conversion' AS kind, n.nspname AS schema, c.conname AS name,
           pg_catalog.pg_encoding_to_char(c.conforencoding) AS "sourceEncoding",
           pg_catalog.pg_encoding_to_char(c.contoencoding) AS "destinationEncoding",
           c.conproc::pg_catalog.text AS function, c.condefault AS default,
           ${roleName("c.conowner")} AS owner, d.description AS comment, ${address("pg_conversion", "c.oid")} AS address
    FROM pg_catalog.pg_conversion c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.connamespace
    ${joinComment("d", "pg_conversion", "c.oid")}
    WHERE ${isUserSchema("n")}`,
  attributes: {
    sourceEncoding: "recreate",
    destinationEncoding: "recreate",
    function: "recreate",
    default: "recreate",
    owner: (expected) => alterOwner(target(expected), expected, expected.owner),
    comment: (expected) => [setComment(target(expected), expected, expected.comment)],
  },
  texts: [],
  severity: {
    missing: "medium",
    unexpected: "low",
    attributes: { function: "high", default: "high", owner: "info", comment: "info" },
  },
  words: { sourceEncoding: "source encoding", destinationEncoding: "destination encoding" },
  why: { default: "Clients of that encoding get their text converted by other code than the source says." },
  create: (object) => [
    statement(
      `CREATE ${object.default ? "DEFAULT " : ""}${target(object)} FOR ${quoteLiteral(object.sourceEncoding)} TO ${quoteLiteral(object.destinationEncoding)} FROM ${object.function}`,
      identityOf(object),
    ),
    ...afterCreate(object, { alter: target(object), comment: target(object) }),
  ],
  drop: (object) => [statement(`DROP ${target(object)}`, identityOf(object))],
};
