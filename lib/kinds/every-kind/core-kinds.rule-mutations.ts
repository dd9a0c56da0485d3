import type { Mutation as AnyMutation, Seen } from "../../testing/kind-mutations";
import type { FixtureNames } from "./core-kinds.fixture";

type Mutation = AnyMutation<FixtureNames>;

const constraint = (name: string, table = "room"): Mutation["object"] => ({
  kind: "constraint",
  schema: "App",
  table,
  name,
});
const index = (name: string, table = "person"): Mutation["object"] => ({
  kind: "index",
  schema: "App",
  table,
  name,
});

/** Drops a constraint and puts another definition in its place. */
const redefine = (
  name: string,
  table: string,
  definition: string,
  more: Partial<Mutation> = {},
): Mutation => ({
  object: constraint(name, table),
  attributes: ["definition"],
  sql: () =>
    `ALTER TABLE "App".${table} DROP CONSTRAINT "${name.replaceAll('"', '""')}"; ALTER TABLE "App".${table} ADD CONSTRAINT "${name.replaceAll('"', '""')}" ${definition}`,
  ...more,
});
const gone = (name: string, table: string, more: Partial<Mutation> = {}): Mutation => ({
  object: constraint(name, table),
  attributes: "missing",
  sql: () => `ALTER TABLE "App".${table} DROP CONSTRAINT "${name.replaceAll('"', '""')}"`,
  ...more,
});
const change = (
  object: Mutation["object"],
  attributes: Seen["attributes"],
  sql: string,
  more: Partial<Mutation> = {},
): Mutation => ({
  object,
  attributes,
  sql: () => sql,
  ...more,
});

const toRoom = `FOREIGN KEY (room, floor) REFERENCES "App".room (id, floor)`;

