import type { Identity } from "../../postgres/identity";
import type { Seen } from "../../testing/kind-mutations";
import type { Mutation } from "./surrounding-kinds.mutation";

const inSchema = (kind: string, schema: string, name: string, more: Partial<Identity> = {}): Identity => ({
  kind,
  schema,
  name,
  ...more,
});

const gone = (object: Identity, sql: string, ...also: readonly Identity[]): Mutation => ({
  object,
  attributes: "missing",
  also: also.map((other): Seen => ({ object: other, attributes: "missing" })),
  sql: () => sql,
});

const added = (object: Identity, sql: string): Mutation => ({
  object,
  attributes: "unexpected",
  sql: () => sql,
});

const search = inSchema("text search configuration", "App", "search");
const dictionary = (name: string): Identity => inSchema("text search dictionary", "App", name);
const btree = { arguments: "btree" };
const gist = { arguments: "gist" };
const feed: Identity = { kind: "subscription", name: "Feed" };

/** Objects that are there on one side only. */
const presence: readonly Mutation[] = [
  gone(inSchema("collation", "App", "phonebook"), `DROP COLLATION "App".phonebook`),
  added(inSchema("collation", "shared", "extra"), `CREATE COLLATION shared.extra (LOCALE = 'C')`),
  gone(inSchema("domain", "shared", "scores"), "DROP DOMAIN shared.scores"),
  gone(inSchema("range type", "App", "span"), `DROP TYPE "App".span`),
  added(inSchema("range type", "shared", "extra"), "CREATE TYPE shared.extra AS RANGE (SUBTYPE = integer)"),
  gone({ kind: "language", name: "pl_bare" }, "DROP LANGUAGE pl_bare"),
  added({ kind: "language", name: "extra" }, `CREATE LANGUAGE extra HANDLER "App".language_handler`),
  gone(
    inSchema("text search parser", "App", "parser"),
    `DROP TEXT SEARCH PARSER "App".parser CASCADE`,
    search,
  ),
  gone(
    inSchema("text search template", "App", "template"),
    `DROP TEXT SEARCH TEMPLATE "App".template CASCADE`,
    ...[dictionary("words"), dictionary("Plain"), search],
  ),
  gone(dictionary("Plain"), `DROP TEXT SEARCH DICTIONARY "App"."Plain"`),
  added(
    inSchema("text search dictionary", "shared", "extra"),
    "CREATE TEXT SEARCH DICTIONARY shared.extra (TEMPLATE = simple)",
  ),
  gone(search, `DROP TEXT SEARCH CONFIGURATION "App".search`),
  added(
    inSchema("text search configuration", "shared", "extra"),
    "CREATE TEXT SEARCH CONFIGURATION shared.extra (COPY = simple)",
  ),
  added(
    inSchema("operator", "shared", "@@@@", { arguments: 'NONE, "App".address' }),
    `CREATE OPERATOR shared.@@@@ (FUNCTION = "App".number, RIGHTARG = "App".address)`,
  ),
  // Announced by one that is gone.
  added(
    inSchema("operator", "shared", "<<<<", { arguments: '"App".address, integer' }),
    `CREATE OPERATOR shared.>>>> (FUNCTION = "App".is_number, LEFTARG = integer, RIGHTARG = "App".address, COMMUTATOR = OPERATOR(shared.<<<<));
     DROP OPERATOR shared.>>>> (integer, "App".address)`,
  ),
  gone(
    inSchema("operator family", "shared", "point_ops", gist),
    "DROP OPERATOR FAMILY shared.point_ops USING gist CASCADE",
    inSchema("operator class", "shared", "point_ops", gist),
  ),
  added(
    inSchema("operator family", "shared", "extra", btree),
    "CREATE OPERATOR FAMILY shared.extra USING btree",
  ),
  gone(
    inSchema("operator class", "shared", "point_ops", gist),
    "DROP OPERATOR CLASS shared.point_ops USING gist",
  ),
  added(
    inSchema("operator class", "shared", "extra", gist),
    "CREATE OPERATOR CLASS shared.extra FOR TYPE box USING gist FAMILY shared.point_ops AS FUNCTION 5 gist_box_penalty",
  ),
  gone(
    { kind: "transform", name: '"App".address LANGUAGE plTwo' },
    `DROP TRANSFORM FOR "App".address LANGUAGE "plTwo"`,
  ),
  added(
    { kind: "transform", name: "text LANGUAGE sql" },
    "CREATE TRANSFORM FOR text LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal))",
  ),
  gone({ kind: "access method", name: "heap_too" }, "DROP ACCESS METHOD heap_too"),
  added({ kind: "access method", name: "extra" }, "CREATE ACCESS METHOD extra TYPE INDEX HANDLER bthandler"),
  gone(inSchema("conversion", "App", "back"), `DROP CONVERSION "App".back`),
  added(
    inSchema("conversion", "shared", "extra"),
    "CREATE CONVERSION shared.extra FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1",
  ),
  gone({ kind: "foreign data wrapper", name: "checked" }, "DROP FOREIGN DATA WRAPPER checked"),
  added({ kind: "foreign data wrapper", name: "extra" }, "CREATE FOREIGN DATA WRAPPER extra"),
  gone(
    { kind: "server", name: "second" },
    "DROP SERVER second CASCADE",
    inSchema("foreign table", "App", "heir"),
    { kind: "user mapping", name: "PUBLIC on second" },
  ),
  added({ kind: "server", name: "extra" }, "CREATE SERVER extra FOREIGN DATA WRAPPER bare"),
  added({ kind: "user mapping", name: "PUBLIC on archive" }, "CREATE USER MAPPING FOR PUBLIC SERVER archive"),
  added(
    inSchema("foreign table", "shared", "extra"),
    "CREATE FOREIGN TABLE shared.extra (a integer) SERVER second",
  ),
  added(
    inSchema("statistics", "shared", "extra"),
    `CREATE STATISTICS shared.extra ON id, amount FROM "App".deal`,
  ),
  gone({ kind: "publication", name: "listed" }, "DROP PUBLICATION listed"),
  added({ kind: "publication", name: "extra" }, "CREATE PUBLICATION extra"),
  {
    ...gone(feed, `ALTER SUBSCRIPTION "Feed" SET (slot_name = NONE); DROP SUBSCRIPTION "Feed"`),
    manual: true,
  },
  added(
    { kind: "subscription", name: "extra" },
    "CREATE SUBSCRIPTION extra CONNECTION 'host=nowhere' PUBLICATION one WITH (connect = false, slot_name = NONE)",
  ),
];

