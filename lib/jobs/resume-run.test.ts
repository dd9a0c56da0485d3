import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkPlan } from "../operations/check-plan";
import { controlRun } from "../operations/control-run";
import { readPlan } from "../operations/read-plan";
import { readRun } from "../operations/read-run";
import { readRunSheet } from "../operations/read-run-sheet";
import { readVerification } from "../operations/read-verification";
import { settleRuns } from "../operations/settle-runs";
import { startRun } from "../operations/start-run";
import { verificationVerdict } from "../operations/verification-words";
import { connect, type Session } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { findCheck } from "../store/checks";
import { findPlan, type StoredPlan } from "../store/plans";
import { type Run, readRunEvents } from "../store/runs";
import { type RunStage, runEnded, runNow, runStage } from "../testing/run-stage";
import { majors } from "../testing/test-server";
import { runWorker } from "./run-worker";

const root = path.resolve(import.meta.dirname, "../..");

const expected = `CREATE TABLE other (id integer PRIMARY KEY);
  CREATE TABLE t (id integer PRIMARY KEY, a integer NOT NULL, CHECK (a > 0));
  CREATE INDEX t_a ON t (a);
  CREATE VIEW positive AS SELECT id, a FROM t WHERE a > 0;`;
const actual = `CREATE TABLE other (id integer PRIMARY KEY);
  CREATE TABLE t (id integer PRIMARY KEY, a integer);
  CREATE VIEW positive AS SELECT id, a FROM t WHERE a > 0;
  INSERT INTO t SELECT n, n FROM generate_series(1, 500) n;`;

