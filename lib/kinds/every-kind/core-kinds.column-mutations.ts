import type { Mutation as AnyMutation, Seen } from "../../testing/kind-mutations";
import { type FixtureNames, hostile, quotedHostile } from "./core-kinds.fixture";

type Mutation = AnyMutation<FixtureNames>;

const column = (name: string, table = "person", schema = "App"): Mutation["object"] => ({
  kind: "column",
  schema,
  table,
  name,
});
const missingView = (name: string, schema: string): Seen => ({
  object: { kind: "view", schema, name },
  attributes: "missing",
});
const viewsGone = [missingView("Flagged", "App"), missingView("over", "shared")];
const dropViews = `DROP VIEW shared.over; DROP VIEW "App"."Flagged"`;
const lowerIndex: Seen = {
  object: { kind: "index", schema: "App", table: "person", name: `Person's "Index"` },
  // ALTER TYPE builds the index again and leaves its statistics target behind.
  attributes: ["definition", "statisticsTargets"],
};
const missingIndex = (name: string): Seen => ({
  object: { kind: "index", schema: "App", table: "person", name },
  attributes: "missing",
});

/** One change of a column of `person` that ALTER COLUMN makes. */
const alter = (name: string, attributes: string, action: string, more: Partial<Mutation> = {}): Mutation => ({
  object: column(name),
  attributes: attributes.split(" "),
  sql: () => `ALTER TABLE "App".person ALTER ${name} ${action}`,
  ...more,
});

/** Another type by hand, with its USING where Postgres asks for one. */
const typed = (name: string, type: string, using = "", more: Partial<Mutation> = {}): Mutation =>
  alter(
    name,
    name === "label" ? "compression storage type" : "type",
    `TYPE ${type}${using === "" ? "" : ` USING ${using}`}`,
    more,
  );

const types: readonly Mutation[] = [
  typed("label", "varchar"),
  typed("label", "varchar(10)"),
  typed("label", "character(10)"),
  typed("label", "integer", "label::integer"),
  typed("label", "jsonb", "to_jsonb(label)", { loses: "values" }),
  typed("code", "text"),
  typed("code", "varchar(9)"),
  typed("code", "character(9)"),
  typed("small", "integer"),
  typed("small", "bigint"),
  typed("small", "numeric(10,4)", "", { loses: "values" }),
  typed("small", "text"),
  typed("small", "boolean", "small <> 0", { loses: "values" }),
  typed("big", "integer"),
  typed("big", "text"),
  typed("big", "timestamp", "to_timestamp(big)::timestamp", { manual: true }),
  typed("amount", "real"),
  typed("amount", "numeric"),
  typed("amount", "text"),
  typed("key", "text"),
  typed("key", "varchar(36)"),
  typed("key", "varchar(50)"),
  typed("body", "uuid", "gen_random_uuid()", { manual: true, loses: "values" }),
  typed("body", "text", "encode(body, 'escape')", { loses: "values" }),
  typed("doc", "jsonb"),
  typed("doc", "text"),
  typed("net", "inet"),
  typed("net", "text"),
  typed("seen", "timestamp", "", { loses: "values" }),
  typed("seen", "timestamp(0) with time zone"),
  typed("seen", "date", "", { loses: "values" }),
  typed("email", "text"),
  typed("tags", "varchar[]"),
  typed("tags", "text", "tags::text", { manual: true }),
  typed("counted", "integer", "", { attributes: ["identityOptions", "type"] }),
  {
    object: column("born"),
    attributes: ["type"],
    also: [missingIndex("person_brin")],
    sql: () => `DROP INDEX "App".person_brin; ALTER TABLE "App".person ALTER born TYPE timestamp`,
  },
  {
    object: column("document"),
    attributes: ["type"],
    also: [missingIndex("person_gin")],
    sql: () => `DROP INDEX "App".person_gin; ALTER TABLE "App".person ALTER document TYPE json`,
  },
  {
    object: column("name"),
    attributes: ["type"],
    also: [...viewsGone, { ...lowerIndex, attributes: ["statisticsTargets"] }],
    sql: () => `${dropViews}; ALTER TABLE "App".person ALTER name TYPE varchar(30) COLLATE "C"`,
  },
  {
    object: column("name"),
    attributes: ["collation", "type"],
    also: [...viewsGone, lowerIndex],
    sql: () => `${dropViews}; ALTER TABLE "App".person ALTER name TYPE text`,
  },
  {
    object: column("mood"),
    attributes: ["default", "type"],
    also: viewsGone,
    sql: () => `${dropViews}; ALTER TABLE "App".person ALTER mood DROP DEFAULT, ALTER mood TYPE text`,
  },
  {
    object: column("code", "room"),
    attributes: ["type"],
    also: [{ object: { kind: "view", schema: "shared", name: "over" }, attributes: ["columns"] }],
    sql: () => `DROP VIEW shared.over; ALTER TABLE "App".room ALTER code TYPE varchar(7);
      CREATE VIEW shared.over AS SELECT f."Name", r.* FROM "App"."Flagged" f CROSS JOIN "App".room r`,
  },
  {
    object: column("extra", "other"),
    attributes: ["type"],
    also: [{ object: column("extra", "heir"), attributes: ["type"] }],
    sql: () => `ALTER TABLE "App".other ALTER extra TYPE bigint`,
  },
  {
    object: column("region", "event"),
    attributes: ["type"],
    also: [
      {
        object: { kind: "constraint", schema: "App", table: "event_2024", name: "event_own" },
        attributes: ["definition"],
      },
      ...["event_2024", "event_2025", "event_any", "event_eu", "event_rest"].map((table) => ({
        object: column("region", table),
        attributes: ["type"],
      })),
    ],
    sql: () => `ALTER TABLE "App".event_2024 DROP CONSTRAINT event_own;
      ALTER TABLE "App".event ALTER region TYPE varchar(20); ALTER TABLE "App".event_2024 ADD CONSTRAINT event_own CHECK (region::text <> 'x')`,
  },
  {
    object: column("line", hostile, "shared"),
    attributes: ["collation"],
    sql: () => `ALTER TABLE shared.${quotedHostile} ALTER line TYPE text COLLATE "C"`,
  },
  alter(`"Weird ""Name"" ü"`, "collation", `TYPE text COLLATE "POSIX"`, { object: column('Weird "Name" ü') }),
];

