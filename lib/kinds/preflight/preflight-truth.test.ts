/** Preflight questions beside the server's own word: they find a row that stops a fix exactly where Postgres refuses it. */
import { describe, expect, it } from "vitest";
import { makePlan } from "../../plan/make-plan";
import { connect } from "../../postgres/connect";
import { connectionSettingsFromUrl } from "../../postgres/connection-settings";
import { planSides } from "../../testing/plan-sides";
import { majors } from "../../testing/test-server";
import { type PreflightCase, preflightCases } from "./preflight-truth.cases";

const schemaOf = (place: number): string => `case_${place}`;

const inSchemas = (cases: readonly PreflightCase[], side: "expected" | "actual"): string =>
  cases
    .map(
      (one, place) => `CREATE SCHEMA ${schemaOf(place)}; SET search_path = ${schemaOf(place)}; ${one[side]};`,
    )
    .join("\n");

describe.each(majors)("on PostgreSQL %i", (major) => {
  it("rows that stop a fix are found, and rows that do not are not", { timeout: 300_000 }, async () => {
    const cases = preflightCases.filter(({ from = 14 }) => major >= from);
    const sides = await planSides(inSchemas(cases, "expected"), inSchemas(cases, "actual"), major);
    const session = await connect(connectionSettingsFromUrl(sides.actualDatabase.url));
    try {
      const wrong: string[] = [];
      for (const [place, one] of cases.entries()) {
        const only = sides.drift.differences
          .filter(({ object }) => (object.schema ?? object.name) === schemaOf(place))
          .map(({ id }) => id);
        const plan = makePlan(sides.drift, sides.expected, sides.actual, { only });
        expect(plan.manual, one.name).toEqual([]);
        const asked = plan.statements.flatMap(({ preflight }) => preflight ?? []);
        for (const rows of ["good", "bad"] as const) {
          if (one[rows] === undefined) continue;
          // All of it is taken back: the next rows meet the same tables.
          await session.execute("BEGIN");
          await session.script(`SET LOCAL search_path = ${schemaOf(place)}; ${one[rows]}`);
          const found: string[] = [];
          for (const { sql, stops, question } of asked) {
            if (sql === null || !stops) continue;
            const [row] = await session.query<{ failing: string }>(sql);
            if (Number(row?.failing) > 0) found.push(question);
          }
          let refusal: string | undefined;
          try {
            await session.execute("SET LOCAL search_path = pg_catalog");
            for (const { sql } of plan.statements) await session.execute(sql);
          } catch (error) {
            refusal = (error as Error).message;
          }
          await session.execute("ROLLBACK");
          const mayNotKnow = one.unasked?.includes(major) && rows === "bad";
          if (
            mayNotKnow &&
            !asked.some(({ unasked, question }) => unasked !== undefined || /for sure/.test(question))
          )
            wrong.push(`${one.name}: nothing says that it cannot be asked`);
          if ((refusal !== undefined) !== (rows === "bad"))
            wrong.push(`${one.name}: with ${rows} rows the server says ${refusal ?? "nothing"}`);
          if (found.length > 0 !== (refusal !== undefined) && !mayNotKnow)
            wrong.push(
              `${one.name}: asked ${asked.map(({ question }) => question).join(" ")}; found ${found.join(" ")}; the server: ${refusal}`,
            );
        }
      }
      expect(wrong).toEqual([]);
      expect(cases.length).toBeGreaterThan(50);
    } finally {
      await session.close();
      await sides.drop();
    }
  });
});
