/** A security label is not lost without a word: it may be what masks a column. */
import { describe, expect, test } from "vitest";
import { rowsOf, runScript } from "../testing/plan-sides";
import { majors } from "../testing/test-server";
import { runPlan } from "./run-plan";
import { prepareRun } from "./run-plan.fixture";

// Providers are modules that a server is built with: the row is written as SECURITY LABEL would write it.
const label = (column: number): string => `
  SET allow_system_table_mods = on;
  INSERT INTO pg_seclabel (objoid, classoid, objsubid, provider, label)
    VALUES ('v'::regclass, 'pg_class'::regclass, ${column}, 'anon', 'MASKED WITH VALUE NULL'),
           ('t'::regclass, 'pg_class'::regclass, 1, 'anon', 'MASKED WITH VALUE NULL')`;

const schema = (type: string): string =>
  `CREATE TABLE t (a ${type}, b int); CREATE VIEW v AS SELECT a FROM t; CREATE TABLE other (x ${type});`;

const labels = async (run: Awaited<ReturnType<typeof prepareRun>>): Promise<number> =>
  (await rowsOf(run.sides.actualDatabase, "SELECT FROM pg_seclabel")).length;

describe.each(majors)("on PostgreSQL %i", (major) => {
  test.each([
    [0, "view public.v would lose its security label of anon"],
    [1, "view public.v, column a, would lose its security label of anon"],
  ])(
    "what would be made anew without its label (column %i) is rolled back and named",
    async (column, lost) => {
      const run = await prepareRun(schema("bigint"), schema("int"), { major });
      try {
        await runScript(run.sides.actualDatabase, label(column));
        const outcome = await runPlan(run.request, run.hooks);
        expect(outcome).toMatchObject({ status: "rolled back" });
        expect(outcome.details.join("\n")).toContain(lost);
        expect(await labels(run)).toBe(2);
      } finally {
        await run.drop();
      }
    },
  );

  test("what keeps its label is changed", async () => {
    const views = "DROP VIEW v; CREATE VIEW v AS SELECT 1 AS a;";
    const run = await prepareRun(schema("bigint") + views, schema("int") + views, { major });
    try {
      await runScript(run.sides.actualDatabase, label(0));
      expect(await runPlan(run.request, run.hooks)).toMatchObject({ status: "committed", details: [] });
      expect(await labels(run)).toBe(2);
    } finally {
      await run.drop();
    }
  });
});
