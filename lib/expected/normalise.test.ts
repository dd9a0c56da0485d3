import { afterAll, describe, expect, it } from "vitest";
import type { Catalog } from "../catalog/catalog";
import { compare } from "../drift/compare";
import { introspect } from "../introspect/introspect";
import { connect } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { majors, type TestDatabase, testServer } from "../testing/test-server";
import { normalise } from "./normalise";

const newest = Math.max(...majors);
const oldest = Math.min(...majors);
const databases: TestDatabase[] = [];

afterAll(async () => {
  for (const database of databases) await database.drop();
});

async function read(major: number, sql: string): Promise<Catalog> {
  const database = await (await testServer(major)).createDatabase("normalise");
  databases.push(database);
  const session = await connect(connectionSettingsFromUrl(database.url));
  try {
    await session.script(sql);
    return await introspect(session);
  } finally {
    await session.close();
  }
}

const shadow = { shadowUrl: async () => (await testServer(newest)).url("postgres") };

/** What differs once both sides are in one spelling, and what could not be brought there. */
async function compared(expected: Catalog, actual: Catalog) {
  const sides = await normalise(expected, actual, shadow);
  return {
    differences: compare(sides.expected, sides.actual).differences.map(
      ({ type, object }) => `${type} ${object.kind} ${object.name}`,
    ),
    unverified: sides.unverified.map(({ object }) => object.name),
    sides,
  };
}

// What servers of different majors print differently: conditions of views, casts in checks, expressions of indexes.
const schema = (than: number): string => `
  CREATE TABLE t (id int PRIMARY KEY, status text CHECK (status IN ('a', 'b')), at timestamptz DEFAULT now(), n numeric CHECK (n > ${than}));
  CREATE VIEW v AS SELECT t.id, t.status, count(*) AS many FROM t JOIN t other USING (id) WHERE t.status LIKE 'a%' GROUP BY t.id, t.status;
  CREATE INDEX i ON t ((lower(status) || 'x')) WHERE status = ANY (ARRAY['a', 'b']);
  CREATE POLICY p ON t USING (status IN (SELECT other.status FROM t other));`;

describe("two sides whose texts no one server wrote", () => {
  it("are the same where the schema is, whichever side is older", async () => {
    const older = await read(oldest, schema(1));
    const newer = await read(newest, schema(1));
    for (const [expected, actual] of [
      [older, newer],
      [newer, older],
    ] as const) {
      const { differences, unverified, sides } = await compared(expected, actual);
      expect(differences).toEqual([]);
      expect(unverified).toEqual([]);
      // What is the same is shown as the expected side's own server printed it.
      expect(sides.expected.objects).toEqual(expected.objects);
    }
  });

  it("differ where the schema does, and nowhere else", async () => {
    const { differences } = await compared(await read(oldest, schema(1)), await read(newest, schema(2)));
    expect(differences).toEqual(["changed constraint t_n_check"]);
  });

  it("are the same where one was typed and the other read back, however deep its rows are", async () => {
    const typed = "((a, b), (c, a), b) IS DISTINCT FROM ((1, 2), (3, 4), 5)";
    const of = (condition: string): string => `CREATE TABLE t (a int, b int, c int, CHECK (${condition}))`;
    const expected = await read(newest, of(typed));
    const flat = (last: number): string =>
      `a IS DISTINCT FROM 1 OR b IS DISTINCT FROM 2 OR (c IS DISTINCT FROM 3 OR a IS DISTINCT FROM 4) OR b IS DISTINCT FROM ${last}`;
    const { differences, sides } = await compared(expected, await read(newest, of(flat(5))));
    expect(differences).toEqual([]);
    expect(sides.expected.objects).toEqual(expected.objects);
    const other = await compared(expected, await read(newest, of(flat(6))));
    expect(other.differences).toEqual(["changed constraint t_check"]);
  });

  it("ask for no shadow where every text is the same", async () => {
    const side = await read(newest, schema(1));
    const { unverified, expected, actual } = await normalise(side, side, {
      shadowUrl: () => Promise.reject(new Error("nobody needs one")),
    });
    expect(unverified).toEqual([]);
    expect(compare(expected, actual).differences).toEqual([]);
  });

  it("are unverified, not different, where the shadow cannot have what they need", async () => {
    // A text whose function exists nowhere stands for one whose extension the shadow does not have.
    const broken = (side: Catalog, definition: string): Catalog =>
      side.with({
        replace: side.objects.filter(({ kind }) => kind === "view").map((view) => ({ ...view, definition })),
      });
    const older = broken(await read(oldest, schema(1)), " SELECT nowhere.to_be_found() AS id;");
    const newer = broken(await read(newest, schema(1)), " SELECT nowhere.to_be_found(1) AS id;");
    const { unverified, sides } = await compared(older, newer);
    expect(unverified).toEqual(oldest === newest ? [] : ["v"]);
    if (oldest === newest) return;
    expect(sides.unverified[0]?.reason).toMatch(/^It could not be created in the shadow \(/);
    const drift = compare(sides.expected, sides.actual, { unverified: sides.unverified });
    expect(drift).toMatchObject({ verdict: "unknown", differences: [] });
  });

  it("leave out a privilege that the older server does not know", async () => {
    const grant = "CREATE TABLE t (x int); GRANT ALL ON t TO pg_monitor; GRANT SELECT ON t TO PUBLIC";
    const { differences } = await compared(await read(newest, grant), await read(oldest, grant));
    expect(differences).toEqual([]);
  });
});