const constraints: readonly Mutation[] = [
  gone("room_code", "room"),
  gone("room_positive", "room"),
  gone("room_during", "room"),
  gone("booking_room", "booking"),
  gone("booking_person", "booking"),
  gone("booking_late", "booking"),
  gone("base_ok", "base"),
  gone("event_own", "event_2024"),
  gone("event_pkey", "event"),
  ...[
    `ALTER INDEX "App".event_2024_pkey RESET (fillfactor)`,
    `COMMENT ON INDEX "App".event_2024_pkey IS NULL`,
    `ALTER INDEX "App".event_eu_pkey SET (deduplicate_items = off)`,
    `ALTER INDEX "App"."rest's key" RENAME TO event_rest_pkey`,
    `ALTER INDEX "App".event_any_pkey RENAME TO "any's"`,
  ].map((sql) => change(constraint("event_pkey", "event"), ["partitionIndexes"], sql)),
  ...[
    `COMMENT ON CONSTRAINT event_2024_pkey ON "App".event_2024 IS NULL`,
    `COMMENT ON CONSTRAINT event_eu_pkey ON "App".event_eu IS 'other'`,
    `ALTER INDEX "App".event_any_pkey RENAME TO "Any's_pkey1"; COMMENT ON CONSTRAINT "Any's_pkey1" ON "App".event_any IS 'more'`,
  ].map((sql) => change(constraint("event_pkey", "event"), ["partitionComments"], sql)),
  change(
    constraint("base_ok", "base"),
    ["partitionComments"],
    `COMMENT ON CONSTRAINT base_ok ON "App".heir IS NULL`,
  ),
  gone("typed_pkey", "typed"),
  { ...gone("room_claimed", "room"), from: 18 },
  { ...gone("booking_time", "booking"), from: 18 },
  { ...gone("booking_claimed", "booking"), from: 18 },
  {
    object: constraint("person_serial", "person"),
    attributes: "missing",
    also: [{ object: constraint("booking_late", "booking"), attributes: "missing" }],
    sql: () => `ALTER TABLE "App".person DROP CONSTRAINT person_serial CASCADE`,
  },
  {
    object: constraint("booking_pkey", "booking"),
    attributes: "missing",
    also: [{ object: constraint("booking_parent", "booking"), attributes: "missing" }],
    sql: () =>
      `ALTER TABLE "App".booking DROP CONSTRAINT booking_pkey CASCADE; ALTER TABLE "App".booking ALTER id SET NOT NULL`,
  },
  change(
    constraint("event_pkey", "event"),
    ["lacksParts", "partitionComments", "partitionIndexes"],
    `ALTER TABLE "App".event DROP CONSTRAINT event_pkey; ALTER TABLE ONLY "App".event ADD CONSTRAINT event_pkey PRIMARY KEY (id, at)`,
  ),
  change(
    constraint("event_pkey", "event"),
    ["attachedParts", "lacksParts", "partitionComments", "partitionIndexes"],
    `ALTER TABLE "App".event DROP CONSTRAINT event_pkey; ALTER TABLE ONLY "App".event ADD CONSTRAINT event_pkey PRIMARY KEY (id, at);
     ALTER TABLE "App".event_2024 ADD PRIMARY KEY (id, at); ALTER INDEX "App".event_pkey ATTACH PARTITION "App".event_2024_pkey`,
  ),
  redefine("room_code", "room", "UNIQUE (code)", { attributes: ["definition", "indexComment"] }),
  redefine("room_code", "room", "UNIQUE (code, floor) DEFERRABLE INITIALLY DEFERRED", {
    attributes: ["definition", "indexComment"],
  }),
  redefine(`Room's "Name"`, "room", "UNIQUE (name, code) INCLUDE (floor)"),
  { ...redefine(`Room's "Name"`, "room", "UNIQUE (name) INCLUDE (floor)"), from: 15 },
  { ...redefine(`Room's "Name"`, "room", "UNIQUE NULLS NOT DISTINCT (name)"), from: 15 },
  redefine("room_positive", "room", "CHECK (floor >= 0)"),
  redefine("room_positive", "room", "CHECK (floor >= -1) NO INHERIT"),
  redefine(
    "room_during",
    "room",
    "EXCLUDE USING gist (floor WITH =, during WITH &&) INCLUDE (name) WITH (fillfactor = 60) WHERE (floor > 1) DEFERRABLE",
  ),
  redefine(
    "room_during",
    "room",
    "EXCLUDE USING gist (floor WITH =, during WITH &&) INCLUDE (name) WITH (fillfactor = 61) WHERE (floor > 0) DEFERRABLE",
  ),
  redefine("booking_room", "booking", `${toRoom} ON UPDATE CASCADE ON DELETE SET NULL`),
  redefine("booking_room", "booking", `${toRoom} MATCH FULL ON UPDATE CASCADE ON DELETE CASCADE`),
  redefine("booking_room", "booking", `${toRoom} MATCH FULL ON UPDATE RESTRICT ON DELETE SET NULL`),
  redefine("booking_some", "booking", `${toRoom} ON DELETE SET NULL`),
  { ...redefine("booking_some", "booking", `${toRoom} ON DELETE SET DEFAULT`), from: 15 },
  { ...redefine("booking_some", "booking", `${toRoom} ON DELETE SET NULL (floor)`), from: 15 },
  redefine(
    "booking_person",
    "booking",
    `FOREIGN KEY (person) REFERENCES "App".person (id) ON DELETE RESTRICT`,
  ),
  change(
    constraint("booking_person", "booking"),
    ["definition"],
    `ALTER TABLE "App".booking ALTER CONSTRAINT booking_person DEFERRABLE INITIALLY IMMEDIATE`,
  ),
  redefine(
    "booking_person",
    "booking",
    `FOREIGN KEY (person) REFERENCES "App".person (serial_id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED`,
  ),
  redefine("booking_person", "booking", "CHECK (person > 0)", { attributes: ["definition", "type"] }),
  redefine("event_own", "event_2024", "CHECK (region <> 'y')"),
  redefine("event_pkey", "event", "PRIMARY KEY (at, id)", {
    attributes: ["definition", "partitionComments", "partitionIndexes"],
  }),
  redefine("base_ok", "base", "CHECK (id > -1)", { attributes: ["definition", "partitionComments"] }),
  change(constraint("room_old"), ["validated"], `ALTER TABLE "App".room VALIDATE CONSTRAINT room_old`),
  change(
    constraint("booking_late", "booking"),
    ["validated"],
    `ALTER TABLE "App".booking VALIDATE CONSTRAINT booking_late`,
  ),
  redefine("event_own", "event_2024", "CHECK (region <> 'x') NOT VALID", { attributes: ["validated"] }),
  redefine(
    "booking_parent",
    "booking",
    `FOREIGN KEY (parent) REFERENCES "App".booking (id) ON UPDATE SET DEFAULT NOT VALID`,
    { attributes: ["validated"] },
  ),
  redefine("room_claimed", "room", "CHECK (floor < 1000)", { attributes: ["enforced"], from: 18 }),
  redefine("room_positive", "room", "CHECK (floor >= 0) NO INHERIT NOT ENFORCED", {
    attributes: ["enforced"],
    from: 18,
  }),
  change(
    constraint("booking_claimed", "booking"),
    ["enforced"],
    `ALTER TABLE "App".booking ALTER CONSTRAINT booking_claimed ENFORCED`,
    { from: 18 },
  ),
  change(constraint("room_old"), ["comment"], `COMMENT ON CONSTRAINT room_old ON "App".room IS NULL`),
  change(constraint("room_code"), ["indexComment"], `COMMENT ON INDEX "App".room_code IS NULL`),
  change(constraint("room_pkey"), ["indexOptions"], `ALTER INDEX "App".room_pkey SET (fillfactor = 71)`),
  change(constraint("room_pkey"), ["indexOptions"], `ALTER INDEX "App".room_pkey RESET (fillfactor)`),
  change(
    constraint("room_code"),
    ["indexOptions"],
    `ALTER INDEX "App".room_code SET (deduplicate_items = off)`,
  ),
  change(
    constraint("room_pkey"),
    ["indexTablespace"],
    `ALTER INDEX "App".room_pkey SET TABLESPACE pg_default`,
  ),
  change(
    constraint("room_positive"),
    "renamed",
    `ALTER TABLE "App".room RENAME CONSTRAINT room_positive TO "was Positive"`,
  ),
  change(
    constraint("room_code"),
    "renamed",
    `ALTER TABLE "App".room RENAME CONSTRAINT room_code TO room_code_key`,
  ),
  change(
    constraint("booking_room", "booking"),
    "renamed",
    `ALTER TABLE "App".booking RENAME CONSTRAINT booking_room TO booking_fk`,
  ),
  change(constraint("more"), "unexpected", `ALTER TABLE "App".room ADD CONSTRAINT more CHECK (id < 99)`),
  change(constraint("more"), "unexpected", `ALTER TABLE "App".room ADD CONSTRAINT more UNIQUE (name, code)`),
  change(
    constraint("more", "booking"),
    "unexpected",
    `ALTER TABLE "App".booking ADD CONSTRAINT more FOREIGN KEY (room) REFERENCES "App".room`,
  ),
  change(
    constraint("more", "event"),
    "unexpected",
    `ALTER TABLE "App".event ADD CONSTRAINT more CHECK (id > 0)`,
  ),
  change(
    constraint("more", "base"),
    "unexpected",
    `ALTER TABLE "App".base ADD CONSTRAINT more CHECK (id < 99)`,
  ),
];

