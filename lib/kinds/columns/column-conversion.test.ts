import { describe, expect, it } from "vitest";
import { compare } from "../../drift/compare";
import { makePlan } from "../../plan/make-plan";
import { planScript } from "../../plan/script";
import { connect, type Session } from "../../postgres/connect";
import { connectionSettingsFromUrl } from "../../postgres/connection-settings";
import { planSides, readDatabase, rowsOf, runScript } from "../../testing/plan-sides";
import { majors, testServer } from "../../testing/test-server";
import { baseType, conversionOf, keepsItsBytes, lostInConversion } from "./column-conversion";

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

/** A type with modifiers that its own code reads, and a name that looks like one. */
const withModifiers = `CREATE SCHEMA app; CREATE TYPE app."bits(3)";
  CREATE FUNCTION app.bits_in(cstring, oid, integer) RETURNS app."bits(3)" LANGUAGE internal IMMUTABLE STRICT AS 'varbit_in';
  CREATE FUNCTION app.bits_out(app."bits(3)") RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'varbit_out';
  CREATE FUNCTION app.bits_mod_in(cstring[]) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'varbittypmodin';
  CREATE FUNCTION app.bits_mod_out(integer) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'varbittypmodout';
  CREATE TYPE app."bits(3)" (INPUT = app.bits_in, OUTPUT = app.bits_out, TYPMOD_IN = app.bits_mod_in, TYPMOD_OUT = app.bits_mod_out);
  CREATE FUNCTION app.bits(app."bits(3)", integer, boolean) RETURNS app."bits(3)" LANGUAGE internal IMMUTABLE STRICT AS 'varbit';
  CREATE CAST (app."bits(3)" AS app."bits(3)") WITH FUNCTION app.bits(app."bits(3)", integer, boolean) AS IMPLICIT;`;

describe("a type that somebody made", () => {
  it("is told from its modifier, whatever that says", () => {
    expect(baseType("public.geometry(Point,4326)")).toBe("public.geometry");
    expect(baseType("public.geometry(MultiPolygonZM,3857)[]")).toBe("public.geometry");
    expect(baseType('"My (1)"."bits(3)"(5)')).toBe('"My (1)"."bits(3)"');
    expect(conversionOf("public.geometry(Point,4326)", "public.geometry(Point,3857)")).toBe("assignment");
    expect(keepsItsBytes("public.geometry(Point,4326)", "public.geometry")).toBe(true);
    expect(keepsItsBytes("public.geometry", "public.geometry(Point,4326)")).toBe(false);
  });

  it.each(majors)("gets another modifier by its own code, on PostgreSQL %i", async (major) => {
    const table = (a: string, b: string): string =>
      `${withModifiers} CREATE TABLE app.t (a app."bits(3)"${a}, b app."bits(3)"${b})`;
    const sides = await planSides(table("(5)", "(9)[]"), table("(7)", "[]"), major);
    const plan = makePlan(sides.drift, sides.expected, sides.actual);
    expect(plan.manual).toEqual([]);
    expect(planScript(plan)).not.toContain("USING");
    expect(
      plan.statements
        .flatMap((one) => one.preflight ?? [])
        .map(({ question, sql, unasked }) => [question, sql, unasked?.slice(0, 44)]),
    ).toEqual([
      [
        `Is there a value of app.t.a that does not fit app."bits(3)"(5)?`,
        null,
        "Only the conversion itself can tell what app",
      ],
      [
        `Is there a value of app.t.b that does not fit app."bits(3)"(9)[]?`,
        null,
        "Only the conversion itself can tell what app",
      ],
    ]);
    await runScript(sides.actualDatabase, "INSERT INTO app.t VALUES ('10101', '{1,0}'), ('1010101', NULL)");
    await expect(runScript(sides.actualDatabase, planScript(plan))).rejects.toThrow("too long");
    await runScript(sides.actualDatabase, "DELETE FROM app.t WHERE b IS NULL");
    await runScript(sides.actualDatabase, planScript(plan));
    expect(compare(sides.expected, await readDatabase(sides.actualDatabase)).differences).toEqual([]);
    expect(await rowsOf(sides.actualDatabase, "SELECT a::text, b::text FROM app.t")).toEqual([
      { a: "10101", b: "{1,0}" },
    ]);
    await sides.drop();
  });
});