/** One field of a catalog row, for what no statement changes alone. */
const inCatalog = (
  object: Identity,
  attribute: string,
  update: string,
  more: Partial<Mutation> = {},
): Mutation => ({
  object,
  attributes: [attribute],
  sql: () => `UPDATE pg_catalog.${update}`,
  ...more,
});

const parser = (attribute: string, set: string): Mutation =>
  inCatalog(
    inSchema("text search parser", "App", "parser"),
    attribute,
    `pg_ts_parser SET ${set} WHERE prsname = 'parser'`,
  );

const template = (attribute: string, set: string): Mutation =>
  inCatalog(
    inSchema("text search template", "App", "template"),
    attribute,
    `pg_ts_template SET ${set} WHERE tmplname = 'template'`,
  );

const operator = (name: string, operands: string, attribute: string, set: string): Mutation =>
  inCatalog(
    inSchema("operator", "App", name, { arguments: operands }),
    attribute,
    `pg_operator SET ${set} WHERE oid = '"App".${name}(${operands})'::pg_catalog.regoperator`,
  );

const addresses = '"App".address, "App".address';

/** Attributes of objects that are there on both sides. */
const changes: readonly Mutation[] = [
  parser("start", `prsstart = '"App".parse_start'`),
  parser("nextToken", `prstoken = '"App".parse_next'`),
  parser("end", `prsend = '"App".parse_end'`),
  parser("tokenTypes", `prslextype = '"App".parse_types'`),
  parser("headline", "prsheadline = 0"),
  template("initialise", "tmplinit = 0"),
  template("lexize", `tmpllexize = '"App".lexize'`),
  // Each names the other: one that goes takes itself out of both.
  {
    object: inSchema("operator", "shared", "===", { arguments: 'integer, "App".address' }),
    attributes: ["commutator"],
    also: [
      {
        object: inSchema("operator", "App", "===", { arguments: '"App".address, integer' }),
        attributes: ["commutator"],
      },
    ],
    sql: () => `DROP OPERATOR shared.=== (integer, "App".address);
      CREATE OPERATOR shared.=== (FUNCTION = "App".is_number, LEFTARG = integer, RIGHTARG = "App".address)`,
  },
  {
    object: inSchema("operator", "App", "!==", { arguments: addresses }),
    attributes: ["negator"],
    also: [{ object: inSchema("operator", "App", "===", { arguments: addresses }), attributes: ["negator"] }],
    sql: () => `DROP OPERATOR "App".!== (${addresses});
      CREATE OPERATOR "App".!== (FUNCTION = "App".other, LEFTARG = "App".address, RIGHTARG = "App".address,
        COMMUTATOR = OPERATOR("App".!==), RESTRICT = neqsel, JOIN = neqjoinsel)`,
  },
  operator("===", addresses, "hashes", "oprcanhash = false"),
  operator("===", addresses, "merges", "oprcanmerge = false"),
  {
    object: inSchema("operator class", "shared", "point_ops", gist),
    attributes: ["family"],
    also: [{ object: inSchema("operator family", "shared", "moved", gist), attributes: "unexpected" }],
    sql: () => `DROP OPERATOR CLASS shared.point_ops USING gist; CREATE OPERATOR FAMILY shared.moved USING gist;
      CREATE OPERATOR CLASS shared.point_ops FOR TYPE circle USING gist FAMILY shared.moved AS
        OPERATOR 15 <-> (circle, point) FOR ORDER BY float_ops, FUNCTION 1 gist_circle_consistent, FUNCTION 5 gist_box_penalty, STORAGE box`,
  },
  inCatalog(
    { kind: "server", name: "archive" },
    "wrapper",
    `pg_foreign_server SET srvfdw = (SELECT oid FROM pg_catalog.pg_foreign_data_wrapper WHERE fdwname = 'checked') WHERE srvname = 'archive'`,
  ),
  {
    object: inSchema("foreign table", "App", "heir"),
    attributes: ["inherits"],
    sql: () => `ALTER FOREIGN TABLE "App".heir NO INHERIT "App".base`,
  },
  {
    object: inSchema("foreign table", "App", "past_year"),
    attributes: ["partitionBound", "partitionOf"],
    sql: () => `ALTER TABLE "App".stored DETACH PARTITION "App".past_year`,
  },
  {
    object: inSchema("statistics", "shared", "by_month"),
    attributes: ["on"],
    also: [{ object: inSchema("table", "shared", "past_deal"), attributes: "unexpected" }],
    sql: () => `DROP STATISTICS shared.by_month; CREATE TABLE shared.past_deal (touched date, amount numeric);
      CREATE STATISTICS shared.by_month ON (date_trunc('month', touched::timestamp)), amount FROM shared.past_deal`,
  },
  inCatalog(feed, "twoPhase", "pg_subscription SET subtwophasestate = 'd' WHERE subname = 'Feed'", {
    manual: true,
    from: 15,
  }),
  inCatalog(feed, "failover", "pg_subscription SET subfailover = false WHERE subname = 'Feed'", {
    manual: true,
    from: 17,
  }),
];

/** What is there, and what only a drop or an update of the catalog changes. */
export const presenceMutations: readonly Mutation[] = [...presence, ...changes];
