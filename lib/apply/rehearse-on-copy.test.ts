import { afterEach, describe, expect, it } from "vitest";
import { fingerprint } from "../catalog/fingerprint";
import { withShadow } from "../expected/shadow";
import { compareSides } from "../operations/compare-sides";
import { keyTypes, shopSchema } from "../testing/key-conversion/shop";
import { readDatabase } from "../testing/plan-sides";
import { majors, testServer } from "../testing/test-server";
import { rehearseOnCopy } from "./rehearse-on-copy";
import { type PreparedRun, prepareRun } from "./run-plan.fixture";

const opened: PreparedRun[] = [];
const prepare = async (...parameters: Parameters<typeof prepareRun>): Promise<PreparedRun> => {
  const run = await prepareRun(...parameters);
  opened.push(run);
  return run;
};
afterEach(async () => {
  for (const run of opened.splice(0)) await run.drop();
});

/** The shadow is the newest server, whatever the database's is. */
const rehearse = async (run: PreparedRun) => {
  const shadowUrl = (await testServer()).url("postgres");
  return withShadow(shadowUrl, {}, (shadow) =>
    rehearseOnCopy(
      {
        ...run.request,
        compare: (expected, actual, options) =>
          compareSides(expected, actual, { ...options, shadowUrl: async () => shadowUrl }),
      },
      shadow,
    ),
  );
};

describe.each(majors)("on PostgreSQL %i", (major) => {
  it("runs the plan on a copy and proves the result, with the database untouched", async () => {
    const schema = (type: string, more = ""): string => `
      CREATE TABLE users (id ${type} PRIMARY KEY, email text);
      CREATE TABLE orders (id integer PRIMARY KEY, user_id ${type} NOT NULL REFERENCES users (id));
      CREATE VIEW ordered AS SELECT u.id FROM users u JOIN orders o ON o.user_id = u.id;
      CREATE POLICY own ON users USING (id IS NOT NULL);${more}`;
    const run = await prepare(schema("varchar(36)", "CREATE INDEX o ON orders (user_id)"), schema("uuid"), {
      ...{ major, online: true },
    });
    const before = fingerprint(await readDatabase(run.sides.actualDatabase));
    const rehearsal = await rehearse(run);
    expect(rehearsal).toMatchObject({ outcome: "proven", leftOut: [], unplanned: [] });
    expect(rehearsal.statements.filter(({ outcome }) => outcome !== "ran").map(({ code }) => code)).toEqual([
      "owners-and-grants",
    ]);
    expect(rehearsal.differences.length).toBe(run.sides.drift.differences.length);
    expect(fingerprint(await readDatabase(run.sides.actualDatabase))).toBe(before);
  });

  it("finds the statement that would fail", async () => {
    const run = await prepare("CREATE TABLE t (a integer NOT NULL)", "CREATE TABLE t (a integer)", { major });
    const [statement] = run.plan.statements;
    if (statement === undefined) throw new Error("no statement");
    const plan = { ...run.plan, statements: [{ ...statement, sql: "ALTER TABLE public.t DROP COLUMN b" }] };
    const rehearsal = await rehearse({ ...run, request: { ...run.request, plan } });
    expect(rehearsal).toMatchObject({
      outcome: "failed",
      statements: [{ outcome: "failed", code: "42703" }],
    });
    expect(rehearsal.sentence).toContain("Statement 1 failed on the copy");
  });

  it("finds a plan that does not do what it says", async () => {
    const run = await prepare("CREATE TABLE t (a integer NOT NULL)", "CREATE TABLE t (a integer)", { major });
    const [statement] = run.plan.statements;
    if (statement === undefined) throw new Error("no statement");
    const plan = {
      ...run.plan,
      statements: [{ ...statement, sql: "COMMENT ON TABLE public.t IS 'edited'" }],
    };
    const rehearsal = await rehearse({ ...run, request: { ...run.request, plan } });
    expect(rehearsal.outcome).toBe("failed");
    expect(rehearsal.unplanned.map(({ sentence }) => sentence)).toEqual([
      "column public.t.a: not null is no, expected yes",
      "table public.t: comment is edited, expected none",
    ]);
  });

  it("takes a key with everything that hangs on it across, and names what the copy cannot be given", async () => {
    const roles = { owner: "postgres", reader: "pg_monitor" };
    const run = await prepare(
      shopSchema(keyTypes["varchar(36)"], roles, major),
      shopSchema(keyTypes.uuid, roles, major),
      { major },
    );
    const rehearsal = await rehearse(run);
    expect(rehearsal.unplanned.map(({ sentence }) => sentence)).toEqual([]);
    expect(["proven", "partly"]).toContain(rehearsal.outcome);
    expect(rehearsal.statements.filter(({ outcome }) => outcome === "failed")).toEqual([]);
  });
});
