import { randomBytes } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { connect, type Session } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { rowsOf, runScript } from "../testing/plan-sides";
import { runPlan } from "./run-plan";
import { isBlocked, type PreparedRun, prepareRun, replan, when } from "./run-plan.fixture";
import { defaultLimits } from "./run-request";

const opened: PreparedRun[] = [];
const sessions: Session[] = [];

const prepare = async (...parameters: Parameters<typeof prepareRun>): Promise<PreparedRun> => {
  const run = await prepareRun(...parameters);
  opened.push(run);
  return run;
};
/** Another session in the same database, closed with the test. */
const besides = async (run: PreparedRun, applicationName = "reports"): Promise<Session> => {
  const session = await connect(connectionSettingsFromUrl(run.sides.actualDatabase.url), { applicationName });
  sessions.push(session);
  return session;
};
afterEach(async () => {
  for (const session of sessions.splice(0)) await session.close();
  for (const run of opened.splice(0)) await run.drop();
});

const add = () => prepare("CREATE TABLE t (a integer NOT NULL)", "CREATE TABLE t (a integer)");

/** Statements that take long enough to be met: a trigger of ours sleeps before each command. */
const slowly = (seconds: number): string => `
  CREATE FUNCTION slow() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_catalog.pg_sleep(${seconds}); END';
  CREATE EVENT TRIGGER slow ON ddl_command_start EXECUTE FUNCTION slow();`;

