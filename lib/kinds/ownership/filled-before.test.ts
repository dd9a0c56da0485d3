/** Whether a materialized view can be filled over views that stay, asked beforehand, beside the server's own word. */
import { describe, expect, it } from "vitest";
import { makePlan } from "../../plan/make-plan";
import { planScript } from "../../plan/script";
import { planSides, rowsOf, runScript } from "../../testing/plan-sides";
import { majors } from "../../testing/test-server";

/** What is below, the materialized view, and what comes behind it: the view is given to its owner once that is filled. */
const filledOver = (owner: string, more = "", options = "") =>
  [
    `CREATE TABLE t (a integer, b text); CREATE VIEW v ${options} AS SELECT a FROM t; CREATE VIEW above AS SELECT a FROM v; GRANT SELECT ON v TO PUBLIC;`,
    "CREATE MATERIALIZED VIEW m AS SELECT a FROM above;",
    `ALTER VIEW v OWNER TO ${owner}; ${more}`,
  ] as const;

const question = (owner: string): string => `May ${owner}, the owner of view public.v, not read public.t?`;

const cases = [
  ["one who may not read what is below", "pg_monitor", "", "", [[question("pg_monitor"), 1]]],
  ["one who is granted a column", "pg_monitor", "GRANT SELECT (a) ON t TO pg_monitor", "", []],
  ["a superuser", "postgres", "ALTER TABLE t OWNER TO pg_monitor", "", [[question("postgres"), 0]]],
  ["one whose rights are not asked for", "pg_monitor", "", "WITH (security_invoker)", []],
] as const;

describe.each(majors)("on PostgreSQL %i", (major) => {
  // Before PostgreSQL 15 every view reads with its owner's rights.
  it.each(cases.filter(([, , , options]) => options === "" || major >= 15))(
    "over a view of %s",
    async (_, owner, more, options, answers) => {
      const [below, made, afterwards] = filledOver(owner, more, options);
      const sides = await planSides(below + made + afterwards, below + afterwards, major);
      try {
        const plan = makePlan(sides.drift, sides.expected, sides.actual);
        const found: (readonly [string, number])[] = [];
        for (const asked of plan.statements.flatMap(({ preflight = [] }) => preflight)) {
          const [row] = await rowsOf<{ failing: string }>(sides.actualDatabase, asked.sql ?? "");
          found.push([asked.question, Number(row?.failing)]);
        }
        expect(found).toEqual(answers);
        const run = runScript(sides.actualDatabase, planScript(plan));
        if (found.some(([, failing]) => failing > 0)) await expect(run).rejects.toThrow("permission denied");
        else await run;
      } finally {
        await sides.drop();
      }
    },
  );
});
