import { afterEach, describe, expect, it } from "vitest";
import { compare } from "../drift/compare";
import { describeDifference } from "../drift/describe";
import { makePlan } from "../plan/make-plan";
import { AppError } from "../postgres/app-error";
import { readDatabase, rowsOf, runScript } from "../testing/plan-sides";
import { majors } from "../testing/test-server";
import { runPlan } from "./run-plan";
import { type PreparedRun, prepareRun, replan } from "./run-plan.fixture";

const schema = (type: string, more = ""): string => `
  CREATE TABLE users (id ${type} PRIMARY KEY, email text);
  CREATE TABLE orders (id integer PRIMARY KEY, user_id ${type} NOT NULL REFERENCES users (id), note varchar(20));
  CREATE INDEX orders_user ON orders (user_id);
  CREATE VIEW ordered AS SELECT u.id, o.note FROM users u JOIN orders o ON o.user_id = u.id;
  COMMENT ON VIEW ordered IS 'who ordered';
  ALTER TABLE users ENABLE ROW LEVEL SECURITY;
  CREATE POLICY own ON users USING (id IS NOT NULL);
  ${more}`;

const rows = `
  INSERT INTO users SELECT ('a000000' || i || '-0000-4000-8000-000000000000')::uuid, 'u' || i FROM generate_series(1, 9) i;
  INSERT INTO orders SELECT i, ('a000000' || i || '-0000-4000-8000-000000000000')::uuid, 'n' FROM generate_series(1, 9) i;`;

const opened: PreparedRun[] = [];
const prepare = async (...parameters: Parameters<typeof prepareRun>): Promise<PreparedRun> => {
  const run = await prepareRun(...parameters);
  opened.push(run);
  return run;
};
afterEach(async () => {
  for (const run of opened.splice(0)) await run.drop();
});

const left = async ({ sides }: PreparedRun): Promise<readonly string[]> =>
  compare(sides.expected, await readDatabase(sides.actualDatabase)).differences.map(describeDifference);

