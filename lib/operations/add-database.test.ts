import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { decryptSecret } from "../access/secret-box";
import { connect } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { type TestDatabase, testServer } from "../testing/test-server";
import { type TestStore, testStore } from "../testing/test-store";
import { type AddDatabaseInput, addDatabase, slugOf } from "./add-database";
import { testConnection } from "./test-connection";

let made: TestStore;
let watched: TestDatabase;
const canary = "canary-p@ss:w/rd";

beforeAll(async () => {
  made = await testStore();
  watched = await (await testServer()).createDatabase("watched");
  const session = await connect(connectionSettingsFromUrl(watched.url));
  await session.script(`CREATE TABLE users (id int); CREATE SCHEMA billing; CREATE TABLE billing.invoices (id int);
    CREATE ROLE "${watched.name}_reader" LOGIN PASSWORD '${canary}'`);
  await session.close();
});

// Tests ask more often than people.
beforeEach(() => made.store.client.rateLimit.deleteMany());

afterAll(async () => {
  await made.drop();
  await watched.drop();
  const server = await testServer();
  const session = await connect(connectionSettingsFromUrl(server.url("postgres")));
  await session.execute(`DROP ROLE IF EXISTS "${watched.name}_reader"`);
  await session.close();
});

const input = (changes: Partial<AddDatabaseInput["connection"]> = {}): AddDatabaseInput => ({
  connection: {
    ...{ host: watched.host, port: watched.port, database: watched.name, tls: "disable" },
    ...{ user: `${watched.name}_reader`, password: canary },
    ...changes,
  },
  source: { given: "pasted", text: "CREATE TABLE users (id int);" },
});

