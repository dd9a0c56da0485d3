import { expect, it } from "vitest";
import { compare } from "../drift/compare";
import type { IgnoreRule } from "../drift/ignore";
import { type PlanSides, planSides, readDatabase, runThroughPsql } from "../testing/plan-sides";
import { makePlan } from "./make-plan";
import { planScript } from "./script";
import { undoPlan } from "./undo";

const expectedSql = `CREATE TABLE a (id int PRIMARY KEY, note varchar(20)); CREATE INDEX a_note ON a (note);
  CREATE VIEW v WITH (security_barrier = true) AS SELECT id, note FROM a; COMMENT ON VIEW v IS 'declared';
  CREATE TABLE gone (x int); COMMENT ON COLUMN a.note IS 'declared';`;
const actualSql = `CREATE TABLE a (id int PRIMARY KEY, note text); CREATE INDEX a_note ON a (note);
  CREATE VIEW v AS SELECT id, note FROM a; COMMENT ON VIEW v IS 'by hand';
  CREATE TABLE extra (x int); COMMENT ON COLUMN a.note IS 'by hand';`;

const rule = (id: string, fields: Partial<IgnoreRule>): IgnoreRule => ({
  ...{ id, kind: null, schema: null, name: null, attribute: null },
  ...{ reason: "known", author: "ann", expiresAt: null },
  ...fields,
});

const rules = [
  rule("I-1", { attribute: "comment" }),
  rule("I-2", { kind: "view" }),
  rule("I-3", { kind: "table", name: "e*" }),
  rule("I-4", { kind: "table", name: "gone" }),
];

async function withSides(work: (sides: PlanSides) => Promise<void>): Promise<void> {
  const sides = await planSides(expectedSql, actualSql);
  try {
    const ignore = { rules, at: "2026-01-01T00:00:00Z" };
    await work({ ...sides, drift: compare(sides.expected, sides.actual, { ignore }) });
  } finally {
    await sides.drop();
  }
}

const leftIn = async ({ expected, actualDatabase }: PlanSides): Promise<readonly string[]> =>
  compare(expected, await readDatabase(actualDatabase)).differences.map(
    ({ type, object }) => `${type} ${object.kind} ${object.name}`,
  );

it("leaves what rules cover as it is, though a fix rebuilds the object around it", async () => {
  await withSides(async (sides) => {
    expect(sides.drift.counts).toMatchObject({ ignored: 3, changed: 1 });
    const plan = makePlan(sides.drift, sides.expected, sides.actual);
    expect(plan.fixes.map(({ action, object }) => `${action} ${object.kind} ${object.name}`)).toEqual([
      "alter column note",
      "rebuild view v",
    ]);
    expect(runThroughPsql(sides.actualDatabase, planScript(plan))).toMatchObject({ code: 0, errors: "" });
    const after = await readDatabase(sides.actualDatabase);
    const [column, view] = ["column", "view"].map((kind) =>
      after.objects.find((object) => object.kind === kind && ["note", "v"].includes(object.name)),
    );
    expect(column).toMatchObject({ type: "character varying(20)", comment: "by hand" });
    expect(view).toMatchObject({ comment: "by hand", options: null });
    const undo = undoPlan(plan, sides.drift, sides.expected, sides.actual);
    expect(runThroughPsql(sides.actualDatabase, planScript(undo.plan))).toMatchObject({
      code: 0,
      errors: "",
    });
    expect(compare(sides.actual, await readDatabase(sides.actualDatabase)).differences).toEqual([]);
  });
});

it("fixes what a rule covers when it is chosen by name, whole, and takes it back whole", async () => {
  await withSides(async (sides) => {
    const only = sides.drift.differences
      .filter(({ ignoredBy }) => ignoredBy !== undefined)
      .map(({ id }) => id);
    const plan = makePlan(sides.drift, sides.expected, sides.actual, { only });
    expect(runThroughPsql(sides.actualDatabase, planScript(plan))).toMatchObject({ code: 0, errors: "" });
    // The column's type was not chosen; its comment is covered by a rule.
    expect(await leftIn(sides)).toEqual(["changed column note"]);
    const undo = undoPlan(plan, sides.drift, sides.expected, sides.actual);
    expect(runThroughPsql(sides.actualDatabase, planScript(undo.plan))).toMatchObject({
      code: 0,
      errors: "",
    });
    expect(compare(sides.actual, await readDatabase(sides.actualDatabase)).differences).toEqual([]);
  });
});