describe.each(majors)("on PostgreSQL %i", (major) => {
  it("converts a key with all that hangs on it, proves catalog and rows, and commits", async () => {
    const run = await prepare(schema("varchar(36)"), schema("uuid"), { major });
    await runScript(run.sides.actualDatabase, rows);
    const outcome = await runPlan(run.request, run.hooks);
    expect(outcome).toMatchObject({ status: "committed", code: "proven", attempts: 1, remaining: [] });
    expect(outcome.statements.every((statement) => statement.outcome === "applied")).toBe(true);
    const [proof] = outcome.proofs;
    expect(proof).toMatchObject({ holds: true, unplanned: [], rowsProven: "18" });
    expect(
      proof?.tables.map(({ table, rowsAfter, columns }) => [
        table.name,
        rowsAfter,
        columns.map(({ column, outcome: result }) => `${column} ${result}`),
      ]),
    ).toEqual([
      ["orders", "9", ["user_id same"]],
      ["users", "9", ["id same"]],
    ]);
    expect(await left(run)).toEqual([]);
    expect(run.events.map((event) => (event.type === "phase" ? event.phase : null)).filter(Boolean)).toEqual([
      ...["connecting", "claimed", "locking", "verifying source", "counting rows"],
      ...["executing", "proving", "committing", "committed"],
    ]);
    expect(outcome.transactions[0]?.xid).toMatch(/^\d+$/);
  });

  it("leaves everything as it was where a row stops a statement, and names the statement and no value", async () => {
    const run = await prepare(
      "CREATE TABLE t (a integer CHECK (a > 0)); CREATE TABLE u (b integer)",
      "CREATE TABLE t (a text)",
      { major },
    );
    await runScript(run.sides.actualDatabase, "INSERT INTO t VALUES ('secret value')");
    const before = run.request.plan.actualFingerprint;
    const outcome = await runPlan(run.request, run.hooks);
    expect(outcome).toMatchObject({ status: "rolled back", code: "22P02" });
    expect(outcome.sentence).toMatch(/^Statement \d+ failed: .* Nothing changed\.$/);
    expect(JSON.stringify([outcome, run.events])).not.toContain("secret");
    const now = await readDatabase(run.sides.actualDatabase);
    expect(compare(run.sides.expected, now).actualFingerprint).toBe(before);
    expect(await rowsOf(run.sides.actualDatabase, "SELECT a FROM t")).toEqual([{ a: "secret value" }]);
  });

  it("leaves what an ignore rule covers as it is, on an object that it fixes and on one that it rebuilds", async () => {
    const sql = (type: string, comment: string): string => `
      CREATE TABLE t (a ${type}); COMMENT ON COLUMN t.a IS '${comment}';
      CREATE VIEW v AS SELECT a FROM t; COMMENT ON VIEW v IS '${comment}';`;
    const run = await prepare(sql("bigint", "expected"), sql("integer", "by hand"), { major });
    const { expected, actual } = run.sides;
    const rule = { schema: null, name: null, reason: "known", author: "me", expiresAt: null };
    const drift = compare(expected, actual, {
      ignore: {
        rules: [{ ...rule, id: "I-1", kind: null, attribute: "comment" }],
        at: "2026-01-01T00:00:00Z",
      },
    });
    const plan = makePlan(drift, expected, actual);
    const outcome = await runPlan({ ...run.request, plan, drift }, run.hooks);
    expect(outcome.details).toEqual([]);
    expect(outcome).toMatchObject({ status: "committed" });
    expect(await left(run)).toEqual([
      "column public.t.a: comment is by hand, expected expected",
      "view public.v: comment is by hand, expected expected",
    ]);
  });

  it("takes nothing for changed that no fix touches, and fixes chosen differences alone", async () => {
    const all = await prepare(
      "CREATE TABLE t (a bigint, b text NOT NULL DEFAULT 'x'); COMMENT ON TABLE t IS 'new'",
      "CREATE TABLE t (a integer, b text)",
      { major },
    );
    const chosen = all.sides.drift.differences.find(({ object }) => object.name === "a");
    const run = await prepare(
      "CREATE TABLE t (a bigint, b text NOT NULL DEFAULT 'x'); COMMENT ON TABLE t IS 'new'",
      "CREATE TABLE t (a integer, b text)",
      { major, only: [chosen?.id ?? ""] },
    );
    expect(await runPlan(run.request, run.hooks)).toMatchObject({ status: "committed" });
    expect((await left(run)).length).toBe(all.sides.drift.differences.length - 1);
  });
});

describe("what is refused before anything begins", () => {
  it("refuses a plan that loses data nobody has accepted to lose", async () => {
    const run = await prepare("SELECT 1", "CREATE TABLE t (a integer)");
    await expect(runPlan({ ...run.request, acceptedHazards: [] }, run.hooks)).rejects.toMatchObject({
      code: "hazard-not-accepted",
    });
  });

  it("refuses a plan made for another database", async () => {
    const run = await prepare("CREATE TABLE t (a integer)", "SELECT 1");
    const target = { ...run.request.target, databaseOid: 1 };
    await expect(runPlan({ ...run.request, target }, run.hooks)).rejects.toMatchObject({
      code: "other-database",
    });
  });

  it("refuses where the clocks differ by more than five seconds", async () => {
    const run = await prepare("CREATE TABLE t (a integer)", "SELECT 1");
    const now = () => new Date(Date.now() + 6_000);
    await expect(runPlan({ ...run.request, now }, run.hooks)).rejects.toMatchObject({ code: "clock-skew" });
  });

  it("refuses a plan for a schema that has changed since, and says what changed", async () => {
    const run = await prepare(
      "CREATE TABLE t (a integer); CREATE TABLE u (b text)",
      "CREATE TABLE t (a integer)",
    );
    await runScript(run.sides.actualDatabase, "ALTER TABLE t ADD COLUMN c text");
    await expect(runPlan(run.request, run.hooks)).rejects.toMatchObject({
      code: "plan-stale",
      details: ["column public.t.c is not expected"],
    });
  });
});