/** What NOT NULL is besides since PostgreSQL 18. */
const notNulls: readonly Mutation[] = (
  [
    ["during", "notNullNotValid", "VALIDATE CONSTRAINT booking_during"],
    ["during", "notNull notNullNotValid", "DROP CONSTRAINT booking_during"],
    ["room", "notNull notNullNotValid", "ADD CONSTRAINT room_there NOT NULL room NOT VALID"],
    ["parent", "notNullNoInherit", `ALTER CONSTRAINT "Parent's" INHERIT`],
    ["id", "notNullConstraint", "RENAME CONSTRAINT booking_id_not_null TO booking_needs_id"],
    ["parent", "notNullConstraint", `RENAME CONSTRAINT "Parent's" TO "Another's"`],
    ["id", "notNullNoInherit", "ALTER CONSTRAINT booking_id_not_null NO INHERIT"],
    ["parent", "notNull notNullComment notNullNoInherit", "ALTER parent DROP NOT NULL"],
  ] as const
).map(([name, attributes, action]) => ({
  object: column(name, "booking"),
  attributes: attributes.split(" "),
  from: 18,
  sql: () => `ALTER TABLE "App".booking ${action}`,
}));

const values: readonly Mutation[] = [
  alter("name", "default", "DROP DEFAULT"),
  alter("name", "default", "SET DEFAULT 'someone'"),
  alter("price", "default", "SET DEFAULT 2.5"),
  alter("label", "default", "SET DEFAULT current_user"),
  alter("mood", "default", "SET DEFAULT 'sad'"),
  alter("made", "default", "SET DEFAULT now()"),
  alter("made", "default", "DROP DEFAULT"),
  alter("ticket", "default", "DROP DEFAULT"),
  alter("ticket", "default", `SET DEFAULT nextval('"App".person_serial_id_seq')`),
  alter("serial_id", "default", "DROP DEFAULT"),
  alter("total", "default generated", "DROP EXPRESSION"),
  {
    object: column("total"),
    attributes: ["default"],
    loses: "values",
    sql: () =>
      `ALTER TABLE "App".person DROP total; ALTER TABLE "App".person ADD total numeric(12,2) GENERATED ALWAYS AS (price * 3) STORED`,
  },
  {
    object: column("doubled"),
    attributes: ["default"],
    from: 18,
    sql: () => `ALTER TABLE "App".person ALTER doubled SET EXPRESSION AS (price * 3)`,
  },
  {
    object: column("doubled"),
    attributes: ["generated"],
    from: 18,
    sql: () =>
      `ALTER TABLE "App".person DROP doubled; ALTER TABLE "App".person ADD doubled numeric(12,2) GENERATED ALWAYS AS (price * 2) STORED`,
  },
  {
    object: column("amount"),
    attributes: ["default", "generated"],
    loses: "values",
    sql: () =>
      `ALTER TABLE "App".person DROP amount; ALTER TABLE "App".person ADD amount double precision GENERATED ALWAYS AS (small * 2.0) STORED`,
  },
  alter("id", "identity", "SET GENERATED BY DEFAULT"),
  alter("id", "identityOptions", "SET INCREMENT BY 6 SET NO CYCLE SET CACHE 1"),
  alter("id", "identityOptions", "SET MINVALUE 5 SET MAXVALUE 99999 SET START WITH 200"),
  alter("id", "identity identityComment identityOptions identityPrivileges", "DROP IDENTITY"),
  {
    object: column("id"),
    attributes: ["identityPrivileges"],
    sql: ({ reader }) =>
      `REVOKE GRANT OPTION FOR USAGE ON SEQUENCE "App".person_id_seq FROM ${reader}; GRANT SELECT ON SEQUENCE "App".person_id_seq TO PUBLIC`,
  },
  {
    object: column("counted"),
    attributes: ["identityPrivileges"],
    sql: ({ owner }) => `REVOKE USAGE ON SEQUENCE "App".person_counted_seq FROM ${owner}`,
  },
  {
    object: column("id"),
    attributes: ["identityComment"],
    sql: () => `COMMENT ON SEQUENCE "App".person_id_seq IS NULL`,
  },
  {
    object: column("number", "booking"),
    attributes: ["identityPersistence"],
    from: 15,
    sql: () => `ALTER SEQUENCE "App".booking_number_seq SET LOGGED`,
  },
  {
    object: column("counted"),
    attributes: ["identityPersistence"],
    from: 15,
    sql: () => `ALTER SEQUENCE "App".person_counted_seq SET UNLOGGED`,
  },
  {
    object: column("number", "booking"),
    attributes: "missing",
    loses: "values",
    sql: () => `ALTER TABLE "App".booking DROP number`,
  },
  {
    object: column("counted"),
    attributes: ["default", "identity", "identityOptions"],
    also: [
      { object: { kind: "sequence", schema: "App", name: "person_counted_seq" }, attributes: "unexpected" },
    ],
    sql: ({
      owner,
    }) => `ALTER TABLE "App".person ALTER counted DROP IDENTITY; CREATE SEQUENCE "App".person_counted_seq; ALTER SEQUENCE "App".person_counted_seq OWNER TO ${owner}; ALTER SEQUENCE "App".person_counted_seq OWNED BY "App".person.counted;
      ALTER TABLE "App".person ALTER counted SET DEFAULT nextval('"App".person_counted_seq')`,
  },

  alter(
    "big",
    "identity identityOptions notNull",
    "SET NOT NULL, ALTER big ADD GENERATED ALWAYS AS IDENTITY",
  ),
  alter("name", "notNull", "DROP NOT NULL"),
  alter("label", "notNull", "SET NOT NULL"),
  ...notNulls,
  {
    object: column("note", "event_2024"),
    attributes: ["default"],
    sql: () => `ALTER TABLE "App".event_2024 ALTER note DROP DEFAULT`,
  },
  {
    object: column("region", "event_2024"),
    attributes: ["notNull"],
    sql: () => `ALTER TABLE "App".event_2024 ALTER region DROP NOT NULL`,
  },
  {
    object: column("note", "event"),
    attributes: ["default"],
    sql: () => `ALTER TABLE ONLY "App".event ALTER note DROP DEFAULT`,
  },
  {
    object: column("name", "heir"),
    attributes: ["default"],
    sql: () => `ALTER TABLE "App".heir ALTER name SET DEFAULT 'b'`,
  },
  {
    object: column("b", "typed"),
    attributes: ["default"],
    sql: () => `ALTER TABLE "App".typed ALTER b DROP DEFAULT`,
  },
];

