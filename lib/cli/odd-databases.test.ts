import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, type Session } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { type Cluster, startCluster } from "../postgres/embedded";
import { quoteIdentifier } from "../postgres/identifier";
import { runCommand } from "../testing/run-command";
import { type TestDatabase, type TestServer, testServer } from "../testing/test-server";
import type { CheckReport } from "./report-json";

const folder = mkdtempSync(path.join(os.tmpdir(), "plumbline-odd-"));
const write = (name: string, text: string): string => {
  const place = path.join(folder, name);
  writeFileSync(place, text);
  return place;
};

let server: TestServer;
let shadow: Readonly<Record<string, string>>;
const databases: TestDatabase[] = [];

beforeAll(async () => {
  server = await testServer(18);
  shadow = { SHADOW_DATABASE_URL: server.url("postgres") };
});

afterAll(() => Promise.all(databases.map((database) => database.drop())));

async function createDatabase(): Promise<TestDatabase> {
  const database = await server.createDatabase();
  databases.push(database);
  return database;
}

async function withSession<T>(url: string, work: (session: Session) => Promise<T>): Promise<T> {
  const session = await connect(connectionSettingsFromUrl(url));
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

async function check(
  database: string,
  expected: string,
): Promise<{ code: number | null; report: CheckReport; text: string }> {
  const parameters = ["check", "--database", database, "--expected", expected];
  const [json, text] = await Promise.all([
    runCommand([...parameters, "--format", "json"], shadow),
    runCommand(parameters, shadow),
  ]);
  expect(json.stderr).toBe("");
  expect(text.code).toBe(json.code);
  return { code: json.code, report: JSON.parse(json.stdout) as CheckReport, text: text.stdout };
}

describe("an empty database", () => {
  it("is clean where nothing is declared, and lacks everything where something is", async () => {
    const database = await createDatabase();
    const nothing = await check(database.url, write("nothing.sql", "-- nothing yet\n"));
    expect(nothing.code).toBe(0);
    const something = await check(
      database.url,
      write("one.sql", "CREATE TABLE a (x int); CREATE VIEW v AS SELECT x FROM a;"),
    );
    expect(something.code).toBe(2);
    expect(
      something.report.differences.map(({ type, object }) => `${type} ${object.name}`).toSorted(),
    ).toEqual(["missing a", "missing v"]);
  });
});

describe("names that mean harm", () => {
  const names = [
    "quote\"s and 'more'",
    "line\nbreak\ttab",
    "\u202Ereversed\u2066",
    "</script><script>alert(1)</script>",
    "é".normalize("NFC"),
    "é".normalize("NFD"),
    "x".repeat(63),
    `${"ü".repeat(31)}x`,
    'x"; DROP SCHEMA public CASCADE; --',
    "$1 $$ ${x} \\u0000",
    "__proto__",
    "constructor",
    " ",
  ];

  it("are kept apart, compared letter by letter and printed so that they cannot turn the line", async () => {
    const sql = names
      .map((name, number) => {
        const quoted = quoteIdentifier(name);
        return `CREATE TABLE ${quoted} (${quoted} int, CONSTRAINT ${quoteIdentifier(`c${number}`)} CHECK (${quoted} > 0));
          CREATE INDEX ON ${quoted} (${quoted}); COMMENT ON COLUMN ${quoted}.${quoted} IS 'c';`;
      })
      .join("\n");
    const database = await createDatabase();
    await withSession(database.url, (session) => session.script(sql));
    const same = await check(database.url, write("hostile.sql", sql));
    expect(same.report.differences).toEqual([]);
    expect(same.report.coverage.read.table).toBe(names.length);
    expect(same.code).toBe(0);

    const none = await check(database.url, write("none.sql", "-- nothing yet\n"));
    expect(none.report.differences.map(({ object }) => object.name).toSorted()).toEqual(names.toSorted());
    expect(new Set(none.report.differences.map(({ id }) => id)).size).toBe(names.length);
    // Each stands on one line of its own, after its verdict.
    expect(none.text.split("\n").filter((line) => / is not expected/.test(line))).toHaveLength(names.length);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
    expect(none.text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066-\u2069]/);
  });

  it("in values of attributes cannot turn the line either", async () => {
    const database = await createDatabase();
    await withSession(database.url, (session) =>
      session.script("CREATE TABLE a (x int); COMMENT ON TABLE a IS E'fine \\u202Eenif\\x1b[2J'"),
    );
    const { text, report } = await check(database.url, write("plain.sql", "CREATE TABLE a (x int);"));
    expect(report.differences[0]?.attributes[0]?.actual).toBe("fine \u202Eenif\u001b[2J");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
    expect(text).not.toMatch(/[\u001b\u202e]/);
  });
});