describe.each(majors)("a run that stopped between two steps, on PostgreSQL %i", (major) => {
  let stage: RunStage;
  let plan: StoredPlan;
  const opened: (() => Promise<unknown>)[] = [];

  beforeEach(async () => {
    stage = await runStage(expected, actual, major);
    plan = await stage.plan({ online: true });
    await stage.approve(plan);
  });
  afterEach(async () => {
    for (const end of opened.splice(0)) await end();
    await stage.drop();
  });

  const start = async (): Promise<Run> => startRun(stage.ann, await stage.sheet(plan));
  const now = (run: Run): Promise<Run> => runNow(stage, run);
  const ended = (run: Run): Promise<Run> => runEnded(stage, run);
  /** An old snapshot: it stands in the way of nothing but the end of CREATE INDEX CONCURRENTLY. */
  async function oldSnapshot(): Promise<Session> {
    const session = await connect(connectionSettingsFromUrl(stage.watched.url), {
      applicationName: "reports",
    });
    opened.push(() => session.close());
    await session.execute("BEGIN ISOLATION LEVEL REPEATABLE READ");
    await session.query("SELECT count(*) FROM other");
    return session;
  }
  const told = (run: Run, matches: (event: Awaited<ReturnType<typeof eventsOf>>[number]) => boolean) =>
    expect.poll(async () => (await eventsOf(run)).some(matches), { timeout: 30_000 }).toBe(true);
  const eventsOf = async (run: Run) =>
    (await readRunEvents(stage.store, run.number)).map(({ event }) => event);
  const building = (event: Awaited<ReturnType<typeof eventsOf>>[number]): boolean =>
    event.type === "waiting" && event.statement !== null && event.blockers.length > 0;
  const invalid = async (): Promise<number> =>
    (
      await stage.session.query<{ count: number }>(
        "SELECT count(*)::int AS count FROM pg_index WHERE NOT indisvalid",
      )
    )[0]?.count ?? -1;

  /** Cancels the run while it builds the index: the steps before stay. */
  async function stopped(): Promise<Run> {
    const holder = await oldSnapshot();
    const run = await start();
    await told(run, building);
    await controlRun(stage.ann, run.id, { type: "cancel" });
    await told(run, (event) => event.type === "phase" && event.phase === "reconciling");
    await holder.execute("COMMIT");
    return ended(run);
  }
  async function work(): Promise<void> {
    const worker = await runWorker(stage.worker);
    opened.push(() => worker.stop());
  }
  /** Waits for the check that follows a run, which finds the database between the plan and its source. */
  async function checkedSince(run: Run): Promise<void> {
    await expect
      .poll(
        async () => {
          const { checkNumber } = await now(run);
          return checkNumber === null ? null : (await findCheck(stage.store, checkNumber))?.state;
        },
        { timeout: 60_000 },
      )
      .toBe("done");
  }

  test("is resumed with its approval, and the verification covers the whole plan", async () => {
    const early = await stage.sheet(plan);
    await work();
    const first = await stopped();
    expect(first.outcome).toMatchObject({ status: "partly applied", code: "cancelled" });
    const { stepsDone = 0, steps = 0 } = first.outcome ?? {};
    expect(stepsDone).toBeGreaterThan(0);
    await checkedSince(first);

    const overview = await readPlan(stage.ann, plan.id);
    expect(overview).toMatchObject({ status: "Failed, partly applied", stale: null, step: "run" });
    expect(overview.facts.resume).toEqual({ run: first.id, stepsDone, steps });
    const answers = await checkPlan(stage.ann, plan.id);
    expect(answers.find(({ name }) => name === "database")).toMatchObject({
      result: "pass",
      sentence: `The database is as ${first.id} left it after step ${stepsDone} of ${steps}, object by object.`,
    });
    const sheet = await readRunSheet(stage.ann, plan.id);
    expect(sheet.blockers).toEqual([]);
    expect([...(sheet.resume?.done ?? [])]).toEqual(
      first.outcome?.statements.flatMap(({ statement, outcome }) =>
        outcome === "applied" ? [statement] : [],
      ),
    );
    // What was confirmed before the first run is not what would be done now.
    await expect(startRun(stage.ann, early)).rejects.toMatchObject({ code: "sheet-used" });

    const run = await start();
    expect(run).toMatchObject({ resumes: first.number, stepsDone });
    const resumed = await ended(run);
    expect(resumed.outcome?.details).toEqual([]);
    expect(resumed.outcome).toMatchObject({ status: "committed", code: "proven", remaining: [] });
    expect(resumed.outcome?.sentence).toContain("were done before");
    const begun = (await eventsOf(run)).flatMap((event) =>
      event.type === "statement started" ? [event.statement] : [],
    );
    expect(begun.filter((statement) => sheet.resume?.done.has(statement))).toEqual([]);
    expect((await findPlan(stage.store, plan.number))?.state).toBe("done");

    await checkedSince(run);
    const verification = await readVerification(stage.ann, run.id);
    expect(verificationVerdict(verification).sentence).toBe(
      `Verified: ${plan.options.only.length} of ${plan.options.only.length} differences are gone, 0 new.`,
    );
    expect(verification.proofs).toHaveLength(steps);
    const page = await readRun(stage.ann, run.id);
    expect(page.resumes).toEqual({ id: first.id, stepsDone });
    expect(page.statements.filter(({ doneBy }) => doneBy === first.id)).toHaveLength(
      sheet.resume?.done.size ?? -1,
    );
    expect(await readRun(stage.ann, first.id)).toMatchObject({ resumedBy: run.id, resumable: false });
    const entries = await stage.store.client.auditEntry.findMany({ where: { objectId: run.id } });
    expect(
      entries.map(({ action, detail }) => [
        action,
        (JSON.parse(String(detail)) as { resumes?: string }).resumes,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ["run.start", first.id],
        ["run.begin", first.id],
      ]),
    );
  });

  test("is refused with words where something changed meanwhile, by its checks and by the run itself", async () => {
    await work();
    const first = await stopped();
    await stage.session.script("ALTER TABLE other ADD COLUMN more text");
    // The checks were asked before that: the run looks for itself.
    const refused = await ended(await start());
    expect(refused).toMatchObject({
      state: "rolled back",
      error: { code: "plan-stale", details: ["column public.other.more is not expected"] },
    });
    expect(await readRun(stage.ann, first.id)).toMatchObject({ resumable: true });
    await stage.session.script("ALTER TABLE other DROP COLUMN more");
    expect((await readPlan(stage.ann, plan.id)).facts.resume?.run).toBe(first.id);

    await stage.session.script("ALTER TABLE other ADD COLUMN another text");
    const answers = await checkPlan(stage.ann, plan.id);
    expect(answers.find(({ name }) => name === "database")).toMatchObject({
      result: "fail",
      sentence: `The database changed: 1 object is not as ${first.id} left them.`,
    });
    expect((await findPlan(stage.store, plan.number))?.stale?.objects).toEqual([
      "column public.other.another is not expected",
    ]);
    await expect(start()).rejects.toMatchObject({ code: "not-ready" });
  });

  test("is resumed after kill -9 inside CREATE INDEX CONCURRENTLY: what the build left is cleared away", async () => {
    const holder = await oldSnapshot();
    const run = await start();
    const child = spawn(process.execPath, ["lib/launch/worker.mjs"], {
      cwd: root,
      stdio: "ignore",
      env: {
        ...process.env,
        DATABASE_URL: stage.store.url(),
        SHADOW_DATABASE_URL: stage.worker.shadowUrl,
        PLUMBLINE_SECRET_KEY: stage.worker.secretKey.material.reveal(),
        PLUMBLINE_ROOT: root,
      },
    });
    await told(run, building);
    child.kill("SIGKILL");
    await once(child, "exit");
    // The server looks for its client twice a second, and ends the build that nobody waits for.
    await expect
      .poll(
        async () =>
          (
            await stage.session.query<{ left: number }>(
              `SELECT count(*)::int AS "left" FROM pg_stat_activity WHERE application_name LIKE 'plumbline apply %' AND datname = current_database()`,
            )
          )[0]?.left,
        { timeout: 15_000 },
      )
      .toBe(0);
    await holder.execute("COMMIT");
    expect(await invalid()).toBe(1);
    await stage.store.client.worker.deleteMany({});
    await settleRuns(stage.worker);
    const settled = await now(run);
    expect(settled.outcome).toMatchObject({ status: "partly applied" });
    expect(settled.outcome?.sentence).toContain("left invalid");

    await work();
    expect((await checkPlan(stage.ann, plan.id)).find(({ name }) => name === "database")?.result).toBe(
      "pass",
    );
    const sheet = await readRunSheet(stage.ann, plan.id);
    expect(sheet.resume?.unfinished).not.toBeNull();
    const again = await start();
    const resumed = await ended(again);
    expect(resumed.outcome?.details).toEqual([]);
    expect(resumed.outcome).toMatchObject({ status: "committed", remaining: [] });
    expect(await eventsOf(again)).toContainEqual(
      expect.objectContaining({ type: "log", code: "invalid-index-dropped" }),
    );
    expect(await invalid()).toBe(0);
  });
});
