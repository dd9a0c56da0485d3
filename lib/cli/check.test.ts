import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { connect } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { runCommand } from "../testing/run-command";
import { majors, type TestDatabase, type TestServer, testServer } from "../testing/test-server";
import { checkReportSchema } from "./check-report.fixture";
import { manyKinds } from "./many-kinds.fixture";

const folder = mkdtempSync(path.join(os.tmpdir(), "plumbline-check-"));
const shop = `
  CREATE TABLE customers (id integer PRIMARY KEY, email text NOT NULL);
  CREATE INDEX customers_email ON customers (email);
`;

const servers = new Map<number, TestServer>();
const databases: TestDatabase[] = [];

async function databaseWith(major: number, sql: string): Promise<TestDatabase> {
  const server = servers.get(major) ?? (await testServer(major));
  servers.set(major, server);
  const database = await server.createDatabase();
  databases.push(database);
  const session = await connect(connectionSettingsFromUrl(database.url));
  try {
    await session.script(sql);
  } finally {
    await session.close();
  }
  return database;
}

function file(name: string, text: string): string {
  const place = path.join(folder, name);
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, text);
  return place;
}

let shadow: Readonly<Record<string, string>>;

/** Runs a check whose shadow is the shared server: starting one for each test would only cost time. */
const check = (database: string, expected: string, ...more: readonly string[]) =>
  runCommand(["check", "--database", database, "--expected", expected, ...more], shadow);

async function reportOf(
  database: string,
  expected: string,
  ...more: readonly string[]
): Promise<z.infer<typeof checkReportSchema>> {
  const { stdout, stderr } = await check(database, expected, "--format", "json", ...more);
  expect(stderr).toBe("");
  return checkReportSchema.parse(JSON.parse(stdout));
}

beforeAll(async () => {
  shadow = { SHADOW_DATABASE_URL: (await testServer(18)).url("postgres") };
});

afterAll(async () => {
  await Promise.all(databases.map((database) => database.drop()));
});

