import type { Mutation as AnyMutation } from "../../testing/kind-mutations";
import type { FixtureNames } from "./core-kinds.fixture";

type Mutation = AnyMutation<FixtureNames>;

const app = { kind: "schema", name: "App" };
const shared = { kind: "schema", name: "shared" };
const open = { kind: "schema", name: "public" };
const hstore = { kind: "extension", name: "hstore" };
const mood = { kind: "enum", schema: "App", name: "mood" };
const ticket = { kind: "sequence", schema: "App", name: "Ticket" };
const serial = { kind: "sequence", schema: "App", name: "person_serial_id_seq" };
const loose = { kind: "sequence", schema: "shared", name: "loose" };

const change = (object: Mutation["object"], attribute: string, sql: string): Mutation => ({
  object,
  attributes: [attribute],
  sql: () => sql,
});

/** The enum with other labels, all that uses it carried over by hand. */
const moodOf = (labels: string): string => `
  DROP VIEW shared.over; DROP VIEW "App"."Flagged";
  ALTER TYPE "App".mood RENAME TO was; CREATE TYPE "App".mood AS ENUM (${labels});
  ALTER TABLE "App".person ALTER mood DROP DEFAULT, ALTER moods DROP DEFAULT;
  ALTER TABLE "App".person ALTER mood TYPE "App".mood USING mood::text::"App".mood, ALTER moods TYPE "App".mood[] USING moods::text[]::"App".mood[];
  ALTER TABLE "App".person ALTER mood SET DEFAULT 'it''s ok', ALTER moods SET DEFAULT '{}'; DROP TYPE "App".was`;

const viewsGone = [
  { object: { kind: "view", schema: "App", name: "Flagged" }, attributes: "missing" },
  { object: { kind: "view", schema: "shared", name: "over" }, attributes: "missing" },
] as const;

const remade = ["comment", "labels", "owner", "privileges"];

