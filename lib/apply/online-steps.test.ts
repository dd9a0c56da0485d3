import { afterEach, describe, expect, it } from "vitest";
import { compare } from "../drift/compare";
import { describeDifference } from "../drift/describe";
import { connect, type Session } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { readDatabase, rowsOf, runScript } from "../testing/plan-sides";
import { majors } from "../testing/test-server";
import { planSteps } from "./plan-steps";
import { runPlan } from "./run-plan";
import { type PreparedRun, prepareRun } from "./run-plan.fixture";
import type { RunHooks } from "./run-request";

const opened: PreparedRun[] = [];
const sessions: Session[] = [];
const prepare = async (...parameters: Parameters<typeof prepareRun>): Promise<PreparedRun> => {
  const run = await prepareRun(...parameters);
  opened.push(run);
  return run;
};
afterEach(async () => {
  for (const session of sessions.splice(0)) await session.close();
  for (const run of opened.splice(0)) await run.drop();
});

const left = async ({ sides }: PreparedRun): Promise<readonly string[]> =>
  compare(sides.expected, await readDatabase(sides.actualDatabase)).differences.map(describeDifference);

const indexes = (run: PreparedRun) =>
  rowsOf<{ name: string; valid: boolean }>(
    run.sides.actualDatabase,
    "SELECT indexrelid::regclass::text AS name, indisvalid AS valid FROM pg_index WHERE indrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace) ORDER BY 1",
  );

/** The step in which a statement stands. */
function stepOf(run: PreparedRun, position: number): number {
  const { steps } = planSteps(run.plan, run.request.expected);
  return steps.findIndex(({ statements }) => statements.includes(position));
}

/** Stops a run before a step, as an approval that was taken back does. */
function stopBefore(run: PreparedRun, step: number): Partial<RunHooks> {
  let done = 0;
  return {
    emit: (event) => {
      run.hooks.emit(event);
      if (event.type === "step done") done += 1;
    },
    authorise: async () => {
      if (done >= step) throw new Error("the approval was taken back");
    },
  };
}

/** Begins a statement outside of a transaction and ends its session while it waits, so that an invalid index is left. */
async function breakOffBuild(run: PreparedRun, sql: string): Promise<void> {
  const settings = connectionSettingsFromUrl(run.sides.actualDatabase.url);
  const [holder, builder] = [await connect(settings), await connect(settings)];
  sessions.push(holder, builder);
  builder.onLost(() => undefined);
  await holder.execute("BEGIN");
  await holder.query("UPDATE t SET a = a");
  const ended = builder.execute(sql).catch((error: unknown) => error);
  await expect
    .poll(async () => (await indexes(run)).some(({ valid }) => !valid), { timeout: 10_000 })
    .toBe(true);
  await holder.query("SELECT pg_terminate_backend($1)", [builder.backendPid]);
  await ended;
  await holder.execute("ROLLBACK");
}

