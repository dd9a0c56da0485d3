/** Another session's DDL on what the plan changes, and clients that remember what it was. */
import { afterEach, describe, expect, it } from "vitest";
import { connect, type Session } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { rowsOf } from "../testing/plan-sides";
import { runPlan } from "./run-plan";
import { isBlocked, type PreparedRun, prepareRun, when } from "./run-plan.fixture";

const opened: PreparedRun[] = [];
const sessions: Session[] = [];

const prepare = async (expected: string, actual: string): Promise<PreparedRun> => {
  const run = await prepareRun(expected, actual);
  opened.push(run);
  return run;
};
const besides = async (run: PreparedRun): Promise<Session> => {
  const session = await connect(connectionSettingsFromUrl(run.sides.actualDatabase.url));
  sessions.push(session);
  return session;
};
afterEach(async () => {
  for (const session of sessions.splice(0)) await session.close();
  for (const run of opened.splice(0)) await run.drop();
});

describe("a function that another session replaces at the same time", () => {
  const f = (number: number): string =>
    `CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT ${number}'`;
  const race = async (end: "COMMIT" | "ROLLBACK") => {
    const run = await prepare(f(2), f(1));
    const other = await besides(run);
    await other.execute("BEGIN");
    await other.execute(f(3));
    const outcome = await runPlan(
      run.request,
      when(run, isBlocked, () => void other.execute(end)),
    );
    const [row] = await rowsOf<{ answer: number }>(run.sides.actualDatabase, "SELECT f() AS answer");
    return { run, outcome, answer: row?.answer };
  };

  it("stays as that one committed it: the run tries again, and finds another database than was planned for", async () => {
    const { run, outcome, answer } = await race("COMMIT");
    expect(run.events).toContainEqual(expect.objectContaining({ type: "attempt", attempt: 2 }));
    expect(outcome).toMatchObject({ status: "rolled back", code: "plan-stale" });
    expect(answer).toBe(3);
  });

  it("is as it should be where that one thinks better of it", async () => {
    const { outcome, answer } = await race("ROLLBACK");
    expect(outcome).toMatchObject({ status: "committed" });
    expect(answer).toBe(2);
  });
});

it("says that sessions keep plans of columns as they were: such a session is refused by Postgres until it forgets them", async () => {
  const run = await prepare("CREATE TABLE t (a bigint)", "CREATE TABLE t (a integer)");
  const client = await besides(run);
  await client.execute("PREPARE everything AS SELECT * FROM t");
  await client.execute("EXECUTE everything");
  const outcome = await runPlan(run.request, run.hooks);
  expect(outcome).toMatchObject({ status: "committed" });
  expect(outcome.next).toContain("cached plans");
  await expect(client.execute("EXECUTE everything")).rejects.toMatchObject({ code: "0A000" });
  await client.execute("DISCARD ALL");
  expect(await client.query("SELECT * FROM t")).toEqual([]);
});