describe("waiting for locks", () => {
  it("shows who stands in the way and tries again until it is gone", async () => {
    const run = await add();
    const reader = await besides(run);
    await reader.execute("BEGIN");
    await reader.query("SELECT 1 FROM t");
    const outcome = await runPlan(
      { ...run.request, limits: { ...defaultLimits, lockTimeout: 500 } },
      when(
        run,
        (event) => event.type === "attempt" && event.attempt === 2,
        () => void reader.execute("COMMIT"),
      ),
    );
    expect(outcome).toMatchObject({ status: "committed" });
    expect(outcome.attempts).toBeGreaterThan(1);
    const waiting = run.events.find(isBlocked);
    expect(waiting).toMatchObject({
      statement: null,
      limitMilliseconds: 500,
      blockers: [
        {
          ...{ pid: reader.backendPid, application: "reports", state: "idle in transaction" },
          ...{ query: "SELECT ? FROM t", holds: ["public.t (ACCESS SHARE)"] },
        },
      ],
    });
    expect(run.events).toContainEqual(
      expect.objectContaining({ type: "attempt", attempt: 2, reason: "A lock could not be had in time." }),
    );
  });

  it("gives up after so many tries, with nothing changed", async () => {
    const run = await add();
    const reader = await besides(run);
    await reader.execute("BEGIN");
    await reader.query("SELECT 1 FROM t");
    const limits = { ...defaultLimits, lockTimeout: 100, attempts: 3 };
    const outcome = await runPlan({ ...run.request, limits }, run.hooks);
    expect(outcome).toMatchObject({ status: "rolled back", code: "55P03", attempts: 3 });
  });

  it("stops trying when it is told to, in the middle of the wait", async () => {
    const run = await add();
    const reader = await besides(run);
    await reader.execute("BEGIN");
    await reader.query("SELECT 1 FROM t");
    const outcome = await runPlan(
      run.request,
      when(run, isBlocked, () => run.control.send({ type: "stop trying" })),
    );
    expect(outcome).toMatchObject({ status: "rolled back", code: "stopped-trying", attempts: 1 });
  });

  it("ends a session that blocks it, and no other", async () => {
    const run = await add();
    const [reader, bystander] = [await besides(run), await besides(run)];
    await reader.execute("BEGIN");
    await reader.query("SELECT 1 FROM t");
    const outcome = await runPlan(
      run.request,
      when(run, isBlocked, () => {
        run.control.send({ type: "end session", pid: bystander.backendPid });
        run.control.send({ type: "end session", pid: reader.backendPid });
      }),
    );
    expect(outcome).toMatchObject({ status: "committed" });
    expect(run.events.filter(({ type }) => type === "session ended")).toEqual([
      { type: "session ended", pid: bystander.backendPid, ended: false },
      { type: "session ended", pid: reader.backendPid, ended: true },
    ]);
    expect(await bystander.query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  it("lets the second of two runs on one database go no further than its first statement", async () => {
    const run = await add();
    const outcomes = await Promise.allSettled([
      runPlan(run.request, run.hooks),
      runPlan(run.request, { ...run.hooks, emit: () => undefined }),
    ]);
    const statuses = outcomes.map((outcome) =>
      outcome.status === "fulfilled" ? outcome.value.code : (outcome.reason as { code: string }).code,
    );
    expect(statuses.filter((code) => code === "proven")).toHaveLength(1);
    expect(statuses.filter((code) => code === "run-in-progress" || code === "plan-stale")).toHaveLength(1);
  });

  it("refuses while Prisma's migrate holds its lock, and holds that lock itself", async () => {
    const run = await add();
    const prisma = await besides(run, "prisma");
    await prisma.query("SELECT pg_advisory_lock(72707369)");
    await expect(runPlan(run.request, run.hooks)).rejects.toMatchObject({
      code: "migration-running",
      message: "Prisma Migrate is migrating this database at the moment.",
    });
    await prisma.query("SELECT pg_advisory_unlock(72707369)");
    let free: unknown;
    const outcome = await runPlan(run.request, {
      ...run.hooks,
      authorise: async (moment) => {
        if (moment !== "after locks") return;
        [free] = await prisma.query("SELECT pg_try_advisory_lock(72707369) AS free");
      },
    });
    expect({ free, status: outcome.status }).toEqual({ free: { free: false }, status: "committed" });
  });
});

it("lets its own locks go when another session's DDL is in the way of reading the catalog", async () => {
  const run = await prepare(
    "CREATE TABLE t (a integer NOT NULL); CREATE TABLE other (b integer); CREATE VIEW v AS SELECT b FROM other",
    "CREATE TABLE t (a integer); CREATE TABLE other (b integer); CREATE VIEW v AS SELECT b FROM other",
  );
  const migration = await besides(run, "migration");
  const outcome = await runPlan(run.request, {
    ...when(
      run,
      (event) => event.type === "attempt" && event.attempt === 2,
      () => void migration.execute("ROLLBACK"),
    ),
    claim: async () => {
      await migration.execute("BEGIN");
      await migration.execute("LOCK TABLE other IN ACCESS EXCLUSIVE MODE");
    },
  });
  expect(outcome).toMatchObject({ status: "committed" });
  expect(run.events).toContainEqual(
    expect.objectContaining({
      attempt: 2,
      reason: "An object of the database stayed locked by another session's DDL.",
    }),
  );
});

describe("being stopped", () => {
  it("cancels the statement that runs", async () => {
    const run = await prepare("CREATE TABLE t (a integer NOT NULL)", `CREATE TABLE t (a integer)`);
    await runScript(run.sides.actualDatabase, slowly(20));
    const started = performance.now();
    const again = await replan(run);
    const outcome = await runPlan(
      again,
      when(
        run,
        ({ type }) => type === "statement started",
        () => setImmediate(() => run.control.send({ type: "cancel" })),
      ),
    );
    expect(outcome).toMatchObject({ status: "rolled back", code: "cancelled" });
    expect(outcome.sentence).toBe("The run was cancelled during statement 1 (ALTER TABLE). Nothing changed.");
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it("cancels at the end of the window", async () => {
    const run = await add();
    await runScript(run.sides.actualDatabase, slowly(20));
    const again = await replan(run);
    const deadline = new Date(Date.now() + 3_000);
    const limits = { ...defaultLimits, deadline, minimumTimeLeft: 0 };
    const outcome = await runPlan({ ...again, limits }, run.hooks);
    expect(outcome).toMatchObject({ status: "rolled back", code: "window-closed" });
  });

  it("does not begin with less than two minutes of the window left", async () => {
    const run = await add();
    const limits = { ...defaultLimits, deadline: new Date(Date.now() + 119_000) };
    const outcome = await runPlan({ ...run.request, limits }, run.hooks);
    expect(outcome).toMatchObject({ status: "rolled back", code: "window-too-short" });
  });

  it("pauses after a statement with its locks held, and goes on", async () => {
    const run = await prepare(
      "CREATE TABLE t (a integer NOT NULL, b integer NOT NULL)",
      "CREATE TABLE t (a integer, b integer)",
    );
    run.control.send({ type: "pause" });
    const other = await besides(run);
    await other.execute("SET lock_timeout = '50ms'");
    const locked: Promise<unknown>[] = [];
    const outcome = await runPlan(
      run.request,
      when(
        run,
        ({ type }) => type === "paused",
        () => {
          const read = other.query("SELECT 1 FROM t").catch((error: unknown) => error);
          locked.push(read);
          void read.then(() => run.control.send({ type: "resume" }));
        },
      ),
    );
    expect(outcome.status).toBe("committed");
    expect(await Promise.all(locked)).toMatchObject([{ code: "55P03" }]);
    expect(run.events).toContainEqual({
      type: "paused",
      afterStatement: 0,
      locksHeld: true,
      limitMilliseconds: 600_000,
    });
    expect(run.events).toContainEqual({ type: "resumed" });
  });

  it("ends a pause that holds locks for too long", async () => {
    const run = await prepare(
      "CREATE TABLE t (a integer NOT NULL, b integer NOT NULL)",
      "CREATE TABLE t (a integer, b integer)",
    );
    run.control.send({ type: "pause" });
    const limits = { ...defaultLimits, pauseTimeout: 300 };
    const outcome = await runPlan({ ...run.request, limits }, run.hooks);
    expect(outcome).toMatchObject({ status: "rolled back", code: "paused-too-long" });
  });

  it("tells a time limit of the statement from a cancellation", async () => {
    const run = await add();
    await runScript(run.sides.actualDatabase, slowly(20));
    const again = await replan(run);
    const outcome = await runPlan(
      { ...again, limits: { ...defaultLimits, statementTimeout: 400 } },
      run.hooks,
    );
    expect(outcome).toMatchObject({ status: "rolled back", code: "57014" });
    expect(outcome.sentence).toContain("took longer than its time limit");
  });
});

describe("losing the session", () => {
  it("knows that what was ended on the server before COMMIT is rolled back", async () => {
    const run = await add();
    await runScript(run.sides.actualDatabase, slowly(20));
    const again = await replan(run);
    const killer = await besides(run);
    const outcome = await runPlan(
      again,
      when(
        run,
        ({ type }) => type === "statement started",
        () =>
          void killer.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'plumbline apply%' AND datname = current_database()",
          ),
      ),
    );
    expect(outcome).toMatchObject({ status: "rolled back", code: "57P01" });
    expect(
      await rowsOf(
        run.sides.actualDatabase,
        "SELECT 1 FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'a' AND attnotnull",
      ),
    ).toEqual([]);
  });

  it("takes a cancellation that comes with COMMIT for a rollback", async () => {
    const run = await add();
    const outcome = await runPlan(run.request, {
      ...run.hooks,
      recordTransaction: async () => {
        const other = await besides(run);
        await other.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'plumbline apply%' AND datname = current_database()",
        );
      },
    });
    expect(outcome).toMatchObject({ status: "rolled back" });
    expect(outcome.transactions).toHaveLength(1);
  });
});

it("refuses where the role may not read everything", async () => {
  const run = await add();
  const role = `half_${randomBytes(4).toString("hex")}`;
  await runScript(
    run.sides.actualDatabase,
    `CREATE ROLE ${role} LOGIN PASSWORD 'x'; REVOKE SELECT ON pg_catalog.pg_constraint FROM PUBLIC`,
  );
  try {
    const settings = {
      ...connectionSettingsFromUrl(run.sides.actualDatabase.url),
      user: role,
      password: "x",
    };
    const request = {
      ...run.request,
      open: (options: Parameters<typeof connect>[1]) => connect(settings, options),
    };
    await expect(runPlan(request, run.hooks)).rejects.toMatchObject({ code: "catalog-hidden" });
  } finally {
    await runScript(run.sides.actualDatabase, `DROP ROLE ${role}`);
  }
});

it("lets the server notice by itself that we are gone, and gives it the limits of the run", async () => {
  const run = await add();
  let seen: unknown;
  const outcome = await runPlan(
    {
      ...run.request,
      open: async (options) => {
        const session = await run.request.open(options);
        return {
          ...session,
          execute: async (sql) => {
            if (sql.startsWith("ALTER TABLE"))
              [seen] = await session.query(
                `SELECT current_setting('client_connection_check_interval') AS client, current_setting('lock_timeout') AS lock,
                        current_setting('idle_in_transaction_session_timeout') AS idle, current_setting('search_path') AS path,
                        current_setting('synchronous_commit') AS synchronous`,
              );
            return session.execute(sql);
          },
        };
      },
    },
    run.hooks,
  );
  expect(outcome.status).toBe("committed");
  expect(seen).toEqual({
    ...{ client: "500ms", lock: "1s", idle: "1min", path: "pg_catalog", synchronous: "on" },
  });
});