/** Changes of what stands before tables: schemas, extensions, enums, sequences. */
export const typeMutations: readonly Mutation[] = [
  change(app, "owner", `ALTER SCHEMA "App" OWNER TO CURRENT_USER`),
  change(app, "comment", `COMMENT ON SCHEMA "App" IS NULL`),
  change(open, "comment", `COMMENT ON SCHEMA public IS 'by hand'`),
  change(open, "comment", `COMMENT ON SCHEMA public IS NULL`),
  change(open, "owner", `ALTER SCHEMA public OWNER TO pg_monitor`),
  change(open, "privileges", `GRANT CREATE ON SCHEMA public TO pg_monitor`),
  {
    object: app,
    attributes: ["privileges"],
    sql: ({ reader }) => `REVOKE ALL ON SCHEMA "App" FROM ${reader}; GRANT USAGE ON SCHEMA "App" TO PUBLIC`,
  },
  {
    object: shared,
    attributes: ["privileges"],
    sql: ({ reader }) => `REVOKE GRANT OPTION FOR CREATE ON SCHEMA shared FROM ${reader}`,
  },
  change(shared, "privileges", `REVOKE CREATE ON SCHEMA shared FROM CURRENT_USER`),
  {
    object: { kind: "schema", name: `it's "new"` },
    attributes: "unexpected",
    sql: () => `CREATE SCHEMA "it's ""new"""`,
  },
  {
    object: shared,
    attributes: ["owner"],
    sql: ({ owner }) => `ALTER SCHEMA shared OWNER TO ${owner}`,
  },
  {
    object: { kind: "schema", name: "spare" },
    attributes: "missing",
    sql: () => "DROP SCHEMA spare",
  },

  change(hstore, "memberSchema", "ALTER EXTENSION hstore SET SCHEMA shared"),
  {
    object: hstore,
    attributes: ["memberGrants", "memberRevokes", "version"],
    sql: () => `DROP EXTENSION hstore; CREATE EXTENSION hstore WITH SCHEMA public VERSION '1.4'`,
  },
  change(hstore, "memberGrants", "GRANT USAGE ON TYPE public.hstore TO pg_monitor WITH GRANT OPTION"),
  {
    object: hstore,
    attributes: ["memberGrants"],
    sql: ({ reader }) => `REVOKE EXECUTE ON FUNCTION public.hstore(text, text) FROM ${reader}`,
  },
  change(hstore, "memberRevokes", "GRANT EXECUTE ON FUNCTION public.hstore(text, text) TO PUBLIC"),
  change(hstore, "memberRevokes", "REVOKE ALL ON TYPE public.hstore FROM PUBLIC"),
  { object: hstore, attributes: "missing", sql: () => "DROP EXTENSION hstore" },
  change(hstore, "comment", "COMMENT ON EXTENSION hstore IS 'by hand'"),
  {
    object: { kind: "extension", name: "pg_trgm" },
    attributes: "unexpected",
    sql: () => "CREATE EXTENSION pg_trgm",
  },

  change(mood, "owner", `ALTER TYPE "App".mood OWNER TO CURRENT_USER`),
  change(mood, "comment", `COMMENT ON TYPE "App".mood IS 'by hand'`),
  change(mood, "privileges", `GRANT USAGE ON TYPE "App".mood TO PUBLIC`),
  change(mood, "labels", `ALTER TYPE "App".mood ADD VALUE 'more'`),
  change(mood, "labels", `ALTER TYPE "App".mood ADD VALUE 'less' BEFORE 'sad'`),
  {
    object: mood,
    attributes: ["labels"],
    also: [
      { object: { kind: "column", schema: "App", table: "person", name: "mood" }, attributes: ["default"] },
    ],
    sql: () => `ALTER TYPE "App".mood RENAME VALUE 'it''s ok' TO 'fine'`,
  },
  { object: mood, attributes: remade, also: viewsGone, sql: () => moodOf(`'sad', 'Happy', 'it''s ok'`) },
  { object: mood, attributes: remade, also: viewsGone, sql: () => moodOf(`'it''s ok', 'sad', 'Happy', 'x'`) },
  {
    object: { kind: "enum", schema: "shared", name: "nothing" },
    attributes: "missing",
    sql: () => "DROP TYPE shared.nothing",
  },
  {
    object: { kind: "enum", schema: "App", name: "New" },
    attributes: "unexpected",
    sql: () => `CREATE TYPE "App"."New" AS ENUM ('a')`,
  },

  change(ticket, "start", `ALTER SEQUENCE "App"."Ticket" START 8`),
  change(ticket, "increment", `ALTER SEQUENCE "App"."Ticket" INCREMENT 3`),
  change(ticket, "minimum", `ALTER SEQUENCE "App"."Ticket" MINVALUE -901`),
  change(ticket, "maximum", `ALTER SEQUENCE "App"."Ticket" MAXVALUE 801`),
  change(ticket, "cache", `ALTER SEQUENCE "App"."Ticket" CACHE 1`),
  change(ticket, "cycle", `ALTER SEQUENCE "App"."Ticket" NO CYCLE`),
  change(ticket, "type", `ALTER SEQUENCE "App"."Ticket" AS bigint`),
  {
    object: serial,
    attributes: ["maximum", "type"],
    sql: () => `ALTER SEQUENCE "App".person_serial_id_seq AS smallint`,
  },
  change(ticket, "owner", `ALTER SEQUENCE "App"."Ticket" OWNER TO CURRENT_USER`),
  change(ticket, "comment", `COMMENT ON SEQUENCE "App"."Ticket" IS NULL`),
  {
    object: ticket,
    attributes: ["privileges"],
    sql: ({ reader }) =>
      `REVOKE USAGE ON SEQUENCE "App"."Ticket" FROM ${reader}; GRANT SELECT ON SEQUENCE "App"."Ticket" TO PUBLIC`,
  },
  change(ticket, "ownedBy", `ALTER SEQUENCE "App"."Ticket" OWNED BY "App".person.ticket`),
  change(serial, "ownedBy", `ALTER SEQUENCE "App".person_serial_id_seq OWNED BY NONE`),
  change(serial, "ownedBy", `ALTER SEQUENCE "App".person_serial_id_seq OWNED BY "App".person.small`),
  { ...change(serial, "persistence", `ALTER SEQUENCE "App".person_serial_id_seq SET UNLOGGED`), from: 15 },
  { ...change(loose, "persistence", "ALTER SEQUENCE shared.loose SET LOGGED"), from: 15 },
  { object: loose, attributes: "missing", sql: () => "DROP SEQUENCE shared.loose" },
  {
    object: { kind: "sequence", schema: "shared", name: "New" },
    attributes: "unexpected",
    sql: () => `CREATE SEQUENCE shared."New"`,
  },
];
