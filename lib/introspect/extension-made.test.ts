/** What extensions make as they are used, though it is no member of theirs: partitions, chunks, queues. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Catalog } from "../catalog/catalog";
import { readSnapshot, writeSnapshot } from "../catalog/snapshot";
import { compare } from "../drift/compare";
import type { Drift } from "../drift/drift";
import { normalise } from "../expected/normalise";
import { makePlan } from "../plan/make-plan";
import { connect } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { startExtensionServer } from "../testing/extension-server";
import { readDatabase, runScript } from "../testing/plan-sides";
import type { TestDatabase } from "../testing/test-server";
import { introspect } from "./introspect";

let server: Awaited<ReturnType<typeof startExtensionServer>>;
const databases: TestDatabase[] = [];

// In the shape of the real ones, tried against pg_partman 5 and TimescaleDB 2.31 by hand.
beforeAll(async () => {
  server = await startExtensionServer([
    {
      name: "pg_partman",
      control: "default_version = '5.4'\nrelocatable = false",
      scripts: {
        "5.4": `CREATE TABLE @extschema@.part_config (parent_table text PRIMARY KEY, template_table text);
          SELECT pg_catalog.pg_extension_config_dump('part_config', '');`,
      },
    },
    {
      name: "timescaledb",
      control: "default_version = '2.31'\nrelocatable = false",
      scripts: {
        "2.31":
          "CREATE SCHEMA _timescaledb_internal; CREATE TABLE _timescaledb_internal.bgw_job_stat (id int);",
      },
    },
  ]);
});

afterAll(async () => {
  for (const database of databases) await database.drop();
  await server.stop();
});

async function database(sql: string): Promise<TestDatabase> {
  const made = await server.createDatabase("made");
  databases.push(made);
  await runScript(made, sql);
  return made;
}

async function drift(expected: Catalog, actual: Catalog): Promise<Drift> {
  const sides = await normalise(expected, actual, {
    shadowUrl: () => Promise.resolve(server.url("postgres")),
  });
  return compare(sides.expected, sides.actual);
}

const named = ({ differences }: Drift): readonly string[] =>
  differences.map(({ type, object }) => `${type} ${object.kind} ${object.name}`);

const root = `CREATE SCHEMA partman; CREATE EXTENSION pg_partman SCHEMA partman;
  CREATE TABLE event (id int NOT NULL, day date NOT NULL, body text, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
  CREATE TABLE by_hand (id int, day date) PARTITION BY RANGE (day);`;

const partition = (year: number): string => `
  CREATE TABLE event_p${year} PARTITION OF event FOR VALUES FROM ('${year}-01-01') TO ('${year + 1}-01-01') PARTITION BY LIST (id);
  CREATE TABLE event_p${year}_default PARTITION OF event_p${year} DEFAULT;
  CREATE INDEX ON event_p${year}_default (body);
  COMMENT ON INDEX event_p${year}_pkey IS 'of ${year}'; ALTER INDEX event_p${year}_default_pkey SET (fillfactor = 50);`;

const kept = `INSERT INTO partman.part_config VALUES ('public.event', 'partman.template_public_event');
  CREATE TABLE partman.template_public_event (LIKE event);`;

it("partitions that pg_partman makes are no drift, whichever side knows that it does", async () => {
  const live = await readDatabase(await database(root + kept + partition(2026) + partition(2027)));
  expect(named(await drift(await readDatabase(await database(root)), live))).toEqual([]);
  // A dump has the partitions of its day, and none of what pg_partman was told.
  const dumped = await readDatabase(await database(root + partition(2025) + partition(2026)));
  expect(named(await drift(dumped, live))).toEqual([]);
  expect(named(await drift(readSnapshot(writeSnapshot(live)), dumped))).toEqual([]);
  expect(live.coverage.setApart).toContainEqual(
    expect.objectContaining({
      owner: "pg_partman",
      partitionsOf: [{ kind: "table", schema: "public", name: "event" }],
    }),
  );
});

it("partitions of other tables, and tables beside the extension's own, are drift like any other", async () => {
  const more = `CREATE TABLE by_hand_1 PARTITION OF by_hand DEFAULT; CREATE TABLE partman.left_over (id int);`;
  const [plain, live] = [await database(root), await database(root + kept + partition(2026) + more)];
  expect(named(await drift(await readDatabase(plain), await readDatabase(live)))).toEqual([
    "unexpected table left_over",
    "unexpected table by_hand_1",
  ]);
});

it("what is amiss with their root is mended, and they follow it", async () => {
  const expected = await readDatabase(
    await database(
      `${root} ALTER TABLE event ALTER body TYPE varchar(80); CREATE INDEX event_body ON event (body);`,
    ),
  );
  const live = await database(root + kept + partition(2026));
  const before = await readDatabase(live);
  const plan = makePlan(await drift(expected, before), expected, before);
  expect(plan.manual).toEqual([]);
  await runScript(live, plan.statements.map(({ sql }) => sql).join(";\n"));
  expect(named(await drift(expected, await readDatabase(live)))).toEqual([]);
});

it("who may not read what pg_partman keeps is told so, and nothing is called clean", async () => {
  const live = await database(root + kept + partition(2026));
  await runScript(live, `CREATE ROLE partman_reader`);
  const session = await connect(connectionSettingsFromUrl(live.url));
  try {
    await session.execute("SET ROLE partman_reader");
    const seen = await introspect(session);
    expect(seen.coverage.notVisible).toContainEqual(
      expect.objectContaining({ what: "which tables pg_partman keeps the partitions of" }),
    );
    expect(named(await drift(await readDatabase(await database(root)), seen))).toContain(
      "unexpected table event_p2026",
    );
  } finally {
    await session.close();
    await runScript(live, `DROP ROLE partman_reader`);
  }
});

it("chunks of hypertables are their extension's", async () => {
  const hypertable = "CREATE EXTENSION timescaledb; CREATE TABLE metric (at timestamptz NOT NULL, v float8);";
  const chunk = `CREATE TABLE _timescaledb_internal._hyper_1_1_chunk (CHECK (at < '2027-01-01')) INHERITS (metric);
    CREATE INDEX ON _timescaledb_internal._hyper_1_1_chunk (at);`;
  const [plain, live] = [await database(hypertable), await database(hypertable + chunk)];
  expect(named(await drift(await readDatabase(plain), await readDatabase(live)))).toEqual([]);
  const without = `CREATE TABLE metric (at timestamptz NOT NULL, v float8); CREATE SCHEMA _timescaledb_internal;`;
  const [bare, alike] = [await database(without), await database(without + chunk)];
  expect(named(await drift(await readDatabase(bare), await readDatabase(alike)))).toEqual([
    "unexpected table _hyper_1_1_chunk",
  ]);
});
