import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Catalog } from "../catalog/catalog";
import { compare } from "../drift/compare";
import { normalise } from "../expected/normalise";
import { introspect } from "../introspect/introspect";
import { createObjects } from "../plan/create-objects";
import { makePlan } from "../plan/make-plan";
import { connect, type Session } from "../postgres/connect";
import { identityOf } from "../postgres/identity";
import { majorOf } from "../postgres/version";
import { type TestDatabase, testServer } from "../testing/test-server";
import { type FixtureNames, fixture, ground } from "./acting-kinds.fixture";
import { mutations } from "./acting-kinds.mutations";
import { kinds } from "./registry";

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

const identityFields = new Set(["kind", "schema", "table", "name", "arguments", "address", "aliases"]);

it("changes every attribute that is compared at least once", () => {
  const changed = new Set(
    mutations.flatMap(({ object, attributes }) =>
      [attributes].flat().map((attribute) => `${object.kind}: ${attribute}`),
    ),
  );
  const untouched = actingKinds.flatMap((kind) =>
    [
      "missing",
      "unexpected",
      ...Object.keys(kind.attributes).filter((attribute) => kind.attributes[attribute] !== "ignore"),
    ]
      .map((attribute) => `${kind.kind}: ${attribute}`)
      .filter((entry) => !changed.has(entry)),
  );
  expect(untouched).toEqual([]);
});

