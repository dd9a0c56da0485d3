import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Catalog } from "../catalog/catalog";
import { introspect } from "../introspect/introspect";
import { compareSides } from "../operations/compare-sides";
import { connect } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { quoteIdentifier } from "../postgres/identifier";
import { type TestDatabase, testServer } from "../testing/test-server";
import { buildExpected } from "./build-expected";

const owner = `owner grants ${process.pid}`;
const role = quoteIdentifier(owner);
let database: TestDatabase;
let actual: Catalog;

async function differencesTo(source: string): Promise<readonly (readonly [string, string])[]> {
  const url = (await testServer()).url("postgres");
  const expected = await buildExpected(
    { type: "sql", files: [{ path: "a.sql", content: source }] },
    { shadowUrl: url },
  );
  const { drift } = await compareSides(expected, actual, { scope: "declared", shadowUrl: async () => url });
  return drift.differences.map(({ type, object }) => [type, object.name] as const);
}

const schema = `CREATE TABLE t (x int); CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';`;

beforeAll(async () => {
  database = await (await testServer()).createDatabase("owner");
  const session = await connect(connectionSettingsFromUrl(database.url));
  try {
    await session.script(`CREATE ROLE ${role}; ${schema}
      ALTER TABLE t OWNER TO ${role}; ALTER FUNCTION f() OWNER TO ${role};`);
    actual = await introspect(session);
  } finally {
    await session.close();
  }
});

afterAll(async () => {
  const server = await testServer();
  await database.drop();
  const session = await connect(connectionSettingsFromUrl(server.url("postgres")));
  await session.execute(`DROP ROLE ${role}`);
  await session.close();
});

describe("a grant to the role that owns the object in the database", () => {
  it("is no difference where the source does not say who owns it", async () => {
    const grants = `GRANT SELECT ON t TO ${role} WITH GRANT OPTION; GRANT EXECUTE ON FUNCTION f() TO ${role};`;
    expect(await differencesTo(schema + grants)).toEqual([]);
  });

  it("does not hide a grant to another role", async () => {
    const grants = `GRANT SELECT ON t TO ${role}; GRANT SELECT ON t TO pg_monitor;`;
    expect(await differencesTo(schema + grants)).toEqual([["changed", "t"]]);
  });
});
