import type { Identity } from "../postgres/identity";
import type { FixtureNames } from "./surrounding-kinds.fixture";

/** One change of the fixture's objects by hand. */
export interface Mutation {
  readonly object: Identity;
  /** The attributes in which the object differs afterwards, in alphabetical order; or that it is missing or unexpected. */
  readonly attributes: readonly string[] | "missing" | "unexpected";
  readonly sql: (names: FixtureNames) => string;
  /** Set where no safe statement exists. */
  readonly manual?: true;
  /** The first major version that has the attribute. */
  readonly from?: number;
}

const email = { kind: "domain", schema: "App", name: "email" };
const address = { kind: "composite type", schema: "App", name: "address" };
const rowType = { kind: "composite type", schema: "shared", name: "row_type" };
const span = { kind: "range type", schema: "App", name: "span" };
const words = { kind: "range type", schema: "App", name: "words" };
const phonebook = { kind: "collation", schema: "App", name: "phonebook" };
const mixed = { kind: "collation", schema: "App", name: "Mixed" };
const same = { kind: "operator", schema: "App", name: "===", arguments: '"App".address, "App".address' };
const prefix = { kind: "operator", schema: "App", name: "@#@", arguments: 'NONE, "App".address' };
const zips = { kind: "operator family", schema: "App", name: "zips", arguments: "btree" };
const zipOps = { kind: "operator class", schema: "App", name: "zip_ops", arguments: "btree" };
const pointOps = { kind: "operator class", schema: "shared", name: "point_ops", arguments: "gist" };
const toText = { kind: "cast", name: '"App".address AS text' };
const toJson = { kind: "cast", name: '"App".address AS json' };
const plTwo = { kind: "language", name: "plTwo" };
const transform = { kind: "transform", name: "integer LANGUAGE sql" };
const latin = { kind: "conversion", schema: "App", name: "latin" };
const back = { kind: "conversion", schema: "App", name: "back" };
const parser = { kind: "text search parser", schema: "App", name: "parser" };
const template = { kind: "text search template", schema: "App", name: "template" };
const dictionary = { kind: "text search dictionary", schema: "App", name: "words" };
const configuration = { kind: "text search configuration", schema: "App", name: "search" };
const wrapper = { kind: "foreign data wrapper", name: "Wrap" };
const archive = { kind: "server", name: "archive" };
const past = { kind: "foreign table", schema: "App", name: "Past" };
const byStage = { kind: "statistics", schema: "App", name: "by_stage" };
const news = { kind: "publication", name: "News" };
const listed = { kind: "publication", name: "listed" };
const feed = { kind: "subscription", name: "Feed" };

/** The three that nearly every kind has; `privileges` where GRANT knows the kind. */
const usual = (object: Identity, words: string, grant?: string): readonly Mutation[] => [
  { object, attributes: ["owner"], sql: () => `ALTER ${words} OWNER TO CURRENT_USER` },
  { object, attributes: ["comment"], sql: () => `COMMENT ON ${words} IS 'by hand'` },
  ...(grant === undefined
    ? []
    : [
        {
          object,
          attributes: ["privileges"],
          sql: ({ reader }: FixtureNames) =>
            `REVOKE ALL ON ${grant} FROM ${reader}; GRANT USAGE ON ${grant} TO PUBLIC`,
        },
      ]),
];

