import { expect, test } from "vitest";
import { compareSides } from "../operations/compare-sides";
import { readDatabase, runScript } from "../testing/plan-sides";
import { majors, testServer } from "../testing/test-server";
import { buildExpected } from "./build-expected";

const [oldest = 15] = majors;

// Before PostgreSQL 15 initdb let everyone create in it.
const given = oldest < 15 ? "ALL" : "USAGE";
const madeAgain = `DROP SCHEMA public; CREATE SCHEMA public; GRANT ${given} ON SCHEMA public TO PUBLIC;`;

/**
 * The differences of a database, made by one text, from a source that is another.
 * @param owner whose `public` is to the source; it says nothing of who runs it
 */
async function differences(source: string, live: string, owner?: string): Promise<readonly string[]> {
  const database = await (await testServer(oldest)).createDatabase("undeclared");
  try {
    await runScript(database, live);
    const shadowUrl = async (): Promise<string> => (await testServer()).url("postgres");
    const built = await buildExpected(
      { type: "sql", files: [{ path: "a.sql", content: source }] },
      { shadowUrl: await shadowUrl() },
    );
    const schema = built.get({ kind: "schema", name: "public" });
    const expected =
      owner === undefined || schema === undefined ? built : built.with({ replace: [{ ...schema, owner }] });
    const { drift } = await compareSides(expected, await readDatabase(database), {
      scope: "declared",
      shadowUrl,
    });
    return drift.differences.map(
      ({ object, ...one }) =>
        `${object.name}: ${"attributes" in one ? one.attributes.map(({ attribute }) => attribute).join(", ") : one.type}`,
    );
  } finally {
    await database.drop();
  }
}

const table = "CREATE TABLE public.t (a integer);";

test("a source that says nothing of public does not miss what initdb says of it", async () => {
  expect(await differences(table, madeAgain + table)).toEqual([]);
  expect(await differences(table, table)).toEqual([]);
});

test("a comment on public that one of the two has set or taken away is drift", async () => {
  expect(await differences(table, `${table} COMMENT ON SCHEMA public IS 'by hand'`)).toEqual([
    "public: comment",
  ]);
  expect(await differences(`${table} COMMENT ON SCHEMA public IS NULL`, table)).toEqual(["public: comment"]);
  expect(await differences(`${table} COMMENT ON SCHEMA public IS 'ours'`, madeAgain + table)).toEqual([
    "public: comment",
  ]);
});

// What pg_dump wrote at the head of every dump before PostgreSQL 15.
const openToAll = `REVOKE ALL ON SCHEMA public FROM PUBLIC; REVOKE ALL ON SCHEMA public FROM postgres;
  GRANT ALL ON SCHEMA public TO postgres; GRANT ALL ON SCHEMA public TO PUBLIC;`;

test("public as older servers made it is what a source says that grants it to their owner and to all", async () => {
  expect(await differences(openToAll + table, openToAll + table)).toEqual([]);
  expect(await differences(openToAll + table, table)).toEqual(oldest < 15 ? [] : ["public: privileges"]);
});

test("public is its founder's where it is that of initdb", async () => {
  const owned = `ALTER SCHEMA public OWNER TO postgres; ${table}`;
  expect(await differences(owned, owned, "postgres")).toEqual([]);
  expect(await differences(owned, table, "postgres")).toEqual(oldest < 15 ? [] : ["public: owner"]);
});