describe.each(majors)("on PostgreSQL %i", (major) => {
  const expected = `
    CREATE TABLE parent (id integer PRIMARY KEY);
    CREATE TABLE t (id integer PRIMARY KEY, a integer NOT NULL, p integer REFERENCES parent (id), CONSTRAINT t_a_key UNIQUE (a), CHECK (a > 0));
    CREATE INDEX t_p ON t (p);`;
  const actual = `
    CREATE TABLE parent (id integer PRIMARY KEY);
    CREATE TABLE t (id integer PRIMARY KEY, a integer, p integer);
    CREATE INDEX t_old ON t (p);
    INSERT INTO parent VALUES (1); INSERT INTO t VALUES (1, 1, 1), (2, 2, 1);`;

  const table = "CREATE TABLE t (id integer PRIMARY KEY, a integer NOT NULL);";
  const indexless = "CREATE TABLE t (id integer PRIMARY KEY, a integer); INSERT INTO t VALUES (1, 1);";

  it("takes each step with its own proof and records it", async () => {
    const run = await prepare(expected, actual, { major, online: true });
    const recorded: number[] = [];
    const outcome = await runPlan(run.request, {
      ...run.hooks,
      recordStep: async (step) => void recorded.push(step),
    });
    expect(outcome.details).toEqual([]);
    expect(outcome).toMatchObject({ status: "committed", code: "proven", remaining: [] });
    expect(outcome.steps).toBeGreaterThan(4);
    expect(recorded).toEqual([...recorded.keys()]);
    expect(outcome.proofs).toHaveLength(outcome.steps);
    expect(await left(run)).toEqual([]);
  });

  /** Runs the plan and gives, beside how that ended, what a store keeps to resume it. */
  const journalled = async (run: PreparedRun, hooks: Partial<RunHooks> = {}) => {
    let fingerprint: string | null = null;
    const stopped = await runPlan(run.request, {
      ...run.hooks,
      recordStep: async (_, left) => {
        fingerprint = left;
      },
      ...hooks,
    });
    return { stopped, point: { stepsDone: stopped.stepsDone, fingerprint, unfinished: null } };
  };

  it("drops the invalid index of a failed build, says so, and can be resumed when the rows are right", async () => {
    const run = await prepare(expected, actual, { major, online: true });
    await runScript(run.sides.actualDatabase, "INSERT INTO t VALUES (3, 1, 1)");
    const { stopped, point } = await journalled(run);
    expect(stopped).toMatchObject({ status: "partly applied", code: "23505" });
    expect(stopped.sentence).toMatch(
      /^Transactions? 1.* committed \(statements 1–\d+\)\. Transaction \d+ was rolled back\. The database is between plans\. /,
    );
    expect(run.events).toContainEqual(
      expect.objectContaining({ type: "log", code: "invalid-index-dropped" }),
    );
    expect((await indexes(run)).filter(({ valid }) => !valid)).toEqual([]);

    await runScript(run.sides.actualDatabase, "DELETE FROM t WHERE id = 3");
    const resumed = await runPlan({ ...run.request, resume: point }, run.hooks);
    expect(resumed.details).toEqual([]);
    expect(resumed).toMatchObject({ status: "committed", remaining: [] });
    expect(await left(run)).toEqual([]);
  });

  it("refuses to resume where the database is not as the steps left it", async () => {
    const run = await prepare(expected, actual, { major, online: true });
    await runScript(run.sides.actualDatabase, "INSERT INTO t VALUES (3, 1, 1)");
    const { point } = await journalled(run);
    await runScript(
      run.sides.actualDatabase,
      "DELETE FROM t WHERE id = 3; ALTER TABLE t ADD COLUMN more text",
    );
    const refusal = { code: "plan-stale", details: ["column public.t.more is not expected"] };
    await expect(runPlan({ ...run.request, resume: point }, run.hooks)).rejects.toMatchObject(refusal);
    // Without a fingerprint the plan itself says what should be there.
    const unread = { ...point, fingerprint: null };
    await expect(runPlan({ ...run.request, resume: unread }, run.hooks)).rejects.toMatchObject(refusal);
    await runScript(run.sides.actualDatabase, "ALTER TABLE t DROP COLUMN more");
    expect(await runPlan({ ...run.request, resume: unread }, run.hooks)).toMatchObject({
      ...{ status: "committed", remaining: [] },
      sentence: expect.stringMatching(/^\d+ of \d+ done in [\d.]+ s; \d+ were done before\. Verified: /),
    });
    expect(await left(run)).toEqual([]);
  });

  it("says of a resumed run that changed nothing that the steps before it stay", async () => {
    const run = await prepare(expected, actual, { major, online: true });
    await runScript(run.sides.actualDatabase, "INSERT INTO t VALUES (3, 1, 1)");
    const { stopped, point } = await journalled(run);
    const again = await runPlan({ ...run.request, resume: point }, run.hooks);
    expect(again).toMatchObject({ status: "partly applied", code: "23505", stepsDone: stopped.stepsDone });
    expect(again.sentence).toMatch(/committed since before this run \(.*This run changed nothing\./);
    expect(again.statements.filter(({ outcome }) => outcome === "applied")).toEqual(
      stopped.statements
        .filter(({ outcome }) => outcome === "applied")
        .map((statement) => ({ ...statement, milliseconds: null })),
    );
  });

  it("clears away the invalid index of its own broken off build and of no other, and builds it", async () => {
    const run = await prepare(`${table} CREATE INDEX t_a ON t (a)`, indexless, { major, online: true });
    const position = run.plan.statements.findIndex(({ sql }) => sql.startsWith("CREATE INDEX CONCURRENTLY"));
    const step = stepOf(run, position);
    const { point } = await journalled(run, stopBefore(run, step));
    expect(point.stepsDone).toBe(step);
    await breakOffBuild(run, run.plan.statements[position]?.sql ?? "");
    const foreign = await runPlan({ ...run.request, resume: point }, run.hooks).catch(
      (error: unknown) => error,
    );
    expect(foreign).toMatchObject({ code: "plan-stale" });
    const resumed = await runPlan({ ...run.request, resume: { ...point, unfinished: position } }, run.hooks);
    expect(resumed.details).toEqual([]);
    expect(resumed).toMatchObject({ status: "committed", remaining: [] });
    expect(run.events).toContainEqual(
      expect.objectContaining({ type: "log", code: "invalid-index-dropped" }),
    );
    expect((await indexes(run)).filter(({ valid }) => !valid)).toEqual([]);
    expect(await left(run)).toEqual([]);
  });

  it("goes on where DROP INDEX CONCURRENTLY broke off", async () => {
    const indexed = `${indexless} CREATE INDEX t_old ON t (a);`;
    const run = await prepare(table, indexed, { major, online: true, drops: true });
    const position = run.plan.statements.findIndex(({ sql }) => sql.startsWith("DROP INDEX CONCURRENTLY"));
    const step = stepOf(run, position);
    const { point } = await journalled(run, stopBefore(run, step));
    await breakOffBuild(run, run.plan.statements[position]?.sql ?? "");
    expect((await indexes(run)).filter(({ valid }) => !valid)).toEqual([{ name: "t_old", valid: false }]);
    const resumed = await runPlan({ ...run.request, resume: { ...point, unfinished: position } }, run.hooks);
    expect(resumed.details).toEqual([]);
    expect(resumed).toMatchObject({ status: "committed", remaining: [] });
    expect(await left(run)).toEqual([]);
  });

  it("stops before a step whose approval is gone, with the steps before it in place", async () => {
    const run = await prepare(expected, actual, { major, online: true });
    let begun = 0;
    const outcome = await runPlan(run.request, {
      ...run.hooks,
      authorise: async (moment) => {
        if (moment === "before begin") begun += 1;
        if (begun > 2) throw new Error("the store is down");
      },
    });
    expect(outcome).toMatchObject({ status: "partly applied", code: "store-failed", stepsDone: 2 });
    expect(outcome.statements.filter(({ outcome: ended }) => ended === "applied").length).toBeGreaterThan(0);
    expect(outcome.remaining.length).toBeGreaterThan(0);
  });

  it("begins no further step when one that is committed cannot be written down", async () => {
    const run = await prepare(expected, actual, { major, online: true });
    const outcome = await runPlan(run.request, {
      ...run.hooks,
      recordStep: async () => {
        throw new Error("the store is down");
      },
    });
    expect(outcome).toMatchObject({ status: "partly applied", code: "store-failed", stepsDone: 1 });
    expect(await left(run)).not.toEqual([]);
  });

  it("pauses between two steps with no locks held", async () => {
    const run = await prepare(expected, actual, { major, online: true });
    const outcome = await runPlan(
      { ...run.request, limits: { ...run.request.limits, pauseTimeout: 1 } },
      {
        ...run.hooks,
        emit: (event) => {
          run.hooks.emit(event);
          if (event.type === "step done" && event.step === 0) run.control.send({ type: "pause" });
          if (event.type === "paused") run.control.send({ type: "resume" });
        },
      },
    );
    expect(outcome.status).toBe("committed");
    expect(run.events).toContainEqual(expect.objectContaining({ type: "paused", locksHeld: false }));
  });

  it("cancels a build that waits for an old snapshot, and leaves no index behind", async () => {
    const run = await prepare(
      "CREATE TABLE t (a integer); CREATE INDEX t_a ON t (a)",
      "CREATE TABLE t (a integer)",
      {
        ...{ major, online: true },
      },
    );
    const old = await connect(connectionSettingsFromUrl(run.sides.actualDatabase.url));
    sessions.push(old);
    await old.execute("BEGIN ISOLATION LEVEL REPEATABLE READ");
    await old.query("SELECT 1 FROM t");
    const outcome = await runPlan(run.request, {
      ...run.hooks,
      emit: (event) => {
        run.hooks.emit(event);
        if (event.type === "waiting" && event.blockers.length > 0) run.control.send({ type: "cancel" });
        // Dropping what is left waits for the same snapshot.
        if (event.type === "phase" && event.phase === "reconciling") void old.execute("COMMIT");
      },
    });
    expect(outcome).toMatchObject({ status: "rolled back", code: "cancelled" });
    expect(run.events).toContainEqual(
      expect.objectContaining({
        type: "waiting",
        statement: 0,
        blockers: [expect.objectContaining({ pid: old.backendPid })],
      }),
    );
    expect(await indexes(run)).toEqual([]);
  });

  it("commits a new enum label in a step of its own where the plan uses it, and within the transaction where not", async () => {
    const used = await prepare(
      "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (m mood DEFAULT 'ok')",
      "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE t (m mood DEFAULT 'sad')",
      { major },
    );
    await expect(runPlan(used.request, used.hooks)).rejects.toMatchObject({ code: "needs-steps" });
    const outcome = await runPlan({ ...used.request, online: true }, used.hooks);
    expect(outcome).toMatchObject({ status: "committed", steps: 2 });
    expect(await left(used)).toEqual([]);
    const unused = await prepare(
      "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (m mood); CREATE TABLE u (a integer)",
      "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE t (m mood)",
      { major },
    );
    expect(await runPlan(unused.request, unused.hooks)).toMatchObject({ status: "committed", steps: 1 });
  });
});

it("refuses to rehearse on the database what cannot be rolled back", async () => {
  const run = await prepare(
    "CREATE TABLE t (a integer); CREATE INDEX t_a ON t (a)",
    "CREATE TABLE t (a integer)",
    {
      online: true,
    },
  );
  await expect(runPlan({ ...run.request, mode: "rehearse" }, run.hooks)).rejects.toMatchObject({
    code: "rehearsal-needs-one-transaction",
  });
});