const plain: readonly Mutation[] = [
  ...usual(email, `DOMAIN "App".email`, `DOMAIN "App".email`),
  { object: email, attributes: ["default"], sql: () => `ALTER DOMAIN "App".email DROP DEFAULT` },
  { object: email, attributes: ["notNull"], sql: () => `ALTER DOMAIN "App".email DROP NOT NULL` },
  {
    object: email,
    attributes: ["constraints"],
    sql: () => `ALTER DOMAIN "App".email DROP CONSTRAINT has_at`,
  },
  {
    object: email,
    attributes: ["constraints"],
    sql: () => `ALTER DOMAIN "App".email VALIDATE CONSTRAINT no_space`,
  },
  {
    object: email,
    attributes: ["constraints"],
    sql: () => `COMMENT ON CONSTRAINT has_at ON DOMAIN "App".email IS NULL`,
  },
  {
    object: email,
    attributes: ["constraints"],
    sql: () =>
      `ALTER DOMAIN "App".email DROP CONSTRAINT "Short"; ALTER DOMAIN "App".email ADD CONSTRAINT "Short" CHECK (length(VALUE) < 99);
       ALTER DOMAIN "App".email ADD CONSTRAINT more CHECK (true)`,
  },
  {
    object: { kind: "domain", schema: "shared", name: "scores" },
    attributes: ["baseType"],
    sql: () => "DROP DOMAIN shared.scores; CREATE DOMAIN shared.scores AS text[]",
  },
  {
    object: { kind: "domain", schema: "shared", name: "scores" },
    attributes: ["baseType", "collation"],
    sql: () => `DROP DOMAIN shared.scores; CREATE DOMAIN shared.scores AS text COLLATE "C"`,
  },
  ...usual(address, `TYPE "App".address`, `TYPE "App".address`).filter(
    ({ attributes }) => attributes[0] !== "privileges",
  ),
  {
    object: address,
    attributes: ["privileges"],
    sql: ({ reader }) => `REVOKE ALL ON TYPE "App".address FROM ${reader}, PUBLIC`,
  },
  {
    object: address,
    attributes: ["attributes"],
    sql: () => `ALTER TYPE "App".address DROP ATTRIBUTE places`,
  },
  {
    object: address,
    attributes: ["attributes"],
    sql: () => `ALTER TYPE "App".address ADD ATTRIBUTE more integer`,
  },
  {
    object: address,
    attributes: ["attributes"],
    sql: () => `ALTER TYPE "App".address ALTER ATTRIBUTE "Street" TYPE text`,
  },
  {
    object: address,
    attributes: ["attributeComments"],
    sql: () =>
      `COMMENT ON COLUMN "App".address."Street" IS NULL; COMMENT ON COLUMN "App".address.zip IS 'new'`,
  },
  {
    object: { kind: "composite type", schema: "shared", name: "nothing" },
    attributes: "missing",
    sql: () => "DROP TYPE shared.nothing",
  },
  ...usual(span, `TYPE "App".span`).filter(({ attributes }) => attributes[0] !== "privileges"),
  {
    object: span,
    attributes: ["privileges"],
    sql: ({ reader }) => `REVOKE ALL ON TYPE "App".span FROM ${reader}`,
  },
  {
    object: words,
    attributes: ["subtypeOperatorClass"],
    sql: () =>
      `DROP TYPE "App".words; CREATE TYPE "App".words AS RANGE (SUBTYPE = text, COLLATION = "App".plain)`,
  },
  {
    object: words,
    attributes: ["collation"],
    sql: () =>
      `DROP TYPE "App".words; CREATE TYPE "App".words AS RANGE (SUBTYPE = text, SUBTYPE_OPCLASS = text_pattern_ops)`,
  },
  {
    object: words,
    attributes: ["multirangeType"],
    sql: () =>
      `DROP TYPE "App".words; CREATE TYPE "App".words AS RANGE (SUBTYPE = text, SUBTYPE_OPCLASS = text_pattern_ops, COLLATION = "App".plain, MULTIRANGE_TYPE_NAME = shared.w)`,
  },
  {
    object: span,
    attributes: ["comment", "multirangeType", "owner", "privileges", "subtype", "subtypeDifference"],
    sql: () => `DROP TYPE "App".span; CREATE TYPE "App".span AS RANGE (SUBTYPE = numeric)`,
  },
  ...usual(phonebook, `COLLATION "App".phonebook`),
  {
    object: phonebook,
    attributes: ["comment", "deterministic", "locale", "owner"],
    sql: () =>
      `DROP COLLATION "App".phonebook; CREATE COLLATION "App".phonebook (PROVIDER = icu, LOCALE = 'de')`,
  },
  {
    object: phonebook,
    attributes: ["comment", "deterministic", "locale", "owner", "provider"],
    sql: () => `DROP COLLATION "App".phonebook; CREATE COLLATION "App".phonebook (LOCALE = 'C')`,
  },
  {
    object: phonebook,
    attributes: ["versionCurrent"],
    sql: () => "UPDATE pg_catalog.pg_collation SET collversion = '1' WHERE collname = 'phonebook'",
    manual: true,
  },
  {
    object: { kind: "collation", schema: "App", name: "ruled" },
    attributes: ["rules"],
    from: 16,
    sql: () => `DROP COLLATION "App".ruled; CREATE COLLATION "App".ruled (PROVIDER = icu, LOCALE = 'und')`,
  },
  {
    object: mixed,
    attributes: ["lcCollate", "lcCtype"],
    sql: () =>
      "UPDATE pg_catalog.pg_collation SET collcollate = 'POSIX', collctype = 'C' WHERE collname = 'Mixed'",
    manual: true,
  },

  ...usual(same, `OPERATOR "App".=== ("App".address, "App".address)`),
  {
    object: same,
    attributes: ["restrictEstimator"],
    sql: () => `ALTER OPERATOR "App".=== ("App".address, "App".address) SET (RESTRICT = NONE)`,
  },
  {
    object: same,
    attributes: ["joinEstimator"],
    sql: () => `ALTER OPERATOR "App".=== ("App".address, "App".address) SET (JOIN = areajoinsel)`,
  },
  {
    object: prefix,
    attributes: ["function"],
    sql: () =>
      `DROP OPERATOR "App".@#@ (NONE, "App".address); CREATE OPERATOR "App".@#@ (FUNCTION = "App".number_too, RIGHTARG = "App".address)`,
  },
  { object: prefix, attributes: "missing", sql: () => `DROP OPERATOR "App".@#@ (NONE, "App".address)` },
  ...usual(zips, `OPERATOR FAMILY "App".zips USING btree`),
  {
    object: zips,
    attributes: ["members"],
    sql: () => `ALTER OPERATOR FAMILY "App".zips USING btree DROP OPERATOR 3 ("App".address, integer)`,
  },
  {
    object: zips,
    attributes: ["members"],
    sql: () =>
      `ALTER OPERATOR FAMILY "App".zips USING btree ADD OPERATOR 3 shared.=== (integer, "App".address)`,
  },
  ...usual(zipOps, `OPERATOR CLASS "App".zip_ops USING btree`),
  {
    object: zipOps,
    attributes: ["comment", "default", "members", "owner"],
    sql: () => `DROP OPERATOR CLASS "App".zip_ops USING btree;
      CREATE OPERATOR CLASS "App".zip_ops FOR TYPE "App".address USING btree FAMILY "App".zips AS FUNCTION 1 "App".order_of("App".address, "App".address)`,
  },
  {
    object: pointOps,
    attributes: ["inputType", "members", "storageType"],
    sql: () =>
      `DROP OPERATOR CLASS shared.point_ops USING gist; CREATE OPERATOR CLASS shared.point_ops FOR TYPE box USING gist FAMILY shared.point_ops AS FUNCTION 5 gist_box_penalty`,
  },
  {
    object: toText,
    attributes: ["comment", "context"],
    sql: () =>
      `DROP CAST ("App".address AS text); CREATE CAST ("App".address AS text) WITH FUNCTION "App".as_text("App".address) AS IMPLICIT`,
  },
  {
    object: toText,
    attributes: ["comment", "context", "function", "method"],
    sql: () => `DROP CAST ("App".address AS text); CREATE CAST ("App".address AS text) WITH INOUT`,
  },
  { object: toText, attributes: ["comment"], sql: () => `COMMENT ON CAST ("App".address AS text) IS NULL` },
  { object: toJson, attributes: "missing", sql: () => `DROP CAST ("App".address AS json)` },
  {
    object: { kind: "cast", name: 'text AS "App".address' },
    attributes: "unexpected",
    sql: () => `CREATE CAST (text AS "App".address) WITH INOUT`,
  },
  ...usual(plTwo, `LANGUAGE "plTwo"`, `LANGUAGE "plTwo"`),
  {
    object: plTwo,
    attributes: ["inline", "trusted", "validator"],
    sql: () => `CREATE OR REPLACE LANGUAGE "plTwo" HANDLER "App".language_handler`,
  },
  {
    object: plTwo,
    attributes: ["handler"],
    sql: () =>
      `CREATE OR REPLACE TRUSTED LANGUAGE "plTwo" HANDLER pg_catalog.plpgsql_call_handler INLINE "App".inline_handler VALIDATOR "App".language_validator`,
  },
  {
    object: transform,
    attributes: ["fromSql"],
    sql: () =>
      "CREATE OR REPLACE TRANSFORM FOR integer LANGUAGE sql (TO SQL WITH FUNCTION int4recv(internal))",
  },
  {
    object: transform,
    attributes: ["toSql"],
    sql: () =>
      "CREATE OR REPLACE TRANSFORM FOR integer LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal))",
  },
  {
    object: transform,
    attributes: ["comment"],
    sql: () => "COMMENT ON TRANSFORM FOR integer LANGUAGE sql IS NULL",
  },
  ...usual(latin, `CONVERSION "App".latin`),
  {
    object: latin,
    attributes: ["comment", "default", "function", "owner", "sourceEncoding"],
    sql: () =>
      `DROP CONVERSION "App".latin; CREATE CONVERSION "App".latin FOR 'WIN1252' TO 'UTF8' FROM win_to_utf8`,
  },
  {
    object: back,
    attributes: ["destinationEncoding", "function"],
    sql: () =>
      `DROP CONVERSION "App".back; CREATE CONVERSION "App".back FOR 'UTF8' TO 'WIN1252' FROM utf8_to_win`,
  },

  {
    object: parser,
    attributes: ["comment"],
    sql: () => `COMMENT ON TEXT SEARCH PARSER "App".parser IS NULL`,
  },
  {
    object: { kind: "text search parser", schema: "shared", name: "extra" },
    attributes: "unexpected",
    sql: () =>
      "CREATE TEXT SEARCH PARSER shared.extra (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype)",
  },
  {
    object: template,
    attributes: ["comment"],
    sql: () => `COMMENT ON TEXT SEARCH TEMPLATE "App".template IS NULL`,
  },
  {
    object: { kind: "text search template", schema: "shared", name: "extra" },
    attributes: "unexpected",
    sql: () => "CREATE TEXT SEARCH TEMPLATE shared.extra (LEXIZE = dsimple_lexize)",
  },
  ...usual(dictionary, `TEXT SEARCH DICTIONARY "App".words`),
  {
    object: dictionary,
    attributes: ["options"],
    sql: () => `ALTER TEXT SEARCH DICTIONARY "App".words (accept, stopwords = english)`,
  },
  {
    object: { kind: "text search dictionary", schema: "App", name: "Plain" },
    attributes: ["options"],
    sql: () => `ALTER TEXT SEARCH DICTIONARY "App"."Plain" (stopwords = english)`,
  },
  {
    object: { kind: "text search dictionary", schema: "App", name: "Plain" },
    attributes: ["template"],
    sql: () =>
      `DROP TEXT SEARCH DICTIONARY "App"."Plain"; CREATE TEXT SEARCH DICTIONARY "App"."Plain" (TEMPLATE = simple)`,
  },
  ...usual(configuration, `TEXT SEARCH CONFIGURATION "App".search`),
  {
    object: configuration,
    attributes: ["mappings"],
    sql: () => `ALTER TEXT SEARCH CONFIGURATION "App".search DROP MAPPING FOR email`,
  },
  {
    object: configuration,
    attributes: ["mappings"],
    sql: () => `ALTER TEXT SEARCH CONFIGURATION "App".search ALTER MAPPING FOR word WITH shared.stems, "App".words;
      ALTER TEXT SEARCH CONFIGURATION "App".search ADD MAPPING FOR url WITH simple`,
  },
  {
    object: configuration,
    attributes: ["comment", "mappings", "owner", "parser"],
    sql: () =>
      `DROP TEXT SEARCH CONFIGURATION "App".search; CREATE TEXT SEARCH CONFIGURATION "App".search (PARSER = "default")`,
  },

  { object: wrapper, attributes: ["comment"], sql: () => `COMMENT ON FOREIGN DATA WRAPPER "Wrap" IS NULL` },
  {
    object: wrapper,
    attributes: ["owner"],
    sql: ({ owner }) => `ALTER FOREIGN DATA WRAPPER "Wrap" OWNER TO ${owner}`,
  },
  { object: wrapper, attributes: ["handler"], sql: () => `ALTER FOREIGN DATA WRAPPER "Wrap" NO HANDLER` },
  {
    object: { kind: "foreign data wrapper", name: "checked" },
    attributes: ["validator"],
    sql: () => "ALTER FOREIGN DATA WRAPPER checked NO VALIDATOR",
  },
  {
    object: wrapper,
    attributes: ["options"],
    sql: () => `ALTER FOREIGN DATA WRAPPER "Wrap" OPTIONS (SET host 'x', ADD dbname 'y')`,
  },
  {
    object: wrapper,
    attributes: ["options"],
    sql: () => `ALTER FOREIGN DATA WRAPPER "Wrap" OPTIONS (DROP "password")`,
    manual: true,
  },
  {
    object: wrapper,
    attributes: ["privileges"],
    sql: ({ reader }) => `REVOKE USAGE ON FOREIGN DATA WRAPPER "Wrap" FROM ${reader}`,
  },
  ...usual(archive, "SERVER archive", "FOREIGN SERVER archive"),
  { object: archive, attributes: ["version"], sql: () => "ALTER SERVER archive VERSION '14'" },
  {
    object: archive,
    attributes: ["options"],
    sql: () => `ALTER SERVER archive OPTIONS (DROP host, SET "Port" '1', ADD dbname 'd')`,
  },
  {
    object: { kind: "server", name: "second" },
    attributes: ["version"],
    sql: () => "ALTER SERVER second VERSION '1'",
    manual: true,
  },
  {
    object: archive,
    attributes: ["type"],
    sql: () => "UPDATE pg_catalog.pg_foreign_server SET srvtype = 'x' WHERE srvname = 'archive'",
    manual: true,
  },
  {
    object: { kind: "user mapping", name: "PUBLIC on second" },
    attributes: "missing",
    sql: () => "DROP USER MAPPING FOR PUBLIC SERVER second",
  },
  {
    object: { kind: "user mapping", name: "PUBLIC on second" },
    attributes: ["options"],
    sql: () => "ALTER USER MAPPING FOR PUBLIC SERVER second OPTIONS (ADD password 'x', ADD user 'y')",
  },
  ...usual(past, `FOREIGN TABLE "App"."Past"`).filter(({ attributes }) => attributes[0] !== "privileges"),
  {
    object: past,
    attributes: ["privileges"],
    sql: ({ reader }) =>
      `REVOKE SELECT ON "App"."Past" FROM ${reader}; GRANT INSERT ON "App"."Past" TO PUBLIC`,
  },
  {
    object: past,
    attributes: ["options"],
    sql: () => `ALTER FOREIGN TABLE "App"."Past" OPTIONS (SET table_name 'x', DROP "Updatable")`,
  },
  {
    object: { kind: "column", schema: "App", table: "Past", name: "id" },
    attributes: ["foreignOptions"],
    sql: () => `ALTER FOREIGN TABLE "App"."Past" ALTER COLUMN id OPTIONS (SET column_name 'x', ADD more 'y')`,
  },
  {
    object: { kind: "column", schema: "App", table: "Past", name: "mail" },
    attributes: ["default"],
    sql: () => `ALTER FOREIGN TABLE "App"."Past" ALTER COLUMN mail DROP DEFAULT`,
  },
  { object: past, attributes: "missing", sql: () => `DROP FOREIGN TABLE "App"."Past"` },
  {
    object: { kind: "foreign table", schema: "App", name: "heir" },
    attributes: ["server"],
    sql: () =>
      `DROP FOREIGN TABLE "App".heir; CREATE FOREIGN TABLE "App".heir (more text) INHERITS ("App".base) SERVER archive`,
  },
  {
    object: { kind: "foreign table", schema: "App", name: "past_year" },
    attributes: ["partitionBound"],
    sql: () => `DROP FOREIGN TABLE "App".past_year;
      CREATE FOREIGN TABLE "App".past_year PARTITION OF "App".stored FOR VALUES FROM ('2020-01-01') TO ('2022-01-01') SERVER archive`,
  },

  ...usual(byStage, `STATISTICS "App".by_stage`),
  { object: byStage, attributes: ["target"], sql: () => `ALTER STATISTICS "App".by_stage SET STATISTICS -1` },
  {
    object: byStage,
    attributes: ["comment", "definition", "owner", "target"],
    sql: () =>
      `DROP STATISTICS "App".by_stage; CREATE STATISTICS "App".by_stage (ndistinct) ON stage, amount FROM "App".deal`,
  },
  {
    object: { kind: "statistics", schema: "shared", name: "by_month" },
    attributes: "missing",
    sql: () => "DROP STATISTICS shared.by_month",
  },

  ...usual(news, `PUBLICATION "News"`),
  {
    object: news,
    attributes: ["publish"],
    sql: () => `ALTER PUBLICATION "News" SET (publish = 'truncate, delete')`,
  },
  {
    object: news,
    attributes: ["viaPartitionRoot"],
    sql: () => `ALTER PUBLICATION "News" SET (publish_via_partition_root = false)`,
  },
  {
    object: news,
    attributes: ["generatedColumns"],
    from: 18,
    sql: () => `ALTER PUBLICATION "News" SET (publish_generated_columns = none)`,
  },
  {
    object: news,
    attributes: ["tables"],
    sql: () => `ALTER PUBLICATION "News" SET TABLE "App".deal WHERE (id > 11), TABLES IN SCHEMA shared`,
  },
  {
    object: news,
    attributes: ["schemas"],
    sql: () =>
      `ALTER PUBLICATION "News" DROP TABLES IN SCHEMA shared; ALTER PUBLICATION "News" ADD TABLES IN SCHEMA "App"`,
  },
  {
    object: listed,
    attributes: ["tables"],
    sql: () => `ALTER PUBLICATION listed SET TABLE "App".deal (id, amount)`,
  },
  {
    object: { kind: "publication", name: "everything" },
    attributes: ["allTables"],
    sql: () => "DROP PUBLICATION everything; CREATE PUBLICATION everything",
  },

  { object: feed, attributes: ["comment"], sql: () => `COMMENT ON SUBSCRIPTION "Feed" IS NULL` },
  { object: feed, attributes: ["owner"], sql: ({ owner }) => `ALTER SUBSCRIPTION "Feed" OWNER TO ${owner}` },
  {
    object: feed,
    attributes: ["publications"],
    sql: () => `ALTER SUBSCRIPTION "Feed" SET PUBLICATION one WITH (refresh = false)`,
  },
  { object: feed, attributes: ["enabled"], sql: () => `ALTER SUBSCRIPTION "Feed" ENABLE` },
  { object: feed, attributes: ["binary"], sql: () => `ALTER SUBSCRIPTION "Feed" SET (binary = false)` },
  { object: feed, attributes: ["streaming"], sql: () => `ALTER SUBSCRIPTION "Feed" SET (streaming = off)` },
  {
    object: feed,
    attributes: ["synchronousCommit"],
    sql: () => `ALTER SUBSCRIPTION "Feed" SET (synchronous_commit = off)`,
  },
  {
    object: feed,
    attributes: ["disableOnError"],
    sql: () => `ALTER SUBSCRIPTION "Feed" SET (disable_on_error = false)`,
  },
  {
    object: feed,
    attributes: ["origin"],
    from: 16,
    sql: () => `ALTER SUBSCRIPTION "Feed" SET (origin = any)`,
  },
  {
    object: feed,
    attributes: ["passwordRequired"],
    from: 16,
    sql: () => `ALTER SUBSCRIPTION "Feed" SET (password_required = false)`,
  },
  {
    object: feed,
    attributes: ["runAsOwner"],
    from: 16,
    sql: () => `ALTER SUBSCRIPTION "Feed" SET (run_as_owner = false)`,
  },
  {
    object: feed,
    attributes: ["slotName"],
    sql: () => `ALTER SUBSCRIPTION "Feed" SET (slot_name = 'other')`,
    manual: true,
  },

  {
    object: { kind: "domain", schema: "App", name: "extra" },
    attributes: "unexpected",
    sql: () => `CREATE DOMAIN "App".extra AS integer`,
  },
  {
    object: rowType,
    attributes: ["attributeComments"],
    sql: () => `COMMENT ON COLUMN shared.row_type.note IS 'x'`,
  },
];

