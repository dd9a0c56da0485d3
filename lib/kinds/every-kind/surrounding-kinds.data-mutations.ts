import { type Mutation, usual } from "./surrounding-kinds.mutation";

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

/** Changes of what finds, brings and sends rows: text search, foreign data, statistics, replication. */
export const dataMutations: readonly Mutation[] = [
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
    attributes: ["columnPrivileges", "privileges"],
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
  {
    object: past,
    attributes: ["columnPrivileges"],
    sql: ({ reader }) => `REVOKE SELECT (tableoid) ON "App"."Past" FROM ${reader}`,
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
    from: 15,
    sql: () => `ALTER PUBLICATION "News" SET TABLE "App".deal WHERE (id > 11), TABLES IN SCHEMA shared`,
  },
  {
    object: news,
    attributes: ["schemas"],
    from: 15,
    sql: () =>
      `ALTER PUBLICATION "News" DROP TABLES IN SCHEMA shared; ALTER PUBLICATION "News" ADD TABLES IN SCHEMA "App"`,
  },
  {
    object: listed,
    attributes: ["tables"],
    sql: () => `ALTER PUBLICATION listed DROP TABLE ONLY "App".base`,
  },
  {
    object: listed,
    attributes: ["tables"],
    from: 15,
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
    from: 15,
    sql: () => `ALTER SUBSCRIPTION "Feed" SET (synchronous_commit = off)`,
  },
  {
    object: feed,
    attributes: ["disableOnError"],
    from: 15,
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
];