describe.each([15, 18])("on PostgreSQL %i", (major) => {
  const suffix = randomBytes(4).toString("hex");
  const names: FixtureNames = {
    owner: `acting_owner_${suffix}`,
    reader: `acting_reader_${suffix}`,
    stranger: `acting_stranger_${suffix}`,
    tablespace: `acting_space_${suffix}`,
  };
  const databases: TestDatabase[] = [];
  const sessions: Session[] = [];
  let admin: Session;
  let declared: Session;
  let expected: Catalog;

  const open = async (database: TestDatabase): Promise<Session> => {
    const { host, port, user, password, name } = database;
    const session = await connect({ host, port, user, password, database: name, tls: "disable" });
    sessions.push(session);
    return session;
  };

  const emptyDatabase = async (): Promise<{ session: Session; database: TestDatabase }> => {
    const server = await testServer(major);
    const database = await server.createDatabase("acting");
    databases.push(database);
    const session = await open(database);
    await session.script(ground);
    return { session, database };
  };

  beforeAll(async () => {
    const server = await testServer(major);
    const { host, port, user, password } = server;
    admin = await connect({ host, port, user, password, database: "postgres", tls: "disable" });
    await admin.script(
      `CREATE ROLE ${names.owner}; CREATE ROLE ${names.reader}; CREATE ROLE ${names.stranger}; SET allow_in_place_tablespaces = on`,
    );
    await admin.execute(`CREATE TABLESPACE ${names.tablespace} LOCATION ''`);
    declared = (await emptyDatabase()).session;
    await declared.script(fixture(names));
    expected = await introspect(declared);
  });

  afterAll(async () => {
    for (const session of sessions) await session.close();
    for (const database of databases) await database.drop();
    await admin.execute(`DROP TABLESPACE ${names.tablespace}`);
    await admin.execute(`DROP ROLE ${names.owner}, ${names.reader}, ${names.stranger}`);
    await admin.close();
  });

  it.each(actingKinds.map((kind) => [kind.kind, kind] as const))(
    "reads exactly the fields of a %s that have a rule",
    async (_, kind) => {
      const rows = await declared.query<{ row: Record<string, unknown> }>(
        `SELECT pg_catalog.row_to_json(o) AS row FROM (${kind.query(majorOf(declared.serverVersion))}) o`,
      );
      expect(rows.length).toBeGreaterThan(0);
      for (const { row } of rows) {
        const fields = Object.keys(row).filter((field) => !identityFields.has(field));
        expect(fields.toSorted()).toEqual(Object.keys(kind.attributes).toSorted());
        expect(row.kind).toBe(kind.kind);
        expect(row.address).toMatch(/^\d+:\d+:0$/);
      }
    },
  );

  it("shows each attribute of each kind with a value other than the usual", () => {
    const plain = new Set<unknown>([null, false, 0, "[]"]);
    const silent = actingKinds.flatMap((kind) =>
      Object.keys(kind.attributes)
        .filter((attribute) =>
          expected.objects
            .filter((object) => object.kind === kind.kind)
            .every((object) =>
              plain.has(
                Array.isArray(object[attribute]) ? JSON.stringify(object[attribute]) : object[attribute],
              ),
            ),
        )
        .map((attribute) => `${kind.kind}: ${attribute}`),
    );
    expect(silent).toEqual([]);
  });

  it("creates everything again from what it read", async () => {
    const { session } = await emptyDatabase();
    for (const statement of createObjects(expected.objects, expected)) {
      if (statement.sql === "CREATE SCHEMA public") continue;
      await session.execute(statement.sql);
    }
    const again = await introspect(session);
    expect(compare(expected, again).differences).toEqual([]);
    expect(compare(again, expected).differences).toEqual([]);
  });

  const pgDump = `/usr/lib/postgresql/${major}/bin/pg_dump`;
  it.skipIf(!existsSync(pgDump))("creates what pg_dump takes for the same", async () => {
    const { session, database } = await emptyDatabase();
    for (const statement of createObjects(expected.objects, expected)) {
      if (statement.sql !== "CREATE SCHEMA public") await session.execute(statement.sql);
    }
    const dump = (
      target: { host: string; port: number; user: string; password: string },
      name: string,
    ): string[] =>
      execFileSync(
        pgDump,
        ["-s", "-h", target.host, "-p", String(target.port), "-U", target.user, "-d", name],
        { encoding: "utf8", env: { ...process.env, PGPASSWORD: target.password } },
      )
        .split("\n")
        .filter((line) => !/^\\(un)?restrict |^--|^$/.test(line))
        .toSorted();
    const source = databases[0] as TestDatabase;
    expect(dump(database, database.name)).toEqual(dump(source, source.name));
  });

  it("takes everything out of the way of a column's new type and puts it back as it was", async () => {
    const wider = fixture(names).replace(
      "amount numeric, note text",
      "amount numeric(12,2), note varchar(80)",
    );
    const { session } = await emptyDatabase();
    await session.script(wider);
    const before = await introspect(session);
    for (const [wanted, present] of [
      [expected, before],
      [before, expected],
    ] as const) {
      const plan = makePlan(compare(wanted, present), wanted, present);
      expect(plan.manual).toEqual([]);
      for (const statement of plan.statements) await session.execute(statement.sql);
      expect(compare(wanted, await introspect(session)).differences).toEqual([]);
    }
  });

  it("replaces a function, and what is built on it, when its result has another type", async () => {
    const base = `CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
      CREATE TABLE t (a integer CHECK (f(a) > 0), b integer DEFAULT f(1));
      CREATE VIEW v AS SELECT f(a) > 1 AS big FROM t; GRANT SELECT ON v TO ${names.reader};
      CREATE POLICY p ON t USING (f(a) > 2); CREATE INDEX i ON t (f(a));`;
    const { session } = await emptyDatabase();
    const { session: other } = await emptyDatabase();
    await session.script(base);
    await other.script(
      base.replace("RETURNS integer", "RETURNS smallint").replace("'SELECT $1'", "'SELECT $1::smallint'"),
    );
    await session.execute("INSERT INTO t VALUES (5)");
    const wanted = await introspect(other);
    const present = await introspect(session);
    const plan = makePlan(compare(wanted, present), wanted, present);
    for (const statement of plan.statements) await session.execute(statement.sql);
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
    const { session } = await emptyDatabase();
    const empty = await introspect(session);
    await session.script(fixture(names));
    const full = await introspect(session);
    const plan = makePlan(compare(empty, full), empty, full);
    expect(plan.manual).toEqual([]);
    for (const statement of plan.statements) await session.execute(statement.sql);
    expect(compare(empty, await introspect(session)).differences).toEqual([]);
  });

  it.each(
    mutations.map(
      (mutation) =>
        [
          mutation.object.kind,
          [mutation.attributes].flat().join(", "),
          mutation.object.name,
          mutation,
        ] as const,
    ),
  )("detects and mends a changed %s: %s of %s", async (_kind, _attributes, _name, mutation) => {
    await declared.script(mutation.sql(names));
    const actual = await introspect(declared);
    const drift = compare(expected, actual);
    const seen = drift.differences.map((difference) => ({
      object: identityOf(difference.object),
      attributes:
        difference.type === "changed"
          ? difference.attributes.map(({ attribute }) => attribute).toSorted()
          : difference.type,
    }));
    const statements = makePlan(drift, expected, actual).statements.map(({ sql }) => sql);
    try {
      for (const sql of statements) await declared.execute(sql);
    } catch (error) {
      throw new Error(`${statements.join(";\n")}`, { cause: error });
    }
    const mended = compare(expected, await introspect(declared)).differences;
    expect(seen).toEqual([{ object: mutation.object, attributes: mutation.attributes }]);
    expect({ statements, mended }).toEqual({ statements, mended: [] });
    if (mutation.recreates !== undefined)
      expect(statements.some((sql) => sql.startsWith("DROP "))).toBe(mutation.recreates);
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
    await session.script(`${ground};${fixture(names)}`);
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