describe("a role without rights", () => {
  it("that may not read a catalog gets no verdict, and learns what it could not see", async () => {
    const database = await createDatabase();
    const role = `blind_${database.name}`;
    const blindUrl = `postgresql://${role}:pw@127.0.0.1:${server.port}/${database.name}?sslmode=disable`;
    await withSession(database.url, (session) =>
      session.script(`CREATE TABLE a (x int DEFAULT 1); CREATE ROLE ${role} LOGIN PASSWORD 'pw';
        REVOKE SELECT ON pg_catalog.pg_attrdef FROM PUBLIC;`),
    );
    try {
      const { code, report, text } = await check(
        blindUrl,
        write("blind.sql", "CREATE TABLE a (x int DEFAULT 1);"),
      );
      expect(code).toBe(1);
      expect(report.verdict).toBe("unknown");
      const hidden = report.coverage.notVisible.find(({ kind }) => kind === "column");
      expect(hidden?.reason).toContain(role);
      expect(hidden?.remedy).toContain("GRANT SELECT");
      expect(text).toMatch(/^Unknown: /);
      expect(text).toContain("columns");
    } finally {
      await withSession(database.url, (session) =>
        session.script(`GRANT SELECT ON pg_catalog.pg_attrdef TO PUBLIC; DROP ROLE ${role}`),
      );
    }
  });

  it("that owns nothing sees the whole schema all the same", async () => {
    const database = await createDatabase();
    const role = `guest_${database.name}`;
    const sql =
      "CREATE SCHEMA s; CREATE TABLE s.a (x int DEFAULT 1 CHECK (x > 0)); CREATE VIEW s.v AS SELECT x FROM s.a;";
    await withSession(database.url, (session) =>
      session.script(`${sql} CREATE ROLE ${role} LOGIN PASSWORD 'pw'`),
    );
    try {
      const guestUrl = `postgresql://${role}:pw@127.0.0.1:${server.port}/${database.name}?sslmode=disable`;
      const { code, report } = await check(guestUrl, write("guest.sql", sql));
      expect(report.differences).toEqual([]);
      expect(code).toBe(0);
    } finally {
      await withSession(database.url, (session) => session.script(`DROP ROLE ${role}`));
    }
  });
});

describe("a read replica", () => {
  let standby: Cluster;

  beforeAll(async () => {
    const primary = await startCluster({ directory: path.join(folder, "primary"), durable: false });
    await withSession(primary.url("postgres"), (session) =>
      session.script("CREATE TABLE a (x int PRIMARY KEY)"),
    );
    await primary.stop();
    const copy = path.join(path.dirname(primary.directory), "standby");
    execFileSync("cp", ["-Rp", primary.directory, copy]);
    execFileSync("cp", ["-p", path.join(copy, "data/PG_VERSION"), path.join(copy, "data/standby.signal")]);
    standby = await startCluster({ directory: copy, durable: false });
  });

  afterAll(() => standby?.stop());

  it("is checked like any database, and said to be one", async () => {
    const { code, report, text } = await check(
      standby.url("postgres"),
      write("replica.sql", "CREATE TABLE a (x int PRIMARY KEY);"),
    );
    expect(report.differences).toEqual([]);
    expect(report.diagnostics).toContainEqual(
      expect.objectContaining({ code: "read-replica", severity: "info" }),
    );
    expect(text).toContain("read replica");
    expect(code).toBe(0);
  });
});
