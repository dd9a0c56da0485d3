import { qualify } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import { statement } from "../postgres/statement";
import { address, isUserSchema, joinComment } from "./catalog-sql";
import type { Kind } from "./kind";
import { setComment } from "./ownership/ownership";

/** How text is cut into tokens. Every field but the comment is a function's qualified name. */
export interface TextSearchParser extends Identity {
  readonly kind: "text search parser";
  readonly schema: string;
  readonly start: string;
  readonly nextToken: string;
  readonly end: string;
  readonly tokenTypes: string;
  readonly headline: string | null;
  readonly comment: string | null;
}

const target = (parser: Identity): string => `TEXT SEARCH PARSER ${qualify(parser.schema, parser.name)}`;

export const textSearchParser: Kind<TextSearchParser> = {
  kind: "text search parser",
  label: "text search parser",
  plural: "text search parsers",
  presence: "pg_catalog.pg_ts_parser WHERE oid >= 16384",
  query: () => /* sql */ `
    SELECT 'text search parser' AS kind, n.nspname AS schema, p.prsname AS name,
           p.prsstart::pg_catalog.text AS start, p.prstoken::pg_catalog.text AS "nextToken", p.prsend::pg_catalog.text AS end,
           p.prslextype::pg_catalog.text AS "tokenTypes",
           CASE WHEN p.prsheadline::oid <> 0 THEN p.prsheadline::pg_catalog.text END AS headline,
           d.description AS comment, ${address("pg_ts_parser", "p.oid")} AS address
    FROM pg_catalog.pg_ts_parser p
    JOIN pg_catalog.pg_namespace n ON n.oid = p.prsnamespace
    ${joinComment("d", "pg_ts_parser", "p.oid")}
    WHERE ${isUserSchema("n")}`,
  attributes: {
    start: "recreate",
    nextToken: "recreate",
    end: "recreate",
    tokenTypes: "recreate",
    headline: "recreate",
    comment: (expected) => [setComment(target(expected), expected, expected.comment)],
  },
  texts: [],
  severity: { missing: "high", unexpected: "info", attributes: { comment: "info" } },
  words: {
    nextToken: "next-token function",
    tokenTypes: "token-type function",
    start: "start function",
    end: "end function",
    headline: "headline function",
  },
  why: { missing: "Text search configurations that use it cannot be made." },
  create: (object) => [
    statement(
      `CREATE ${target(object)} (START = ${object.start}, GETTOKEN = ${object.nextToken}, END = ${object.end}, LEXTYPES = ${object.tokenTypes}${object.headline === null ? "" : `, HEADLINE = ${object.headline}`})`,
      identityOf(object),
      { hazards: [{ code: "needs-superuser", detail: "text search parsers" }] },
    ),
    ...(object.comment === null ? [] : [setComment(target(object), object, object.comment)]),
  ],
  drop: (object) => [statement(`DROP ${target(object)}`, identityOf(object))],
};