describe("plumbline check", () => {
  it("finds a database clean that is what its source declares, starting its own shadow", async () => {
    const database = await databaseWith(18, shop);
    const result = await runCommand([
      "check",
      "--database",
      database.url,
      "--expected",
      file("clean.sql", shop),
    ]);
    expect(result.stderr).toBe("");
    expect(result.stdout).toMatch(/^Clean: \d+ objects compared, no difference\.\n/);
    expect(result.stdout).toContain("PostgreSQL 18.");
    expect(result.code).toBe(0);
  });

  it("names each difference and ends with 2", async () => {
    const database = await databaseWith(
      18,
      `${shop} DROP INDEX customers_email; ALTER TABLE customers ALTER id TYPE bigint;`,
    );
    const result = await check(database.url, file("drift.sql", shop));
    expect(result.stdout).toMatch(
      /^Drift: 2 differences \(1 missing, 0 unexpected, 1 changed, 0 renamed\)\.\n/,
    );
    expect(result.stdout).toMatch(/D-[A-Z2-7]{8} {2}index public\.customers\.customers_email is missing/);
    expect(result.stdout).toContain("column public.customers.id: type is bigint, expected integer");
    expect(result.code).toBe(2);
  });

  it("prints the documented report with every value of a difference", async () => {
    const database = await databaseWith(
      18,
      `${shop} ALTER TABLE customers ALTER id TYPE bigint; CREATE TABLE extra (a int);`,
    );
    const found = await reportOf(database.url, file("report.sql", shop));
    expect(found.verdict).toBe("drift");
    expect(
      found.differences.map(({ type, kind, object, attributes }) => ({ type, kind, object, attributes })),
    ).toEqual(
      expect.arrayContaining([
        {
          type: "changed",
          kind: "column",
          object: { schema: "public", table: "customers", name: "id" },
          attributes: [{ attribute: "type", expected: "integer", actual: "bigint" }],
        },
        { type: "unexpected", kind: "table", object: { schema: "public", name: "extra" }, attributes: [] },
      ]),
    );
    expect(found.differences).toHaveLength(2);
    const extra = found.differences.find(({ object }) => object.name === "extra");
    expect(extra?.includes).toEqual([{ kind: "column", schema: "public", table: "extra", name: "a" }]);
    expect(found.counts).toMatchObject({ missing: 0, unexpected: 1, changed: 1 });
    expect(found.coverage.read).toMatchObject({ table: 2, column: 3 });
  });

  it("names what is amiss in the database itself, and calls it clean all the same", async () => {
    const sql = `${shop} INSERT INTO customers VALUES (7, 'x'); CREATE SEQUENCE numbers; ALTER TABLE customers ALTER id SET DEFAULT nextval('numbers');
      GRANT SELECT ON customers TO PUBLIC`;
    const database = await databaseWith(18, sql);
    const source = file("findings.sql", sql);
    const text = await check(database.url, source);
    expect(text.stdout).toMatch(/^Clean: /);
    expect(text.stdout).toMatch(
      / {2}high {5}F-[A-Z2-7]{8} {2}table public\.customers grants SELECT to PUBLIC \(the source says the same\)\n +REVOKE SELECT ON TABLE public\.customers FROM PUBLIC;/,
    );
    expect(text.code).toBe(0);
    const found = await reportOf(database.url, source);
    expect(found.findings.map(({ code, declared, security }) => ({ code, declared, security }))).toEqual([
      { code: "public-grant", declared: true, security: true },
      { code: "sequence-behind", declared: false, security: false },
    ]);
  });

  it("shows and counts what ignore rules cover, and calls the database clean without it", async () => {
    const database = await databaseWith(
      18,
      `${shop} CREATE TABLE tmp_load (a int); COMMENT ON TABLE customers IS 'x'`,
    );
    const source = file("ignore.sql", shop);
    const rules = file(
      "ignore.json",
      JSON.stringify({
        format: "plumbline.ignore/v1",
        rules: [
          { kind: "table", name: "tmp_*", reason: "scratch tables of the loader" },
          { attribute: "comment", reason: "comments are written by hand", expiresAt: "2999-01-01T00:00:00Z" },
          { kind: "index", name: "*", reason: "covers nothing here" },
        ],
      }),
    );
    expect((await check(database.url, source)).code).toBe(2);
    const text = await check(database.url, source, "--ignore", rules);
    expect(text.stdout).toMatch(/^Clean: 8 objects compared, no difference that counts\. 2 more ignored\.\n/);
    expect(text.stdout).toMatch(
      /table public\.tmp_load is not expected, with 1 object of its own \[I-1: scratch/,
    );
    expect(text.code).toBe(0);
    const found = await reportOf(database.url, source, "--ignore", rules);
    expect(found.counts).toMatchObject({ changed: 0, unexpected: 0, ignored: 2 });
    expect(found.differences.map(({ ignoredBy }) => ignoredBy).toSorted()).toEqual(["I-1", "I-2"]);
    expect(found.ignoreRules.map(({ id }) => id)).toEqual(["I-1", "I-2"]);
    const planned = await runCommand(
      ["plan", "--database", database.url, "--expected", source, "--ignore", rules],
      shadow,
    );
    expect(planned.code).toBe(0);
    expect(planned.stdout).not.toContain("tmp_load");
    const broken = await check(database.url, source, "--ignore", source);
    expect(broken.code).toBe(1);
    expect(broken.stderr).toContain("ignore.sql cannot be read: it is not JSON.");
  });

  it("knows what was renamed from an earlier snapshot of the same database", async () => {
    const database = await databaseWith(18, shop);
    const earlier = file("earlier.json", (await runCommand(["snapshot", "--database", database.url])).stdout);
    const session = await connect(connectionSettingsFromUrl(database.url));
    await session.script(
      "ALTER TABLE customers RENAME TO people; ALTER TABLE people ADD a int, ADD b int, ADD c int",
    );
    await session.close();
    const source = file("renamed.sql", shop);
    expect((await check(database.url, source)).stdout).not.toContain("Perhaps renamed");
    const told = await check(database.url, source, "--earlier", earlier);
    expect(told.stdout).toContain(
      "table public.customers may be there under the name people: an earlier reading of this database had it under the expected name",
    );
    const missing = await check(database.url, source, "--earlier", path.join(folder, "nowhere.json"));
    expect(missing).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("earlier snapshot cannot be read"),
    });
  });

  it("gives an object the same id in every check and in every database", async () => {
    const one = await databaseWith(18, `${shop} DROP INDEX customers_email`);
    const other = await databaseWith(
      15,
      "CREATE TABLE customers (id integer PRIMARY KEY, email text NOT NULL)",
    );
    const source = file("ids.sql", shop);
    const ids = await Promise.all(
      [one, other].map(async ({ url }) => (await reportOf(url, source)).differences.map(({ id }) => id)),
    );
    expect(ids[0]).toHaveLength(1);
    expect(ids[1]).toEqual(ids[0]);
  });

  it("takes --fail-on as the least severity that ends with 2", async () => {
    const database = await databaseWith(18, `${shop} COMMENT ON TABLE customers IS 'changed by hand';`);
    const source = file("threshold.sql", shop);
    const [difference] = (await reportOf(database.url, source)).differences;
    expect(difference?.severity).not.toBe("critical");
    expect((await check(database.url, source, "--fail-on", "critical")).code).toBe(0);
    expect((await check(database.url, source, "--fail-on", difference?.severity ?? "")).code).toBe(2);
    expect((await check(database.url, source)).code).toBe(2);
  });

  it("runs the files of a folder in the order of their names, and takes a prefix at its word", async () => {
    const database = await databaseWith(15, "CREATE TABLE a (x int); ALTER TABLE a ADD y int;");
    file("folder/10_second.sql", "ALTER TABLE a ADD y int;");
    file("folder/02_first.sql", "CREATE TABLE a (x int);");
    expect((await check(database.url, path.join(folder, "folder"))).code).toBe(0);
    expect((await check(database.url, `sql:${path.join(folder, "folder")}`)).code).toBe(0);
    const asSnapshot = await check(database.url, `snapshot:${path.join(folder, "folder/02_first.sql")}`);
    expect(asSnapshot.code).toBe(1);
    expect(asSnapshot.stderr).toContain("it is not JSON");
  });

  it("compares with a Prisma schema", async () => {
    const model = file(
      "schema.prisma",
      'datasource db {\n  provider = "postgresql"\n}\nmodel Person {\n  id Int @id\n  name String\n}\n',
    );
    const database = await databaseWith(
      18,
      'CREATE TABLE "Person" (id integer NOT NULL, name text NOT NULL, CONSTRAINT "Person_pkey" PRIMARY KEY (id))',
    );
    const result = await check(database.url, model);
    expect(result.stderr).toBe("");
    expect(result.code).toBe(0);
  });
});