describe("what ends with ROLLBACK", () => {
  it("sees a change that slips in between the last look and the locks", async () => {
    const run = await prepare("CREATE TABLE t (a integer NOT NULL)", "CREATE TABLE t (a integer)");
    const outcome = await runPlan(run.request, {
      ...run.hooks,
      claim: () => runScript(run.sides.actualDatabase, "ALTER TABLE t ADD COLUMN c text"),
    });
    expect(outcome).toMatchObject({ status: "rolled back", code: "plan-stale" });
    expect(outcome.details).toEqual(["column public.t.c is not expected"]);
  });

  it("rolls back what an event trigger changes besides the plan", async () => {
    const run = await prepare("CREATE TABLE t (a integer NOT NULL)", `CREATE TABLE t (a integer);`);
    await runScript(
      run.sides.actualDatabase,
      `CREATE FUNCTION meddle() RETURNS event_trigger LANGUAGE plpgsql AS $$
         BEGIN IF NOT EXISTS (SELECT FROM pg_class WHERE relname = 'meddled') THEN CREATE TABLE public.meddled (a integer); END IF; END $$;
       CREATE EVENT TRIGGER meddler ON ddl_command_end EXECUTE FUNCTION meddle();`,
    );
    const again = await replan(run);
    const outcome = await runPlan(again, run.hooks);
    expect(outcome).toMatchObject({ status: "rolled back", code: "not-proven" });
    expect(outcome.details.join("\n")).toContain("meddled is not expected");
    expect(run.events).toContainEqual(expect.objectContaining({ type: "log", code: "event-triggers" }));
  });

  it.each(["before begin", "after locks", "before commit"] as const)(
    "rolls back where the approval is gone %s",
    async (moment) => {
      const run = await prepare("CREATE TABLE t (a integer)", "SELECT 1");
      const outcome = await runPlan(run.request, {
        ...run.hooks,
        authorise: async (asked) => {
          if (asked === moment) throw new AppError("approval-revoked", "The approval was revoked.");
        },
      });
      expect(outcome).toMatchObject({ status: "rolled back", code: "approval-revoked" });
      expect(outcome.sentence).toBe("The approval was revoked. Nothing changed.");
      expect(await left(run)).toHaveLength(1);
    },
  );

  it("rolls back where the transaction cannot be written down", async () => {
    const run = await prepare("CREATE TABLE t (a integer)", "SELECT 1");
    const outcome = await runPlan(run.request, {
      ...run.hooks,
      recordTransaction: async () => {
        throw Object.assign(new Error("can't reach the store"), { code: "P1001" });
      },
    });
    expect(outcome).toMatchObject({ status: "rolled back", code: "store-failed", transactions: [] });
    expect(await left(run)).toHaveLength(1);
  });
});

it("drops a column with the sequence that goes along, and proves that nothing else went", async () => {
  const actual = "CREATE TABLE t (a integer, s serial)";
  const all = await prepare("CREATE TABLE t (a integer)", actual);
  const column = all.sides.drift.differences.find(({ object }) => object.kind === "column");
  const run = await prepare("CREATE TABLE t (a integer)", actual, { only: [column?.id ?? ""] });
  const outcome = await runPlan(run.request, run.hooks);
  expect(outcome.details).toEqual([]);
  expect(outcome).toMatchObject({ status: "committed" });
  expect(await left(run)).toEqual([]);
});

it("lets go along what a chosen difference brings with it, and says that nobody chose it", async () => {
  const schema = (nulls: string): string => `
    CREATE TABLE t (id integer ${nulls}, at date NOT NULL) PARTITION BY RANGE (at);
    CREATE TABLE t_24 PARTITION OF t FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');`;
  const all = await prepare(schema("NOT NULL"), schema(""));
  const top = all.sides.drift.differences.find(({ object }) => object.table === "t");
  const run = await prepare(schema("NOT NULL"), schema(""), { only: [top?.id ?? ""] });
  const outcome = await runPlan(run.request, run.hooks);
  expect(outcome.details).toEqual([]);
  expect(outcome).toMatchObject({ status: "committed" });
  expect(
    outcome.proofs[0]?.differences.map((proof) => [proof.object.table, proof.outcome, proof.chosen]),
  ).toEqual([
    ["t", "gone", true],
    ["t_24", "gone", false],
  ]);
});
