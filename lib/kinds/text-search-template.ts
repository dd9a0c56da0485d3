import { qualify } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import { statement } from "../postgres/statement";
import { address, isUserSchema, joinComment } from "./catalog-sql";
import type { Kind } from "./kind";
import { setComment } from "./ownership/ownership";

/** The code that dictionaries are made of. */
export interface TextSearchTemplate extends Identity {
  readonly kind: "text search template";
  readonly schema: string;
  /** Qualified functions. */
  readonly initialise: string | null;
  readonly lexize: string;
  readonly comment: string | null;
}

const target = (template: Identity): string =>
  `TEXT SEARCH TEMPLATE ${qualify(template.schema, template.name)}`;

export const textSearchTemplate: Kind<TextSearchTemplate> = {
  kind: "text search template",
  label: "text search template",
  plural: "text search templates",
  presence: "pg_catalog.pg_ts_template WHERE oid >= 16384",
  query: () => /* sql */ `
    SELECT 'text search template' AS kind, n.nspname AS schema, t.tmplname AS name,
           CASE WHEN t.tmplinit::oid <> 0 THEN t.tmplinit::pg_catalog.text END AS initialise, t.tmpllexize::pg_catalog.text AS lexize,
           d.description AS comment, ${address("pg_ts_template", "t.oid")} AS address
    FROM pg_catalog.pg_ts_template t
    JOIN pg_catalog.pg_namespace n ON n.oid = t.tmplnamespace
    ${joinComment("d", "pg_ts_template", "t.oid")}
    WHERE ${isUserSchema("n")}`,
  attributes: {
    initialise: "recreate",
    lexize: "recreate",
    comment: (expected) => [setComment(target(expected), expected, expected.comment)],
  },
  texts: [],
  severity: { missing: "high", unexpected: "info", attributes: { comment: "info" } },
  words: { initialise: "init function", lexize: "lexize function" },
  why: { missing: "Text search dictionaries that use it cannot be made." },
  create: (object) => [
    statement(
      `CREATE ${target(object)} (${object.initialise === null ? "" : `INIT = ${object.initialise}, `}LEXIZE = ${object.lexize})`,
      identityOf(object),
      { hazards: [{ code: "needs-superuser", detail: "text search templates" }] },
    ),
    ...(object.comment === null ? [] : [setComment(target(object), object, object.comment)]),
  ],
  drop: (object) => [statement(`DROP ${target(object)}`, identityOf(object))],
};