/** Drops an index and makes it again in another way. */
const rebuild = (name: string, attributes: readonly string[], sql: string): Mutation =>
  change(index(name), attributes, `DROP INDEX "App".${name}; CREATE ${sql}`);

const quoted = `"Person's ""Index"""`;
const special = (columns: string, tail: string): Mutation =>
  change(
    index(`Person's "Index"`),
    ["comment", "definition", "statisticsTargets"],
    `DROP INDEX "App".${quoted}; CREATE UNIQUE INDEX ${quoted} ON "App".person (${columns}) ${tail}`,
  );
const key = `lower(name) COLLATE "POSIX" text_pattern_ops DESC NULLS LAST, serial_id NULLS FIRST`;

const indexes: readonly Mutation[] = [
  change(index("person_plain"), "missing", `DROP INDEX "App".person_plain`),
  change(index(`Person's "Index"`), "missing", `DROP INDEX "App".${quoted}`),
  change(index("person_far"), "missing", `DROP INDEX "App".person_far`),
  change(index("person_brin"), "missing", `DROP INDEX "App".person_brin`),
  change(index("event_note", "event"), "missing", `DROP INDEX "App".event_note`),
  change(index("event_region", "event_2024"), "missing", `DROP INDEX "App".event_region`),
  rebuild("person_plain", ["definition"], `INDEX person_plain ON "App".person (name, born)`),
  rebuild("person_plain", ["definition"], `INDEX person_plain ON "App".person (born DESC, name)`),
  rebuild(
    "person_plain",
    ["definition"],
    `INDEX person_plain ON "App".person (name COLLATE "POSIX", born DESC)`,
  ),
  rebuild("person_plain", ["unique"], `UNIQUE INDEX person_plain ON "App".person (name, born DESC)`),
  { ...rebuild("person_key", ["definition"], `UNIQUE INDEX person_key ON "App".person (key)`), from: 15 },
  rebuild("person_key", ["definition"], `UNIQUE INDEX person_key ON "App".person (key) WHERE flag`),
  rebuild("person_hash", ["definition"], `INDEX person_hash ON "App".person (label)`),
  rebuild(
    "person_brin",
    ["definition"],
    `INDEX person_brin ON "App".person USING brin (born) WITH (pages_per_range = 4)`,
  ),
  rebuild(
    "person_brin",
    ["definition"],
    `INDEX person_brin ON "App".person USING brin (born date_minmax_multi_ops (values_per_range = 16)) WITH (pages_per_range = 8)`,
  ),
  rebuild(
    "person_gin",
    ["definition"],
    `INDEX person_gin ON "App".person USING gin (document) WITH (fastupdate = off)`,
  ),
  change(index("person_gin"), ["definition"], `ALTER INDEX "App".person_gin RESET (fastupdate)`),
  special(key, "INCLUDE (flag) WITH (fillfactor = 50)"),
  special(key, "WITH (fillfactor = 50) WHERE flag"),
  special(key.replace(" DESC NULLS LAST", ""), "INCLUDE (flag) WITH (fillfactor = 50) WHERE flag"),
  special(key.replace("lower", "upper"), "INCLUDE (flag) WITH (fillfactor = 50) WHERE flag"),
  change(
    index("event_note", "event"),
    ["comment", "definition", "partitionIndexes"],
    `DROP INDEX "App".event_note; CREATE INDEX event_note ON "App".event (note, id)`,
  ),
  change(
    index("event_note", "event"),
    ["comment", "partitionIndexes"],
    `DROP INDEX "App".event_note; CREATE INDEX ON "App".event_2024 (note DESC); CREATE INDEX event_note ON "App".event (note)`,
  ),
  change(
    index("event_note", "event"),
    ["attachedParts", "comment", "partitionIndexes", "valid"],
    `DROP INDEX "App".event_note; CREATE INDEX event_note ON ONLY "App".event (note);
     CREATE INDEX event_2024_note_idx ON "App".event_2024 (note); ALTER INDEX "App".event_note ATTACH PARTITION "App".event_2024_note_idx`,
  ),
  change(index("person_far"), ["tablespace"], `ALTER INDEX "App".person_far SET TABLESPACE pg_default`),
  {
    object: index(`Person's "Index"`),
    attributes: ["tablespace"],
    sql: ({ tablespace }) => `ALTER INDEX "App".${quoted} SET TABLESPACE ${tablespace}`,
  },
  change(
    index(`Person's "Index"`),
    ["statisticsTargets"],
    `ALTER INDEX "App".${quoted} ALTER COLUMN 1 SET STATISTICS -1`,
  ),
  change(index(`Person's "Index"`), ["comment"], `COMMENT ON INDEX "App".${quoted} IS NULL`),
  change(
    index("person_plain"),
    ["valid"],
    `UPDATE pg_catalog.pg_index SET indisvalid = false WHERE indexrelid = '"App".person_plain'::regclass`,
  ),
  change(index("person_plain"), "renamed", `ALTER INDEX "App".person_plain RENAME TO "was Plain"`),
  change(index("event_note", "event"), "renamed", `ALTER INDEX "App".event_note RENAME TO noted`),
  ...[
    `ALTER INDEX "App".event_2024_note_idx SET (fillfactor = 75, deduplicate_items = off)`,
    `ALTER INDEX "App".event_2024_note_idx RESET (fillfactor)`,
    `ALTER INDEX "App".event_any_note_idx SET (fillfactor = 70)`,
    `ALTER INDEX "App".event_eu_note_idx SET TABLESPACE pg_default`,
    `COMMENT ON INDEX "App".event_2025_note_idx IS NULL`,
    `COMMENT ON INDEX "App".event_any_note_idx IS 'its''s own'`,
    `ALTER INDEX "App"."rest's note" RENAME TO event_rest_note_idx`,
    `ALTER INDEX "App"."rest's note" RENAME TO event_older_note_idx1`,
    `ALTER INDEX "App"."rest's note" RENAME TO event_rest_id_idx`,
    `ALTER INDEX "App".event_any_note_idx RENAME TO "any note"; COMMENT ON INDEX "App"."any note" IS 'both'`,
    `ALTER INDEX "App".event_2024_note_idx RENAME TO "a Name"; ALTER INDEX "App"."a Name" SET (fillfactor = 65)`,
  ].map((sql) => change(index("event_note", "event"), ["partitionIndexes"], sql)),
  ...[
    `ALTER INDEX "App".event_2024_upper_idx SET (fillfactor = 80)`,
    `ALTER INDEX "App".event_eu_upper_idx ALTER COLUMN 1 SET STATISTICS -1`,
    `ALTER INDEX "App".event_any_upper_idx ALTER COLUMN 1 SET STATISTICS 77`,
  ].map((sql) => change(index("event_upper", "event"), ["partitionIndexes"], sql)),
  {
    object: index("event_note", "event"),
    attributes: ["partitionIndexes"],
    sql: ({ tablespace }) => `ALTER INDEX "App".event_2024_note_idx SET TABLESPACE ${tablespace}`,
  },
  change(index("event_upper", "event"), "missing", `DROP INDEX "App".event_upper`),
  change(index("more"), "unexpected", `CREATE INDEX more ON "App".person (email)`),
  change(index("more", "event"), "unexpected", `CREATE INDEX more ON "App".event (region)`, {
    also: [{ object: index("event_region", "event_2024"), attributes: "missing" }],
  }),
];

/** Changes of constraints and indexes. */
export const ruleMutations: readonly Mutation[] = [...constraints, ...indexes];
