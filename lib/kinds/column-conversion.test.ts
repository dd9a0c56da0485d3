import { describe, expect, it } from "vitest";
import { connect, type Session } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { majors, testServer } from "../testing/test-server";
import { conversionOf, lostInConversion } from "./column-conversion";

const types = [
  ...["smallint", "integer", "bigint", "numeric", "real", "double precision", "money", "oid", "boolean"],
  ...["text", "character varying", "character", "name", "uuid", "bytea", "xml", "json", "jsonb"],
  ...["date", "timestamp without time zone", "timestamp with time zone", "interval"],
  ...["time without time zone", "time with time zone", "inet", "cidr", "macaddr", "macaddr8"],
  ...["bit", "bit varying", "int4range", "int4multirange", "tsvector", "app.mood", "app.other"],
];

async function withSession<T>(major: number, work: (session: Session) => Promise<T>): Promise<T> {
  const database = await (await testServer(major)).createDatabase("casts");
  const session = await connect(connectionSettingsFromUrl(database.url));
  try {
    return await work(session);
  } finally {
    await session.close();
    await database.drop();
  }
}

describe.each(majors)("on PostgreSQL %i", (major) => {
  it("every pair of types is converted as pg_cast and ALTER TABLE say", { timeout: 120_000 }, async () => {
    const wrong = await withSession(major, async (session) => {
      await session.script(
        "CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('a'); CREATE TYPE app.other AS ENUM ('a', 'b')",
      );
      const casts = await session.query<{ pair: string }>(
        `SELECT concat(format_type(castsource, NULL), ' ', format_type(casttarget, NULL)) AS pair FROM pg_catalog.pg_cast
          WHERE castcontext <> 'e' OR castsource <> casttarget`,
      );
      const known = new Set(casts.map(({ pair }) => pair));
      const runs = async (from: string, to: string, using: string): Promise<boolean> => {
        await session.execute("BEGIN");
        await session.execute(`CREATE TABLE t (c ${from})`);
        const refused = await session.execute(`ALTER TABLE t ALTER c TYPE ${to}${using}`).then(
          () => false,
          () => true,
        );
        await session.execute("ROLLBACK");
        return !refused;
      };
      const found: string[] = [];
      for (const from of types) {
        for (const to of types) {
          if (from === to) continue;
          const says = conversionOf(from, to);
          const plain = await runs(from, to, "");
          const right =
            says === "assignment"
              ? plain
              : says === "cast"
                ? !plain && (await runs(from, to, ` USING c::${to}`))
                : says === "through integer"
                  ? !known.has(`${from} ${to}`) && (await runs(from, to, ` USING c::integer::${to}`))
                  : says === "text"
                    ? await runs(from, to, ` USING c::text::${to}`)
                    : // To a name it would be cut; integers are no sequence of bytes that anybody stored.
                      to === "name" ||
                      to === "bytea" ||
                      from === "bytea" ||
                      !(plain || known.has(`${from} ${to}`));
          if (!right) found.push(`${from} → ${to}: ${says}`);
        }
      }
      return found;
    });
    expect(wrong).toEqual([]);
  });
});

describe("what a conversion takes from values without an error", () => {
  const value = (type: string, text: string, to: string): string =>
    `SELECT (${text}::${type})::${to}::${type} = ${text}::${type} AS same`;

  it.each([
    ["numeric(10,2)", "integer", "1.25", "the digits behind the point"],
    ["numeric(10,4)", "numeric(10,2)", "1.2345", "the digits behind the point beyond 2"],
    ["double precision", "real", "0.1234567890123", "the digits that the new type does not hold"],
    ["bigint", "double precision", "9007199254740993", "the digits that the new type does not hold"],
    ["timestamp without time zone", "date", "'2026-01-02 03:04'", "the time of each value"],
    [
      "timestamp without time zone",
      "timestamp(0) without time zone",
      "'2026-01-02 03:04:05.5'",
      "the fractions of a second beyond 0 digits",
    ],
    ["time with time zone", "time without time zone", "'03:04+05'", "the zone of each value"],
    ["interval", "time without time zone", "'1 day 2 hours'", "the date of each value"],
  ])("%s → %s", async (from, to, text, words) => {
    expect(lostInConversion(from, to)).toBe(words);
    const [row] = await withSession(18, (session) =>
      session
        .query<{ same: boolean }>(`SET TimeZone = 'UTC'`)
        .then(() => session.query<{ same: boolean }>(value(from, text, to))),
    );
    expect(row?.same).toBe(false);
  });

  it.each([
    ["integer", "bigint"],
    ["numeric(10,2)", "numeric(12,4)"],
    ["date", "timestamp without time zone"],
    ["timestamp(3) without time zone", "timestamp without time zone"],
    ["bigint", "integer"],
    ["text", "character varying(3)"],
  ])("nothing: %s → %s", (from, to) => {
    expect(lostInConversion(from, to)).toBeNull();
  });
});
