import { qualify } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import { type Statement, statement } from "../postgres/statement";
import { address, isUserSchema, joinComment, roleName } from "./catalog-sql";
import type { Kind } from "./kind";
import { afterCreate, alterOwner, setComment } from "./ownership/ownership";

/** What turns tokens into the words that are searched for. */
export interface TextSearchDictionary extends Identity {
  readonly kind: "text search dictionary";
  readonly schema: string;
  /** Qualified. */
  readonly template: string;
  /** As the catalog keeps them: `language = 'german', stopwords = 'german'`; null for none. */
  readonly options: string | null;
  readonly owner: string | null;
  readonly comment: string | null;
}

const target = (dictionary: Identity): string =>
  `TEXT SEARCH DICTIONARY ${qualify(dictionary.schema, dictionary.name)}`;

export const textSearchDictionary: Kind<TextSearchDictionary> = {
  kind: "text search dictionary",
  label: "text search dictionary",
  plural: "text search dictionaries",
  presence: "pg_catalog.pg_ts_dict WHERE oid >= 16384",
  query: () => /* sql */ `
    SELECT 'text search dictionary' AS kind, n.nspname AS schema, t.dictname AS name,
           pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(tm.tmplname) AS template, t.dictinitoption AS options,
           ${roleName("t.dictowner")} AS owner, d.description AS comment, ${address("pg_ts_dict", "t.oid")} AS address
    FROM pg_catalog.pg_ts_dict t
    JOIN pg_catalog.pg_namespace n ON n.oid = t.dictnamespace
    JOIN pg_catalog.pg_ts_template tm ON tm.oid = t.dicttemplate
    JOIN pg_catalog.pg_namespace tn ON tn.oid = tm.tmplnamespace
    ${joinComment("d", "pg_ts_dict", "t.oid")}
    WHERE ${isUserSchema("n")}`,
  attributes: {
    template: "recreate",
    options: (expected, actual) => changeOptions(expected, actual),
    owner: (expected) => alterOwner(target(expected), expected, expected.owner),
    comment: (expected) => [setComment(target(expected), expected, expected.comment)],
  },
  texts: ["options"],
  severity: {
    missing: "high",
    unexpected: "info",
    attributes: { template: "medium", options: "medium", owner: "info", comment: "info" },
  },
  why: {
    missing: "Text search configurations that use it cannot be made.",
    options:
      "Search finds other words than the source says; what is already stored as tsvector was made by the other rules.",
  },
  create: (object) => [
    statement(
      `CREATE ${target(object)} (TEMPLATE = ${object.template}${object.options === null ? "" : `, ${object.options}`})`,
      identityOf(object),
    ),
    ...afterCreate(object, { alter: target(object), comment: target(object) }),
  ],
  drop: (object) => [statement(`DROP ${target(object)}`, identityOf(object))],
};

// serialize_deflist (src/backend/commands/tsearchcmds.c): a name, " = ", a number or a string with quotes and backslashes doubled.
const option = /("(?:[^"]|"")+"|[A-Za-z_][\w$]*) = (E?'(?:[^']|'')*'|[^,]+)/g;

const parse = (options: string | null): ReadonlyMap<string, string> =>
  new Map([...(options ?? "").matchAll(option)].map((match) => [match[1] ?? "", match[2] ?? ""]));

/** ALTER takes an option away when it is named without a value. */
function changeOptions(expected: TextSearchDictionary, actual: TextSearchDictionary): readonly Statement[] {
  const wanted = parse(expected.options);
  const present = parse(actual.options);
  const changes = [
    ...[...present.keys()].filter((name) => !wanted.has(name)),
    ...[...wanted]
      .filter(([name, value]) => present.get(name) !== value)
      .map(([name, value]) => `${name} = ${value}`),
  ];
  // The same options in another order: naming all of them writes the list anew.
  const list = changes.length > 0 ? changes : [...wanted].map(([name, value]) => `${name} = ${value}`);
  return [statement(`ALTER ${target(expected)} (${list.join(", ")})`, identityOf(expected))];
}
