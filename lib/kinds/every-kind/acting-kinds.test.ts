import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Catalog } from "../../catalog/catalog";
import { compare } from "../../drift/compare";
import { normalise } from "../../expected/normalise";
import { introspect } from "../../introspect/introspect";
import { makePlan } from "../../plan/make-plan";
import { connect, type Session } from "../../postgres/connect";
import { type Laboratory, namesOf, openLaboratory } from "../../testing/kind-laboratory";
import { createAgain, readsItsFields, runAll, silentAttributes } from "../../testing/kind-mutations";
import { dumpLines, findPgDump } from "../../testing/pg-dump";
import { majors, testServer } from "../../testing/test-server";
import { kinds } from "../registry";
import { actingFixture, type FixtureNames, fixture } from "./acting-kinds.fixture";

const acting = [
  "function",
  "procedure",
  "aggregate",
  "materialized view",
  "trigger",
  "event trigger",
  "rule",
  "policy",
];

const actingKinds = kinds.filter((kind) => acting.includes(kind.kind));

describe.each(majors)("on PostgreSQL %i", (major) => {
  let laboratory: Laboratory<FixtureNames>;
  let declared: Session;
  let expected: Catalog;

  beforeAll(async () => {
    laboratory = await openLaboratory(actingFixture, namesOf(actingFixture), major);
    ({ declared, expected } = laboratory);
  });
  afterAll(() => laboratory?.close());

  it.each(actingKinds.map((kind) => [kind.kind, kind] as const))(
    "reads exactly the fields of a %s that have a rule",
    (_, kind) => readsItsFields(declared, kind),
  );

  it("shows each attribute of each kind with a value other than the usual", () => {
    expect(silentAttributes(actingKinds, expected)).toEqual([]);
  });

  it("creates everything again from what it read, also to pg_dump's eyes", async () => {
    const { session, database } = await laboratory.emptyDatabase();
    await createAgain(session, expected);
    const again = await introspect(session);
    expect(compare(expected, again).differences).toEqual([]);
    expect(compare(again, expected).differences).toEqual([]);
    const pgDump = await findPgDump(major);
    if (pgDump === null) return;
    expect(await dumpLines(pgDump.program, database.url)).toEqual(
      await dumpLines(pgDump.program, laboratory.declaredDatabase.url),
    );
  });

  it("takes everything out of the way of a column's new type and puts it back as it was", async () => {
    const wider = fixture(laboratory.names).replace(
      "amount numeric, note text",
      "amount numeric(12,2), note varchar(80)",
    );
    const { session } = await laboratory.emptyDatabase();
    await session.script(wider);
    const before = await introspect(session);
    for (const [wanted, present] of [
      [expected, before],
      [before, expected],
    ] as const) {
      const plan = makePlan(compare(wanted, present), wanted, present);
      expect(plan.manual).toEqual([]);
      await runAll(session, plan.statements);
      expect(compare(wanted, await introspect(session)).differences).toEqual([]);
    }
  });

  it("replaces a function, and what is built on it, when its result has another type", async () => {
    const base = `CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
      CREATE TABLE t (a integer CHECK (f(a) > 0), b integer DEFAULT f(1));
      CREATE VIEW v AS SELECT f(a) > 1 AS big FROM t; GRANT SELECT ON v TO ${laboratory.names.reader};
      CREATE POLICY p ON t USING (f(a) > 2); CREATE INDEX i ON t (f(a));`;
    const { session } = await laboratory.emptyDatabase();
    const { session: other } = await laboratory.emptyDatabase();
    await session.script(base);
    await other.script(
      base.replace("RETURNS integer", "RETURNS smallint").replace("'SELECT $1'", "'SELECT $1::smallint'"),
    );
    await session.execute("INSERT INTO t VALUES (5)");
    const wanted = await introspect(other);
    const present = await introspect(session);
    const plan = makePlan(compare(wanted, present), wanted, present);
    await runAll(session, plan.statements);
    expect(compare(wanted, await introspect(session)).differences).toEqual([]);
    expect(await session.query("SELECT a, b FROM t")).toEqual([{ a: 5, b: 1 }]);
  });

  it("does not take a materialized view for drift because someone refreshed it", async () => {
    await declared.execute('REFRESH MATERIALIZED VIEW "App".later');
    const refreshed = await introspect(declared);
    await declared.execute('REFRESH MATERIALIZED VIEW "App".later WITH NO DATA');
    expect(compare(expected, refreshed).differences).toEqual([]);
    expect(compare(refreshed, expected).differences).toHaveLength(1);
  });

  it("drops everything in an order that works", async () => {
    const { session } = await laboratory.emptyDatabase();
    const empty = await introspect(session);
    await session.script(fixture(laboratory.names));
    const full = await introspect(session);
    const plan = makePlan(compare(empty, full), empty, full);
    expect(plan.manual).toEqual([]);
    await runAll(session, plan.statements);
    expect(compare(empty, await introspect(session)).differences).toEqual([]);
  });
});

it("says the same of one schema on two majors", async () => {
  // Roles and a tablespace that every server has.
  const names = { owner: "pg_read_all_data", reader: "pg_monitor", stranger: "", tablespace: "pg_default" };
  const catalogs: Catalog[] = [];
  for (const major of [18, 15]) {
    const server = await testServer(major);
    const database = await server.createDatabase("acting");
    const { host, port, user, password, name } = database;
    const session = await connect({ host, port, user, password, database: name, tls: "disable" });
    await session.script(fixture(names));
    catalogs.push(await introspect(session));
    await session.close();
    await database.drop();
  }
  const [newer, older] = catalogs as [Catalog, Catalog];
  const shadow = await testServer(18);
  for (const [wanted, present] of [
    [newer, older],
    [older, newer],
  ] as const) {
    const { expected, actual, unverified } = await normalise(wanted, present, {
      shadowUrl: async () => shadow.url("postgres"),
    });
    expect(unverified).toEqual([]);
    expect(compare(expected, actual).differences).toEqual([]);
  }
});
