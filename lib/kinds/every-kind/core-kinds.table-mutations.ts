import type { Mutation as AnyMutation, Seen } from "../../testing/kind-mutations";
import { type FixtureNames, hostile, quotedHostile } from "./core-kinds.fixture";

type Mutation = AnyMutation<FixtureNames>;

const named = (name: string, schema = "App"): Mutation["object"] => ({ kind: "table", schema, name });
const person = named("person");
const room = named("room");
const log = named(hostile, "shared");

const change = (object: Mutation["object"], attributes: string, sql: string): Mutation => ({
  object,
  attributes: attributes.split(" "),
  sql: () => sql,
});

const missing = (kind: string, table: string, name: string) =>
  ({ object: { kind, schema: "App", table, name }, attributes: "missing" }) as const;
const unexpected = (kind: string, table: string, name: string) =>
  ({ object: { kind, schema: "App", table, name }, attributes: "unexpected" }) as const;

/** The indexes that came with the partitioned table stay behind. */
const detached = (
  name: string,
  own: readonly Seen[] = [],
  [key, ...indexes]: readonly [string, ...string[]] = [
    `${name}_pkey`,
    `${name}_note_idx`,
    `${name}_upper_idx`,
  ],
): Mutation => ({
  ...change(
    named(name),
    "partitionBound partitionOf",
    `ALTER TABLE "App".event DETACH PARTITION "App".${name}`,
  ),
  also: [
    unexpected("constraint", name, key),
    ...indexes.map((index) => unexpected("index", name, index)),
    ...own,
  ],
});

const ofPartitions = (kind: string, name: string, ...attributes: string[]): Seen => ({
  object: { kind, schema: "App", table: "event", name },
  attributes,
});
const ofEvent2025 = [
  ofPartitions("constraint", "event_pkey", "partitionComments"),
  ofPartitions("index", "event_note", "partitionIndexes"),
  ofPartitions("index", "event_upper", "partitionIndexes"),
];
const ofHeir: Seen = {
  object: { kind: "constraint", schema: "App", table: "base", name: "base_ok" },
  attributes: ["partitionComments"],
};

