import { afterAll, beforeAll, expect, test } from "vitest";
import { compareSides } from "../operations/compare-sides";
import { makePlan } from "../plan/make-plan";
import { planScript } from "../plan/script";
import { connect } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { quoteIdentifier } from "../postgres/identifier";
import { readDatabase, runScript } from "../testing/plan-sides";
import { majors, type TestDatabase, testServer } from "../testing/test-server";
import { buildExpected } from "./build-expected";

// The shadow is another server, which has none of the roles.
const [oldest = 15] = majors;
const owner = `owner defaults ${process.pid}`;
const other = `other defaults ${process.pid}`;
const role = quoteIdentifier(owner);
let database: TestDatabase;

beforeAll(async () => {
  database = await (await testServer(oldest)).createDatabase("defaults");
  await runScript(
    database,
    `CREATE ROLE ${role}; CREATE ROLE ${quoteIdentifier(other)}; ALTER DATABASE ${quoteIdentifier(database.name)} OWNER TO ${role};
     CREATE SCHEMA app; GRANT ALL ON SCHEMA app TO ${role}`,
  );
});
afterAll(async () => {
  const server = await testServer(oldest);
  await database.drop();
  const session = await connect(connectionSettingsFromUrl(server.url("postgres")));
  for (const name of [owner, other]) await session.execute(`DROP ROLE ${quoteIdentifier(name)}`);
  await session.close();
});

const url = async (): Promise<string> => (await testServer()).url("postgres");

/** The sides of a check of the database against this SQL. */
async function sidesFor(source: string) {
  const actual = await readDatabase(database);
  const content = `CREATE SCHEMA app; GRANT ALL ON SCHEMA app TO ${role}; ${source}`;
  const expected = await buildExpected(
    { type: "sql", files: [{ path: "a.sql", content }] },
    { shadowUrl: await url() },
  );
  return compareSides(expected, actual, { scope: "declared", shadowUrl: url });
}

const names = async (source: string): Promise<readonly string[]> =>
  (await sidesFor(source)).drift.differences.map(({ type, object }) => `${type}: ${object.name}`);

test("defaults of the database's owner are the same whether the source names the role or not", async () => {
  const grant = "IN SCHEMA app GRANT SELECT ON TABLES TO pg_monitor";
  await runScript(database, `ALTER DEFAULT PRIVILEGES FOR ROLE ${role} ${grant}`);
  expect(await names(`ALTER DEFAULT PRIVILEGES FOR ROLE ${role} ${grant}`)).toEqual([]);
  expect(await names(`ALTER DEFAULT PRIVILEGES ${grant}`)).toEqual([]);
  expect(await names(`ALTER DEFAULT PRIVILEGES FOR ROLE ${quoteIdentifier(other)} ${grant}`)).toEqual([
    "unexpected: tables made by (owner)",
    `missing: tables made by ${other}`,
  ]);
});

test("what a source says of both is one, and what is missing is granted for the owner, whoever applies it", async () => {
  const source = `ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO pg_monitor;
    ALTER DEFAULT PRIVILEGES FOR ROLE ${role} IN SCHEMA app GRANT INSERT ON TABLES TO pg_monitor;
    ALTER DEFAULT PRIVILEGES FOR ROLE ${role} IN SCHEMA app GRANT USAGE ON SEQUENCES TO pg_monitor`;
  const { drift, expected, actual } = await sidesFor(source);
  expect(drift.differences.map(({ type, object }) => `${type}: ${object.name}`)).toEqual([
    "missing: sequences made by (owner)",
    "changed: tables made by (owner)",
  ]);
  // By the superuser, who does not own the database.
  await runScript(database, planScript(makePlan(drift, expected, actual)));
  expect(await names(source)).toEqual([]);
});