describe.each(majors)("on a server of major %i", (major) => {
  it("a database is clean against itself and against its own snapshot", async () => {
    const database = await databaseWith(major, manyKinds);
    const itself = await check(database.url, database.url);
    expect(itself.stdout).toMatch(/^Clean: /);
    expect(itself.code).toBe(0);
    const taken = await runCommand(["snapshot", "--database", database.url]);
    expect(taken.code).toBe(0);
    const fromSnapshot = await check(database.url, file(`snapshot-${major}.json`, taken.stdout));
    expect(fromSnapshot.stdout).toMatch(/^Clean: /);
    expect(fromSnapshot.code).toBe(0);
  });

  it("a snapshot is the same text each time it is taken", async () => {
    const database = await databaseWith(major, manyKinds);
    const [one, other] = await Promise.all(
      [1, 2].map(() => runCommand(["snapshot", "--database", database.url])),
    );
    expect(one?.stdout.length).toBeGreaterThan(10_000);
    expect(other?.stdout).toBe(one?.stdout);
  });

  it("a change after the snapshot is found against it", async () => {
    const database = await databaseWith(major, shop);
    const taken = await runCommand(["snapshot", "--database", database.url]);
    const session = await connect(connectionSettingsFromUrl(database.url));
    await session.script("CREATE SCHEMA later; ALTER TABLE customers ALTER email DROP NOT NULL");
    await session.close();
    const found = await reportOf(database.url, file(`before-${major}.json`, taken.stdout));
    expect(found.differences.map(({ kind, object }) => `${kind} ${object.name}`).toSorted()).toEqual([
      "column email",
      "schema later",
    ]);
  });

  it("the file a database was made from is clean against it, whatever major the shadow has", async () => {
    const database = await databaseWith(major, manyKinds);
    const found = await reportOf(database.url, file(`many-${major}.sql`, manyKinds));
    expect(found.differences).toEqual([]);
    expect(found.unverified).toEqual([]);
    expect(found.verdict).toBe("clean");
  });
});

describe("between majors 15 and 18", () => {
  it("the same SQL makes no difference in either direction", async () => {
    const older = await databaseWith(15, manyKinds);
    const newer = await databaseWith(18, manyKinds);
    for (const [actual, expected] of [
      [older, newer],
      [newer, older],
    ] as const) {
      const found = await reportOf(actual.url, expected.url);
      expect(found.differences).toEqual([]);
      expect(found.unverified).toEqual([]);
      expect(found.verdict).toBe("clean");
    }
  });

  it("a change of what only a text shows is still found", async () => {
    const older = await databaseWith(
      15,
      manyKinds.replace("WHERE status IN ('open', 'won');", "WHERE status IN ('open', 'lost');"),
    );
    const newer = await databaseWith(18, manyKinds);
    const found = await reportOf(older.url, newer.url);
    expect(found.differences.map(({ kind, object }) => `${kind} ${object.name}`)).toEqual([
      "index deals_open",
    ]);
  });
});