/** Changes of tables, and of how tables belong together. */
export const tableMutations: readonly Mutation[] = [
  change(person, "comment", `COMMENT ON TABLE "App".person IS NULL`),
  {
    object: person,
    attributes: ["owner"],
    also: [
      { object: { kind: "sequence", schema: "App", name: "person_serial_id_seq" }, attributes: ["owner"] },
    ],
    sql: () => `ALTER TABLE "App".person OWNER TO pg_monitor`,
  },
  change(room, "owner", `ALTER TABLE "App".room OWNER TO pg_database_owner`),
  {
    object: person,
    attributes: ["privileges"],
    sql: ({ reader }) =>
      `REVOKE GRANT OPTION FOR SELECT ON "App".person FROM ${reader}; GRANT DELETE ON "App".person TO PUBLIC`,
  },
  {
    object: person,
    attributes: ["privileges"],
    sql: ({ owner }) => `GRANT TRUNCATE ON "App".person TO ${owner}`,
  },
  {
    object: person,
    attributes: ["columnPrivileges"],
    sql: ({ reader }) => `REVOKE SELECT (tableoid) ON "App".person FROM ${reader}`,
  },
  {
    object: person,
    attributes: ["columnPrivileges", "privileges"],
    sql: ({ reader }) => `REVOKE SELECT ON "App".person FROM ${reader}`,
  },
  change(room, "columnPrivileges", `GRANT SELECT (ctid) ON "App".room TO PUBLIC`),
  change(room, "privileges", `REVOKE INSERT ON "App".room FROM CURRENT_USER`),
  change(person, "rowSecurity", `ALTER TABLE "App".person DISABLE ROW LEVEL SECURITY`),
  change(person, "forceRowSecurity", `ALTER TABLE "App".person NO FORCE ROW LEVEL SECURITY`),
  change(room, "rowSecurity", `ALTER TABLE "App".room ENABLE ROW LEVEL SECURITY`),
  change(person, "replicaIdentity", `ALTER TABLE "App".person REPLICA IDENTITY DEFAULT`),
  change(person, "replicaIdentity", `ALTER TABLE "App".person REPLICA IDENTITY NOTHING`),
  change(room, "replicaIdentity replicaIdentityIndex", `ALTER TABLE "App".room REPLICA IDENTITY FULL`),
  change(room, "replicaIdentityIndex", `ALTER TABLE "App".room REPLICA IDENTITY USING INDEX room_pkey`),
  change(room, "clusteredIndex", `ALTER TABLE "App".room SET WITHOUT CLUSTER`),
  change(room, "clusteredIndex", `ALTER TABLE "App".room CLUSTER ON room_code`),
  change(person, "clusteredIndex", `ALTER TABLE "App".person CLUSTER ON person_plain`),
  change(person, "options", `ALTER TABLE "App".person SET (fillfactor = 81)`),
  change(
    person,
    "options",
    `ALTER TABLE "App".person RESET (autovacuum_enabled), SET (parallel_workers = 3)`,
  ),
  change(person, "toastOptions", `ALTER TABLE "App".person RESET (toast.autovacuum_enabled)`),
  change(room, "toastOptions", `ALTER TABLE "App".room SET (toast.autovacuum_vacuum_threshold = 99)`),
  change(log, "persistence", `ALTER TABLE shared.${quotedHostile} SET LOGGED`),
  change(
    named("other"),
    "persistence",
    `CREATE TABLE x (LIKE "App".other); DROP TABLE x; ALTER TABLE "App".heir NO INHERIT "App".other; ALTER TABLE "App".other SET UNLOGGED; ALTER TABLE "App".heir INHERIT "App".other`,
  ),
  change(log, "tablespace", `ALTER TABLE shared.${quotedHostile} SET TABLESPACE pg_default`),
  {
    object: room,
    attributes: ["tablespace"],
    sql: ({ tablespace }) => `ALTER TABLE "App".room SET TABLESPACE ${tablespace}`,
  },
  { ...change(room, "accessMethod", `ALTER TABLE "App".room SET ACCESS METHOD heap_too`), from: 15 },
  { object: named("nameless", "shared"), attributes: "missing", sql: () => "DROP TABLE shared.nameless" },
  { object: log, attributes: "missing", loses: "rows", sql: () => `DROP TABLE shared.${quotedHostile}` },
  {
    object: named("new", "shared"),
    attributes: "unexpected",
    sql: () => "CREATE TABLE shared.new (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, made date)",
  },

  // Partitions
  detached("event_2024", [
    ofPartitions("constraint", "event_pkey", "partitionComments", "partitionIndexes"),
    ofPartitions("index", "event_note", "partitionIndexes"),
    ofPartitions("index", "event_upper", "partitionIndexes"),
  ]),
  detached("event_2025", ofEvent2025),
  detached(
    "event_rest",
    [
      ofPartitions("constraint", "event_pkey", "partitionIndexes"),
      ofPartitions("index", "event_note", "partitionIndexes"),
    ],
    ["rest's key", "rest's note", "event_older_upper_idx7"],
  ),
  change(
    named("spread_1"),
    "partitionBound partitionOf",
    `ALTER TABLE "App".spread DETACH PARTITION "App".spread_1`,
  ),
  change(
    named("event_2024"),
    "partitionBound",
    `ALTER TABLE "App".event DETACH PARTITION "App".event_2024; ALTER TABLE "App".event ATTACH PARTITION "App".event_2024 FOR VALUES FROM ('2023-06-01') TO ('2025-01-01')`,
  ),
  change(
    named("event_eu"),
    "partitionBound",
    `ALTER TABLE "App".event_2025 DETACH PARTITION "App".event_eu; ALTER TABLE "App".event_2025 ATTACH PARTITION "App".event_eu FOR VALUES IN (1, 2, 9)`,
  ),
  change(
    named("event_rest"),
    "partitionBound",
    `ALTER TABLE "App".event DETACH PARTITION "App".event_rest; ALTER TABLE "App".event ATTACH PARTITION "App".event_rest FOR VALUES FROM ('2030-01-01') TO ('2031-01-01')`,
  ),
  change(
    named("event_any"),
    "replicaIdentity replicaIdentityPartOf",
    `ALTER TABLE "App".event_any REPLICA IDENTITY USING INDEX event_any_pkey`,
  ),
  change(named("event_any"), "clusteredPartOf", `ALTER TABLE "App".event_any CLUSTER ON event_any_note_idx`),
  change(named("event_rest"), "clusteredPartOf", `ALTER TABLE "App".event_rest CLUSTER ON "rest's key"`),
  change(
    named("ring_1"),
    "replicaIdentity replicaIdentityPartOf",
    `ALTER TABLE "App".ring_1 REPLICA IDENTITY FULL`,
  ),
  change(named("ring_1"), "clusteredPartOf", `ALTER TABLE "App".ring_1 SET WITHOUT CLUSTER`),
  {
    object: named("event_2026"),
    attributes: "unexpected",
    loses: "rows",
    sql: () =>
      `CREATE TABLE "App".event_2026 PARTITION OF "App".event FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')`,
  },
  {
    object: named("event_any"),
    attributes: "missing",
    loses: "rows",
    sql: () => `DROP TABLE "App".event_any`,
  },
  {
    object: named("event_2025"),
    attributes: "missing",
    also: [
      { object: named("event_any"), attributes: "missing" },
      { object: named("event_eu"), attributes: "missing" },
      ...ofEvent2025,
    ],
    loses: "rows",
    sql: () => `DROP TABLE "App".event_2025`,
  },
  {
    ...change(
      named("spread"),
      "partitionKey",
      `DROP TABLE "App".spread; CREATE TABLE "App".spread (id integer, big bigint) PARTITION BY HASH (big);
      CREATE TABLE "App".spread_0 PARTITION OF "App".spread FOR VALUES WITH (MODULUS 2, REMAINDER 0);
      CREATE TABLE "App".spread_1 PARTITION OF "App".spread FOR VALUES WITH (MODULUS 2, REMAINDER 1)`,
    ),
    manual: true,
    loses: "rows",
  },

  // Inheritance
  change(named("heir"), "inherits", `ALTER TABLE "App".heir NO INHERIT "App".other`),
  {
    ...change(named("heir"), "inherits", `ALTER TABLE "App".heir NO INHERIT "App".base`),
    also: [unexpected("constraint", "heir", "base_ok"), ofHeir],
  },
  change(
    named("heir"),
    "inherits",
    `ALTER TABLE "App".heir NO INHERIT "App".base; ALTER TABLE "App".heir INHERIT "App".base`,
  ),
  {
    ...change(
      named("room"),
      "inherits",
      `CREATE TABLE shared.above (name text); ALTER TABLE "App".room INHERIT shared.above`,
    ),
    also: [{ object: named("above", "shared"), attributes: "unexpected" }],
  },
  // Typed tables
  change(named("typed"), "ofType", `ALTER TABLE "App".typed NOT OF`),
  {
    ...change(
      named("other"),
      "ofType",
      `CREATE TYPE shared.alike AS (name text, extra integer); ALTER TABLE "App".heir NO INHERIT "App".other; ALTER TABLE "App".other OF shared.alike`,
    ),
    also: [
      { object: { kind: "composite type", schema: "shared", name: "alike" }, attributes: "unexpected" },
      { object: named("heir"), attributes: ["inherits"] },
    ],
  },
  { object: named("typed"), attributes: "missing", loses: "rows", sql: () => `DROP TABLE "App".typed` },
  {
    object: named("heir"),
    attributes: "missing",
    also: [ofHeir],
    loses: "rows",
    sql: () => `DROP TABLE "App".heir`,
  },
  {
    object: room,
    attributes: "missing",
    loses: "rows",
    also: [
      missing("constraint", "booking", "booking_room"),
      missing("constraint", "booking", "booking_some"),
      { object: { kind: "view", schema: "shared", name: "over" }, attributes: "missing" },
    ],
    to: 17,
    sql: () => `DELETE FROM "App".booking; SET CONSTRAINTS ALL IMMEDIATE; DROP TABLE "App".room CASCADE`,
  },
];
