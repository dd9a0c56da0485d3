import { afterAll, beforeAll, expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { type CheckReport, checkReport } from "../cli/report-json";
import { type PlanReport, planReport } from "../plan/report";
import {
  type ReportedCheck,
  type ReportedDifference,
  type ReportedPlan,
  reportJsonSchema,
} from "../report/report";
import { readAudit } from "../store/audit";
import { as, type CheckedDatabase, checkedDatabase, personOf } from "../testing/checked-database";
import { type TestStore, testStore } from "../testing/test-store";
import { createPlan } from "./create-plan";
import { exportFormats, exportQuerySchema, exportReport } from "./export-report";
import { readDatabase } from "./read-database";
import { readReport } from "./read-report";
import { requirePlan } from "./require-plan";

let made: TestStore;
let orders: CheckedDatabase;
let id: string;
let plan: string;

const viewer = () => as(made.operator, personOf("viewer", { on: orders.slug }));

beforeAll(async () => {
  made = await testStore();
  orders = await checkedDatabase(made, {
    expected: `CREATE TABLE users (id int, note varchar(36) DEFAULT 'a canary', PRIMARY KEY (id));
      CREATE TABLE folders (id int REFERENCES users);`,
    actual: `CREATE TABLE users (id int, note text, PRIMARY KEY (id)); CREATE VIEW extra AS SELECT '=1+1' AS x;
      CREATE INDEX on users (note); GRANT SELECT ON users TO PUBLIC;
      CREATE POLICY own ON users USING (note = CURRENT_USER);`,
  });
  id = await orders.differenceIn("note");
  plan = (
    await createPlan(as(made.operator, personOf("operator")), orders.slug, {
      ...{ differences: [id], drops: false, online: false },
    })
  ).id;
});

afterAll(async () => {
  await made.drop();
  await orders.drop();
});

const ask = (subject: string, format: string, hide = "") =>
  exportReport(viewer(), orders.slug, exportQuerySchema.parse({ subject, format, hide }));

test("every subject leaves in every format, to whoever may read the database, and JSON is what the schema says", async () => {
  const published = z.fromJSONSchema(JSON.parse(JSON.stringify(reportJsonSchema())));
  const check = (await readReport(viewer(), orders.slug, "database")).check.id;
  for (const subject of ["database", check, id, plan]) {
    for (const format of exportFormats) {
      if (format === "sql" && !/^[DP]-/.test(subject)) {
        await expect(ask(subject, format)).rejects.toMatchObject({ code: "no-sql" });
        continue;
      }
      const { content, name } = await ask(subject, format);
      expect(content.length, `${subject} ${format}`).toBeGreaterThan(50);
      expect(name).toMatch(/^[a-z0-9-]+-[A-Z]-\w+\.(md|txt|json|csv|sql)$/);
      if (format === "json") expect(published.safeParse(JSON.parse(content)).error?.issues ?? []).toEqual([]);
      if (format === "chat") expect(content.split("\n").length).toBeLessThanOrEqual(41);
      if (format === "sql") expect(content).toContain("SET lock_timeout");
    }
  }
  const deeds = await readAudit(made.store, { action: "drift.export" }, { limit: 10 });
  expect(deeds).toHaveLength(8);
});

test("the check and the plan in a report are what the command line prints, without a field less", async () => {
  const { check, differences } = await readDatabase(viewer(), orders.slug);
  if (check?.result == null) throw new Error("not compared");
  const { serverVersion, milliseconds, ...result } = check.result;
  const drift = { ...result, differences: differences.map(({ difference }) => difference) };
  const printed = JSON.parse(JSON.stringify(checkReport(drift, serverVersion, milliseconds)));
  const { content } = await ask("database", "json");
  expect(JSON.parse(content).drift).toEqual(printed);
  const { plan: stored } = await requirePlan(viewer(), plan);
  const report = planReport(stored.content, stored.undo, stored.serverVersion);
  expect(JSON.parse((await ask(plan, "json")).content).plan).toEqual(JSON.parse(JSON.stringify(report)));
});

// What only some databases have is in no fixture: a field that a report would drop does not compile here.
type Dropped<Printed, Reported> = Exclude<keyof Printed, keyof Reported>;

test("no field of what the command line prints is unknown to a report", () => {
  type Finding = Omit<CheckReport["findings"][number], "attribute">;
  expectTypeOf<Dropped<CheckReport, ReportedCheck>>().toBeNever();
  expectTypeOf<Dropped<CheckReport["differences"][number], ReportedDifference>>().toBeNever();
  expectTypeOf<Dropped<Finding, ReportedCheck["findings"][number]>>().toBeNever();
  expectTypeOf<Dropped<CheckReport["counts"], ReportedCheck["counts"]>>().toBeNever();
  expectTypeOf<Dropped<CheckReport["coverage"], ReportedCheck["coverage"]>>().toBeNever();
  expectTypeOf<Dropped<PlanReport, ReportedPlan>>().toBeNever();
  expectTypeOf<Dropped<PlanReport["statements"][number], ReportedPlan["statements"][number]>>().toBeNever();
  expectTypeOf<Dropped<PlanReport["fixes"][number], ReportedPlan["fixes"][number]>>().toBeNever();
});

test("an export says what it hides, and a script hides nothing", async () => {
  const { content } = await ask("database", "json", "literals,roles");
  expect(content).not.toContain("a canary");
  expect(JSON.parse(content)).toMatchObject({ hidden: ["roles", "literals"] });
  expect((await ask("database", "markdown", "literals")).content).toContain("Hidden: values in SQL.");
  await expect(ask(plan, "sql", "literals")).rejects.toMatchObject({ code: "no-sql" });
  expect(exportQuerySchema.safeParse({ subject: "database", format: "json", hide: "all" }).success).toBe(
    false,
  );
});

test("who may not read the database gets nothing, and another database's plan is not there", async () => {
  const other = await checkedDatabase(made, { expected: "CREATE TABLE a ();", actual: "CREATE TABLE b ();" });
  const query = exportQuerySchema.parse({ subject: plan, format: "json" });
  await expect(exportReport(made.operator, other.slug, query)).rejects.toMatchObject({
    code: "no-such-plan",
  });
  const stranger = as(made.operator, personOf("owner", { on: other.slug }));
  await expect(exportReport(stranger, orders.slug, query)).rejects.toMatchObject({
    code: "no-such-database",
  });
  await other.drop();
});