const storage: readonly Mutation[] = [
  alter("label", "storage", "SET STORAGE EXTENDED"),
  alter("body", "storage", "SET STORAGE MAIN"),
  alter("label", "compression", "SET COMPRESSION DEFAULT"),
  alter("doc", "compression", "SET COMPRESSION pglz"),
  alter("name", "statisticsTarget", "SET STATISTICS -1"),
  alter("label", "statisticsTarget", "SET STATISTICS 0"),
  alter("price", "options", "RESET (n_distinct)"),
  alter("label", "options", "SET (n_distinct = 5)"),
  {
    object: column("name"),
    attributes: ["privileges"],
    sql: ({ reader }) =>
      `REVOKE INSERT (name) ON "App".person FROM ${reader}; GRANT SELECT (name) ON "App".person TO PUBLIC`,
  },
  {
    object: column("parent", "booking"),
    attributes: ["notNullComment"],
    from: 18,
    sql: () => `COMMENT ON CONSTRAINT "Parent's" ON "App".booking IS NULL`,
  },
  {
    object: column("label"),
    attributes: ["privileges"],
    sql: ({ reader }) => `GRANT UPDATE (label) ON "App".person TO ${reader} WITH GRANT OPTION`,
  },
  {
    object: column('Weird "Name" ü'),
    attributes: ["comment"],
    sql: () => `COMMENT ON COLUMN "App".person."Weird ""Name"" ü" IS NULL`,
  },
];

