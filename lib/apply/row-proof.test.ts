import { afterEach, describe, expect, it } from "vitest";
import { rowsOf, runScript } from "../testing/plan-sides";
import { majors } from "../testing/test-server";
import { runPlan } from "./run-plan";
import { type PreparedRun, prepareRun, replan } from "./run-plan.fixture";

const opened: PreparedRun[] = [];
const prepare = async (...parameters: Parameters<typeof prepareRun>): Promise<PreparedRun> => {
  const run = await prepareRun(...parameters);
  opened.push(run);
  return run;
};
afterEach(async () => {
  for (const run of opened.splice(0)) await run.drop();
});

/** From, to, values, and what the values are found to be. */
const conversions: readonly (readonly [string, string, string, string])[] = [
  ["uuid", "varchar(36)", "gen_random_uuid()", "same"],
  ["varchar(36)", "uuid", "upper(gen_random_uuid()::text)", "as converted"],
  ["varchar(36)", "uuid", "gen_random_uuid()::text", "same"],
  ["mood", "text", "'sad'", "same"],
  ["text", "mood", "'ok'", "same"],
  ["integer", "bigint", "i", "same"],
  ["bigint", "integer", "i", "same"],
  ["integer", "numeric(10,2)", "i", "as converted"],
  ["numeric(10,2)", "integer", "i + 0.5", "as converted"],
  ["timestamp", "timestamptz", "timestamp '2024-06-01 12:00' + i * interval '1 day'", "as converted"],
  ["timestamptz", "date", "timestamptz '2024-06-01 23:30Z' + i * interval '1 day'", "as converted"],
  ["text", "date", "'01/02/2024'", "as converted"],
  ["json", "jsonb", `'{"b": 1,  "a": 2}'`, "as converted"],
  ["integer", "boolean", "i % 2", "as converted"],
  ["text[]", "varchar(9)[]", "ARRAY['a', NULL, i::text]", "same"],
];

describe("values", () => {
  it.each(conversions)(
    "finds the values of %s as %s, made by %s, to be %s",
    async (from, to, value, outcome) => {
      const types = "CREATE TYPE mood AS ENUM ('sad', 'ok');";
      const run = await prepare(
        `${types} CREATE TABLE t (a ${to}, b text)`,
        `${types} CREATE TABLE t (a ${from}, b text)`,
      );
      await runScript(
        run.sides.actualDatabase,
        `INSERT INTO t SELECT ${value}, 'x' FROM generate_series(1, 20) i; INSERT INTO t VALUES (NULL, 'y')`,
      );
      const ended = await runPlan(run.request, run.hooks);
      expect({ code: ended.code, details: ended.details }).toEqual({ code: "proven", details: [] });
      expect(ended.proofs[0]?.tables).toMatchObject([
        {
          ...{ method: "counted", rowsBefore: "21", rowsAfter: "21", equal: true },
          columns: [{ column: "a", outcome, after: { values: "20" } }],
        },
      ]);
    },
  );
});

describe.each(majors)("on PostgreSQL %i", (major) => {
  it("converts by the settings of the role and the database, as psql would", async () => {
    const run = await prepare(
      "CREATE TABLE t (a timestamptz, d date)",
      "CREATE TABLE t (a timestamp, d text)",
      { major },
    );
    await runScript(
      run.sides.actualDatabase,
      `ALTER DATABASE ${run.sides.actualDatabase.name} SET TimeZone = 'Asia/Tokyo';
       ALTER DATABASE ${run.sides.actualDatabase.name} SET DateStyle = 'ISO, DMY';
       INSERT INTO t VALUES ('2024-06-01 12:00', '01/02/2024')`,
    );
    expect(await runPlan(run.request, run.hooks)).toMatchObject({ status: "committed" });
    expect(
      await rowsOf(
        run.sides.actualDatabase,
        "SELECT (a AT TIME ZONE 'UTC')::text AS a, to_char(d, 'YYYY-MM-DD') AS d FROM t",
      ),
    ).toEqual([{ a: "2024-06-01 03:00:00", d: "2024-02-01" }]);
  });

  it("counts the rows of a partitioned table once, at its top", async () => {
    const schema = (type: string) => `
      CREATE TABLE t (id ${type} NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
      CREATE TABLE t_24 PARTITION OF t FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
      CREATE TABLE t_25 PARTITION OF t FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');`;
    const run = await prepare(schema("text"), schema("uuid"), { major });
    await runScript(
      run.sides.actualDatabase,
      "INSERT INTO t SELECT gen_random_uuid(), date '2024-12-20' + i FROM generate_series(1, 30) i",
    );
    const ended = await runPlan(run.request, run.hooks);
    expect(ended).toMatchObject({ status: "committed", attempts: 1 });
    expect(ended.proofs[0]?.rowsProven).toBe("30");
  });

  it("sees a table emptied that no statement touches: its rows are counted in the next try", async () => {
    const sql = "CREATE TABLE other (c integer); INSERT INTO other VALUES (1), (2);";
    const run = await prepare(
      `${sql} CREATE TABLE t (a integer NOT NULL)`,
      `${sql} CREATE TABLE t (a integer)`,
      {
        major,
      },
    );
    await runScript(
      run.sides.actualDatabase,
      `CREATE FUNCTION meddle() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN TRUNCATE public.other; END $$;
       CREATE EVENT TRIGGER meddler ON ddl_command_end WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION meddle();`,
    );
    const ended = await runPlan(await replan(run), run.hooks);
    expect(ended).toMatchObject({ status: "rolled back", code: "not-proven", attempts: 2 });
    expect(ended.details).toEqual(["rows of public.other"]);
    expect(await rowsOf(run.sides.actualDatabase, "SELECT count(*)::int AS rows FROM other")).toEqual([
      { rows: 2 },
    ]);
  });

  it.each([
    ["a row goes", "DELETE FROM public.t WHERE a = 7"],
    ["a row comes", "INSERT INTO public.t VALUES (99, 'z')"],
    ["a value changes", "UPDATE public.t SET a = 100 WHERE a = 7"],
    [
      "two values change places with others of the same sum",
      "UPDATE public.t SET a = CASE a WHEN 1 THEN 2 ELSE 3 END WHERE a IN (1, 4)",
    ],
  ])("rolls back where %s while the statements run", async (_, change) => {
    const run = await prepare("CREATE TABLE t (a bigint, b text)", "CREATE TABLE t (a integer, b text)", {
      major,
    });
    await runScript(
      run.sides.actualDatabase,
      `INSERT INTO t SELECT i, 'x' FROM generate_series(1, 20) i;
       CREATE FUNCTION meddle() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN ${change}; END $$;
       CREATE EVENT TRIGGER meddler ON ddl_command_end WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION meddle();`,
    );
    const ended = await runPlan(await replan(run), run.hooks);
    expect(ended).toMatchObject({ status: "rolled back", code: "not-proven" });
    expect(ended.details).toEqual(["rows of public.t"]);
    expect(
      await rowsOf(run.sides.actualDatabase, "SELECT count(*)::int AS rows, sum(a)::int AS sum FROM t"),
    ).toEqual([{ rows: 20, sum: 210 }]);
  });
});