/** Every row of the store, but for the count of tries. */
async function everythingStored(): Promise<string> {
  const session = await connect(connectionSettingsFromUrl(made.database.url));
  const tables = await session.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
      WHERE schemaname IN ('public', 'graphile_worker') AND tablename <> 'rate_limits'`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const rows = await session.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
    texts.push(...rows.map(({ row }) => row));
  }
  await session.close();
  return texts.join("\n");
}

test("a database is saved with its source and a queued check, and its password only encrypted", async () => {
  const { database, check, report } = await addDatabase(made.operator, input());
  expect(database).toMatchObject({ name: watched.name, environment: "other", hasPassword: true });
  expect(check.state).toBe("queued");
  expect(report).toMatchObject({ tables: 2, schemas: 2, superuser: false, canWrite: false });
  expect(JSON.stringify([database, check, report])).not.toContain("canary");
  expect(await everythingStored()).not.toContain("canary");
  const row = await made.store.client.database.findUniqueOrThrow({ where: { id: database.id } });
  expect(decryptSecret(made.operator.secretKey, row.secret ?? "", database.id).reveal()).toBe(canary);
});

test("the encrypted password of one database does not open in another's row", async () => {
  const [one, two] = [await addDatabase(made.operator, input()), await addDatabase(made.operator, input())];
  expect(one.database.slug).not.toBe(two.database.slug);
  const row = await made.store.client.database.findUniqueOrThrow({ where: { id: one.database.id } });
  expect(() => decryptSecret(made.operator.secretKey, row.secret ?? "", two.database.id)).toThrow(
    expect.objectContaining({ code: "secret-damaged" }),
  );
});

test.each([
  ["a wrong password", { password: "canary-wrong" }, "password-rejected"],
  ["no password", { password: undefined }, "password-missing"],
  ["an unknown database", { database: "nowhere" }, "no-database"],
  ["a refused connection", { port: 1 }, "connection-refused"],
  ["an unknown host", { host: "nowhere.invalid" }, "unknown-host"],
  ["a server without TLS", { tls: "require" as const }, "no-tls"],
])("with %s nothing is saved and the message names the next step", async (_, changes, code) => {
  const before = await everythingStored();
  const failure = await addDatabase(made.operator, input(changes)).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code, hint: expect.stringMatching(/\w{4}/) });
  expect(JSON.stringify(failure)).not.toContain("canary");
  expect(await everythingStored()).toBe(before);
});

test.each([
  ["an empty source", { given: "pasted" as const, text: " \n" }, "invalid-input"],
  [
    "a snapshot that is none",
    { given: "pasted" as const, type: "snapshot" as const, text: "{" },
    "snapshot-unreadable",
  ],
  ["a path that leads out", { given: "path" as const, path: "../../etc/passwd" }, "source-missing"],
  [
    "an archive that is broken",
    { given: "uploaded" as const, name: "a.zip", bytes: Buffer.from("PK\u0003\u0004broken archive") },
    "source-empty",
  ],
  [
    "a source database with a wrong password",
    {
      given: "database" as const,
      connection: { host: "127.0.0.1", port: 1, database: "x", user: "y", password: "canary" },
    },
    "connection-refused",
  ],
])("with %s nothing is saved", async (_, source, code) => {
  const before = await everythingStored();
  await expect(addDatabase(made.operator, { ...input(), source })).rejects.toMatchObject({ code });
  expect(await everythingStored()).toBe(before);
});

test.each(["/var/run/postgresql", "a b", "user@host", "host?x=1", "", "a,b"])(
  "the host %j is refused before anything connects",
  async (host) => {
    const failure = await addDatabase(made.operator, input({ host })).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: "invalid-input",
      details: [expect.stringContaining("connection.host")],
    });
    expect(JSON.stringify(failure)).not.toContain("canary");
  },
);

test("an actor without the right is refused before anything happens", async () => {
  await expect(addDatabase(made.worker, input())).rejects.toMatchObject({ code: "not-allowed" });
});

test("a test of the connection tells what the role cannot use and what it could write", async () => {
  const reader = await testConnection(made.operator, input().connection);
  expect(reader.notes.map(({ message }) => message).join("\n")).toMatch(
    /definitions in all 2 schemas\. It has no USAGE on billing/,
  );
  const superuser = await testConnection(
    made.operator,
    input({ user: watched.user, password: watched.password }).connection,
  );
  expect(superuser).toMatchObject({ superuser: true, canWrite: true });
  expect(superuser.notes.map(({ message }) => message).join("\n")).toContain("is a superuser");
});

test("a catalog that the role may not read is a problem with its remedy", async () => {
  const session = await connect(connectionSettingsFromUrl(watched.url));
  await session.execute("REVOKE SELECT ON pg_catalog.pg_constraint FROM PUBLIC");
  await session.close();
  const { notes } = await testConnection(made.operator, input().connection);
  expect(notes[0]).toMatchObject({
    severity: "problem",
    message: expect.stringContaining("pg_constraint"),
    remedy: "GRANT SELECT ON pg_catalog.pg_constraint TO PUBLIC;",
  });
});

test.each([
  ["Orders (prod)", "orders-prod"],
  ["  Ärger & Söhne ", "arger-sohne"],
  ["new", "database-new"],
  ["数据库", "database"],
  ["../..", "database"],
  ["x".repeat(200), "x".repeat(60)],
])("the name %j becomes a part of a URL", (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});

test("who tries connections too often is held off, by the test, by adding and by other credentials together", async () => {
  const prober = { ...made.operator, actor: { ...made.operator.actor, id: "prober" } };
  // Nobody listens there.
  const closed = input({ port: 1 });
  for (let tries = 0; tries < 15; tries++) {
    await expect(testConnection(prober, closed.connection)).rejects.toMatchObject({
      code: "connection-refused",
    });
    await expect(addDatabase(prober, closed)).rejects.toMatchObject({ code: "connection-refused" });
  }
  const held = { code: "too-many-requests", retryAfter: expect.any(Number) };
  await expect(testConnection(prober, closed.connection)).rejects.toMatchObject(held);
  await expect(addDatabase(prober, closed)).rejects.toMatchObject(held);
  await expect(testConnection(made.operator, closed.connection)).rejects.toMatchObject({
    code: "connection-refused",
  });
});