const presence: readonly Mutation[] = [
  {
    object: column('Weird "Name" ü'),
    attributes: "missing",
    loses: "values",
    sql: () => `ALTER TABLE "App".person DROP "Weird ""Name"" ü"`,
  },
  { object: column("total"), attributes: "missing", sql: () => `ALTER TABLE "App".person DROP total` },
  {
    object: column("counted"),
    attributes: "missing",
    loses: "values",
    sql: () => `ALTER TABLE "App".person DROP counted`,
  },
  {
    object: column("small"),
    attributes: "missing",
    loses: "values",
    sql: () => `ALTER TABLE "App".person DROP small`,
  },
  {
    object: column("moods"),
    attributes: "missing",
    loses: "values",
    sql: () => `ALTER TABLE "App".person DROP moods`,
  },
  {
    object: column("label"),
    attributes: "missing",
    loses: "values",
    also: [missingIndex("person_hash")],
    sql: () => `ALTER TABLE "App".person DROP label`,
  },
  {
    object: column('a "new" one'),
    attributes: "unexpected",
    sql: () => `ALTER TABLE "App".person ADD "a ""new"" one" integer DEFAULT 5 NOT NULL`,
  },
  {
    object: column("more", "event"),
    attributes: "unexpected",
    also: ["event_2024", "event_2025", "event_any", "event_eu", "event_rest"].map((table) => ({
      object: column("more", table),
      attributes: "unexpected",
    })),
    sql: () => `ALTER TABLE "App".event ADD more integer`,
  },
  {
    object: column("own", "heir"),
    attributes: "missing",
    loses: "values",
    sql: () => `ALTER TABLE "App".heir DROP own`,
  },
  {
    object: column("extra", "other"),
    attributes: "missing",
    loses: "values",
    also: [{ object: column("extra", "heir"), attributes: "missing" }],
    sql: () => `ALTER TABLE "App".other DROP extra`,
  },
];

/** Changes of columns: their type, where their values come from, how they are kept, whether they are there. */
export const columnMutations: readonly Mutation[] = [...types, ...values, ...storage, ...presence];
