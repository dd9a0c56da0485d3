import { afterEach, describe, expect, it } from "vitest";
import { AppError } from "../postgres/app-error";
import { connect, type Session } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { runPlan } from "./run-plan";
import { type PreparedRun, prepareRun } from "./run-plan.fixture";
import type { RunRequest } from "./run-request";

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

/**
 * Sessions as a pooler in transaction mode hands them out: each transaction gets whichever connection is free.
 * @param next which of the free ones: the one given back last (PgBouncer's way), or the one that waits longest
 */
async function pooled(run: PreparedRun, size: number, next: "last" | "first"): Promise<RunRequest["open"]> {
  const settings = connectionSettingsFromUrl(run.sides.actualDatabase.url);
  const free: Session[] = [];
  for (let count = 0; count < size; count++) free.push(await connect(settings));
  sessions.push(...free);
  const take = (): Session => {
    const session = next === "last" ? free.pop() : free.shift();
    if (session === undefined) throw new Error("a client waits for a connection of the pool for ever");
    return session;
  };
  return async () => {
    let held: Session | null = null;
    const through = async <T>(sql: string, work: (session: Session) => Promise<T>): Promise<T> => {
      const session: Session = held ?? take();
      held = session;
      const result = await work(session);
      const inside = /^BEGIN/.test(sql) || (held !== null && begun && !/^(COMMIT|ROLLBACK)$/.test(sql));
      begun = inside;
      if (!inside) {
        held = null;
        free.push(session);
      }
      return result;
    };
    let begun = false;
    const first = free[0] ?? sessions[0];
    if (first === undefined) throw new Error("the pool is empty");
    return {
      ...first,
      query: <Row>(sql: string, values?: readonly unknown[]) =>
        through(sql, (session) => session.query<Row>(sql, values)),
      execute: (sql) => through(sql, (session) => session.execute(sql)),
      close: async () => undefined,
    };
  };
}

describe("a pooler in transaction mode", () => {
  it.each([
    [1, "last"],
    [2, "last"],
    [2, "first"],
    [5, "last"],
    [5, "first"],
  ] as const)("is refused with %i connections, of which the %s is given out", async (size, next) => {
    const run = await prepare("CREATE TABLE t (a integer NOT NULL)", "CREATE TABLE t (a integer)");
    const open = await pooled(run, size, next);
    await expect(runPlan({ ...run.request, open }, run.hooks)).rejects.toMatchObject({ code: "pooler" });
  });
});

it("refuses a transaction that needs more locks than the server has room for", async () => {
  const run = await prepare(
    Array.from({ length: 30 }, (_, i) => `CREATE TABLE t${i} (a integer NOT NULL);`).join("\n"),
    Array.from({ length: 30 }, (_, i) => `CREATE TABLE t${i} (a integer);`).join("\n"),
  );
  // The server's own room is large: what it says of itself is made small.
  const outcome = await runPlan(
    {
      ...run.request,
      open: async (options) => {
        const session = await run.request.open(options);
        return {
          ...session,
          query: <Row>(sql: string, values?: readonly unknown[]) =>
            session.query<Row>(
              sql.replace("pg_catalog.current_setting('max_connections')::float8", "0.01::float8"),
              values,
            ),
        };
      },
    },
    run.hooks,
  );
  expect(outcome).toMatchObject({ status: "rolled back", code: "too-many-locks", attempts: 1 });
  expect(outcome.sentence).toMatch(
    /^The plan needs about 30 locks at once, and the server has room for about \d+\. Nothing changed\.$/,
  );
});

it("tells of a running dump, which every lock would wait for", async () => {
  const run = await prepare("CREATE TABLE t (a integer NOT NULL)", "CREATE TABLE t (a integer)");
  const dump = await connect(connectionSettingsFromUrl(run.sides.actualDatabase.url), {
    applicationName: "pg_dump",
  });
  sessions.push(dump);
  expect(await runPlan(run.request, run.hooks)).toMatchObject({ status: "committed" });
  expect(run.events).toContainEqual(expect.objectContaining({ type: "log", code: "dump-running" }));
});

it("waits for a server that is starting up", async () => {
  const run = await prepare("CREATE TABLE t (a integer NOT NULL)", "CREATE TABLE t (a integer)");
  let refused = 0;
  const outcome = await runPlan(
    {
      ...run.request,
      open: async (options) => {
        if (refused < 2) {
          refused += 1;
          throw new AppError("starting-up", "The server is starting up.");
        }
        return run.request.open(options);
      },
    },
    run.hooks,
  );
  expect({ refused, status: outcome.status }).toEqual({ refused: 2, status: "committed" });
});

it("is refused in words, not with the driver's error, when the session is lost before anything began", async () => {
  const run = await prepare("CREATE TABLE t (a integer NOT NULL)", "CREATE TABLE t (a integer)");
  const killer = await connect(connectionSettingsFromUrl(run.sides.actualDatabase.url));
  sessions.push(killer);
  await expect(
    runPlan(
      {
        ...run.request,
        open: async (options) => {
          const session = await run.request.open(options);
          if (options.applicationName?.startsWith("plumbline apply"))
            await killer.query("SELECT pg_terminate_backend($1)", [session.backendPid]);
          return session;
        },
      },
      run.hooks,
    ),
  ).rejects.toMatchObject({ name: "AppError", code: expect.stringMatching(/^(57P01|connection-lost)$/) });
});