/** Default privileges carry the role in their name. */
const defaults = (
  schema: string | undefined,
  objects: string,
  attributes: Mutation["attributes"],
  sql: Mutation["sql"],
): Mutation => ({
  object: {
    kind: "default privileges",
    ...(schema === undefined ? {} : { schema }),
    name: `${objects} made by OWNER`,
  },
  attributes,
  sql,
});

export const mutations: readonly Mutation[] = [
  ...plain,
  defaults(
    "App",
    "tables",
    ["privileges"],
    ({ owner, reader }) =>
      `ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA "App" REVOKE INSERT ON TABLES FROM ${reader}`,
  ),
  defaults(
    "App",
    "sequences",
    "missing",
    ({ owner }) =>
      `ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA "App" REVOKE ALL ON SEQUENCES FROM ${owner}`,
  ),
  defaults(
    undefined,
    "functions",
    "missing",
    ({ owner }) => `ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} GRANT EXECUTE ON FUNCTIONS TO PUBLIC`,
  ),
  defaults(
    undefined,
    "types",
    ["privileges"],
    ({ owner }) => `ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} REVOKE USAGE ON TYPES FROM PUBLIC`,
  ),
  defaults(
    undefined,
    "tables",
    ["privileges"],
    ({ owner }) =>
      `ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} GRANT DELETE ON TABLES TO ${owner}; ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} REVOKE UPDATE ON TABLES FROM ${owner}`,
  ),
  defaults(
    "shared",
    "types",
    "unexpected",
    ({ owner, reader }) =>
      `ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA shared GRANT USAGE ON TYPES TO ${reader}`,
  ),
];
