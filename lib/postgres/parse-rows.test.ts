import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testServer } from "../testing/test-server";
import { connect, type Session } from "./connect";
import { connectionSettingsFromUrl } from "./connection-settings";

let session: Session;

beforeAll(async () => {
  session = await connect(connectionSettingsFromUrl((await testServer()).url("postgres")));
});
afterAll(() => session.close());

async function rows(sql: string): Promise<{ names: readonly string[]; lists: (readonly unknown[])[] }> {
  const lists: (readonly unknown[])[] = [];
  let names: readonly string[] = [];
  await session.each(sql, (values, fields) => {
    lists.push(values);
    names = fields;
  });
  return { names, lists };
}

/** What Postgres gives back for a list of texts, over the wire. */
async function thereAndBack(items: readonly (string | null)[]): Promise<unknown> {
  const json = JSON.stringify(items).replaceAll("'", "''");
  const { lists } = await rows(
    `SELECT ARRAY(SELECT value FROM pg_catalog.json_array_elements_text('${json}') WITH ORDINALITY ORDER BY ordinality) AS list`,
  );
  return lists[0]?.[0];
}

describe("each row", () => {
  it("gives the values that row_to_json gives, for every type that catalog queries use", async () => {
    const query = `SELECT true AS yes, false AS no, 'Größe "x" \\'::name AS name, (-7)::int2 AS small, 2147483647 AS large,
      'a''b' || chr(10) AS text, '{"b": [1, null], "a": 0.10}'::json AS json, '{"b": [1, null], "a": 0.10}'::jsonb AS jsonb,
      1e6::real AS real, 0.0025::real AS fraction, ARRAY['a', 'b c', NULL, 'NULL', '', '"\\{}'] AS list, NULL::text[] AS nothing`;
    const { names, lists } = await rows(query);
    const [{ row } = { row: {} }] = await session.query<{ row: object }>(
      `SELECT pg_catalog.row_to_json(o) AS row FROM (${query}) o`,
    );
    expect(Object.fromEntries(names.map((name, place) => [name, lists[0]?.[place]]))).toEqual(row);
  });

  it("gives back every list of texts", async () => {
    const item = fc.option(fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0")));
    await fc.assert(
      fc.asyncProperty(fc.array(item), async (items) => {
        expect(await thereAndBack(items)).toEqual(items);
      }),
      { numRuns: 200 },
    );
  });

  it("refuses a type that it does not know", async () => {
    await expect(rows("SELECT now() AS today")).rejects.toThrow('"today" is of the type with OID 1184');
    expect(await session.query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  it("comes alone and in order, however many there are, and none where there are none", async () => {
    expect((await rows("SELECT n FROM generate_series(1, 20000) n")).lists.map(([n]) => n)).toEqual(
      Array.from({ length: 20_000 }, (_, place) => place + 1),
    );
    expect(await rows("SELECT 1 WHERE false")).toEqual({ names: [], lists: [] });
  });

  it("passes on what the server refuses in the middle, and what the taker throws, and the session goes on", async () => {
    await expect(rows("SELECT 10 / (n - 3) FROM generate_series(1, 9) n")).rejects.toMatchObject({
      code: "22012",
    });
    const taken: unknown[] = [];
    const refusing = session.each("SELECT n FROM generate_series(1, 9) n", ([n]) => {
      if (n === 3) throw new Error("enough");
      taken.push(n);
    });
    await expect(refusing).rejects.toThrow("enough");
    expect(taken).toEqual([1, 2]);
    expect(await session.query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });
});
