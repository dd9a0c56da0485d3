import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { controlRun } from "../operations/control-run";
import { releaseRun } from "../operations/release-run";
import { settleRuns } from "../operations/settle-runs";
import { startRun } from "../operations/start-run";
import { answerTakeOver, takeOverRun } from "../operations/take-over-run";
import { connect, type Session } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { Prisma } from "../store/generated/client";
import { endReviews } from "../store/plan-reviews";
import type { StoredPlan } from "../store/plans";
import { type Run, readRunEvents } from "../store/runs";
import { type RunStage, runEnded, runNow, runStage } from "../testing/run-stage";
import { runWorker } from "./run-worker";

const root = path.resolve(import.meta.dirname, "../..");

let stage: RunStage;
let plan: StoredPlan;

const expected = "CREATE TABLE users (id varchar(36) PRIMARY KEY, name text NOT NULL);";
const actual = `CREATE TABLE users (id uuid PRIMARY KEY, name text);
  INSERT INTO users SELECT gen_random_uuid(), 'user ' || n FROM generate_series(1, 2000) n;`;

beforeAll(async () => {
  stage = await runStage(expected, actual);
});
afterAll(() => stage.drop());

beforeEach(async () => {
  await stage.store.client.rateLimit.deleteMany({});
  plan = await stage.plan();
  await stage.approve(plan);
});

/** Workers and sessions of a test, ended before the next one. */
const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((end) => end()));
  const { client } = stage.store;
  await client.run.updateMany({ where: { active: true }, data: { active: false } });
  await client.user.update({ where: { id: stage.ann.actor.id }, data: { role: "operator" } });
  await client.user.update({ where: { id: stage.ben.actor.id }, data: { disabledAt: null } });
  const { host, port } = stage.watched;
  await client.database.update({ where: { id: stage.database.id }, data: { host, port } });
  if ((await typeOfId()) !== "uuid")
    await stage.session.script(
      "ALTER TABLE users ALTER id TYPE uuid USING id::uuid; ALTER TABLE users ALTER name DROP NOT NULL",
    );
});

const start = async (): Promise<Run> => startRun(stage.ann, await stage.sheet(plan));

const work = async (): Promise<void> => {
  const worker = await runWorker(stage.worker);
  opened.push(() => worker.stop());
};

const now = (run: Run): Promise<Run> => runNow(stage, run);

const ended = (run: Run): Promise<Run> => runEnded(stage, run);

/** Waits until the run has told this. */
async function told(run: Run, type: string): Promise<void> {
  await expect
    .poll(async () => (await readRunEvents(stage.store, run.number)).map(({ event }) => event.type), {
      timeout: 30_000,
    })
    .toContain(type);
}

/** A session that holds a lock on users in an open transaction, as a report that somebody left open. */
async function inTheWay(): Promise<Session> {
  const session = await connect(connectionSettingsFromUrl(stage.watched.url), { applicationName: "reports" });
  await session.execute("BEGIN");
  await session.query("SELECT count(*) FROM users");
  opened.push(() => session.close());
  return session;
}

const typeOfId = async (): Promise<string | undefined> =>
  (
    await stage.session.query<{ type: string }>(
      "SELECT data_type AS type FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'id'",
    )
  )[0]?.type;

test("an approval that is taken back while locks are waited for rolls the run back", async () => {
  const blocker = await inTheWay();
  const run = await start();
  await work();
  await told(run, "waiting");
  await endReviews(stage.store, plan.number, stage.ben.actor.id, new Date());
  await blocker.close();
  const after = await ended(run);
  expect(after.outcome).toMatchObject({ status: "rolled back", code: "approval-lost" });
  expect(await typeOfId()).toBe("uuid");
});

test.each([
  ["who started it is no operator any more", { role: "viewer" }, "starter-not-allowed"],
  ["who approved it may not sign in any more", { disabledAt: new Date() }, "approval-lost"],
])("a run is rolled back when %s", async (_, data, code) => {
  const blocker = await inTheWay();
  const run = await start();
  await work();
  await told(run, "waiting");
  const who = code === "approval-lost" ? stage.ben : stage.ann;
  await stage.store.client.user.update({ where: { id: who.actor.id }, data });
  await blocker.close();
  expect((await ended(run)).outcome).toMatchObject({ status: "rolled back", code });
  expect(await typeOfId()).toBe("uuid");
});

test("a plan that somebody edits in the store is not run", async () => {
  const run = await start();
  const row = await stage.store.client.plan.findUniqueOrThrow({ where: { number: plan.number } });
  const text = JSON.stringify(row.content);
  const edited = text.replace('"sql":"', '"sql":" ');
  expect(edited).not.toBe(text);
  const content = JSON.parse(edited) as Prisma.InputJsonValue;
  await stage.store.client.plan.update({ where: { number: plan.number }, data: { content } });
  await work();
  const after = await ended(run);
  expect(after.state).toBe("rolled back");
  expect(after.outcome?.code ?? after.error?.code).toMatch(/plan-altered|approval-lost/);
  expect(await typeOfId()).toBe("uuid");
});

test("who stands in the way is shown, and is ended by who may, with the number typed, for the record", async () => {
  const blocker = await inTheWay();
  const run = await start();
  await work();
  await told(run, "waiting");
  const waiting = (await readRunEvents(stage.store, run.number)).find(
    ({ event }) => event.type === "waiting",
  )?.event;
  if (waiting?.type !== "waiting") throw new Error("nothing waits");
  expect(waiting.blockers[0]).toMatchObject({ pid: blocker.backendPid, application: "reports" });
  const pid = blocker.backendPid;
  const end = { type: "end session", pid, typed: String(pid) } as const;
  // An operator drives, and may not end sessions; an approver may, and need not drive for that.
  await expect(controlRun(stage.ann, run.id, end)).rejects.toMatchObject({ code: "not-allowed" });
  await expect(controlRun(stage.ben, run.id, { type: "stop trying" })).rejects.toMatchObject({
    code: "not-driving",
  });
  await expect(controlRun(stage.ben, run.id, { ...end, typed: "1" })).rejects.toMatchObject({
    code: "pid-differs",
  });
  await expect(
    controlRun(stage.ben, run.id, { type: "end session", pid: 1, typed: "1" }),
  ).rejects.toMatchObject({ code: "not-blocking" });
  await controlRun(stage.ben, run.id, end);
  expect((await ended(run)).outcome).toMatchObject({ status: "committed", code: "proven" });
  const entry = await stage.store.client.auditEntry.findFirst({ where: { action: "run.end-session" } });
  expect(JSON.parse(entry?.detail ?? "{}")).toMatchObject({ pid, application: "reports" });
});

test("a run that waits is stopped, and nothing changed", async () => {
  await inTheWay();
  const run = await start();
  await work();
  await told(run, "waiting");
  await controlRun(stage.ann, run.id, { type: "stop trying" });
  expect((await ended(run)).outcome).toMatchObject({ status: "rolled back", code: "stopped-trying" });
  expect(await typeOfId()).toBe("uuid");
});

test("a run pauses after a statement and goes on, when its driver says so, whoever that is by then", async () => {
  const run = await start();
  await controlRun(stage.ann, run.id, { type: "pause" });
  await work();
  await told(run, "paused");
  expect(await takeOverRun(stage.ben, run.id)).toBe("asked");
  await answerTakeOver(stage.ann, run.id, "hand over");
  await expect(controlRun(stage.ann, run.id, { type: "resume" })).rejects.toMatchObject({
    code: "not-driving",
  });
  await controlRun(stage.ben, run.id, { type: "resume" });
  expect((await ended(run)).outcome).toMatchObject({ status: "committed" });
  await told(run, "resumed");
});

test("a queued run is cancelled before it begins", async () => {
  const run = await start();
  await controlRun(stage.ann, run.id, { type: "cancel" });
  expect(await now(run)).toMatchObject({ state: "rolled back", active: false, error: { code: "cancelled" } });
  await work();
  expect(await typeOfId()).toBe("uuid");
});

test("a driver who is silent for a minute loses the wheel at once", async () => {
  const run = await start();
  await stage.store.client.run.update({
    where: { number: run.number },
    data: { driverSeenAt: new Date(Date.now() - 61_000) },
  });
  expect(await takeOverRun(stage.ben, run.id)).toBe("driving");
  expect((await now(run)).driver.name).toBe("Ben");
  await expect(controlRun(stage.ann, run.id, { type: "pause" })).rejects.toMatchObject({
    code: "not-driving",
  });
});

test("a worker that is killed in the middle leaves a run that is settled as rolled back", async () => {
  const blocker = await inTheWay();
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
  await told(run, "waiting");
  child.kill("SIGKILL");
  await once(child, "exit");
  await blocker.close();
  expect(await now(run)).toMatchObject({ active: true });
  // What takes 30 seconds by the clock: the worker gives no more sign of life.
  await stage.store.client.worker.deleteMany({});
  await settleRuns(stage.worker);
  const after = await now(run);
  expect(after).toMatchObject({ state: "rolled back", active: false });
  expect(after.outcome?.sentence).toContain("Nothing changed");
  expect(await typeOfId()).toBe("uuid");
});

/** Makes it look as if the worker had died right after it sent COMMIT. */
async function forget(run: Run, transaction: Partial<NonNullable<Run["transaction"]>> = {}): Promise<void> {
  const known = (await now(run)).transaction;
  if (known === null) throw new Error("the run has no transaction");
  await stage.store.client.run.update({
    where: { number: run.number },
    data: {
      state: "committing",
      active: true,
      workerId: randomUUID(),
      outcome: Prisma.DbNull,
      finishedAt: null,
      checkNumber: null,
      transaction: { ...known, ...transaction },
    },
  });
  await stage.store.client.plan.update({ where: { number: plan.number }, data: { state: "waiting" } });
}

test("a run whose worker died after COMMIT is settled as committed, by the server's own word", async () => {
  const run = await start();
  const worker = await runWorker(stage.worker);
  await ended(run);
  await worker.stop();
  await forget(run);
  await settleRuns(stage.worker);
  const after = await now(run);
  expect(after).toMatchObject({ state: "committed", active: false });
  expect(after.outcome?.sentence).toContain(`Transaction ${after.transaction?.xid} was committed`);
  expect(after.outcome?.statements.filter(({ outcome }) => outcome === "applied").length).toBeGreaterThan(0);
  expect((await stage.store.client.plan.findUniqueOrThrow({ where: { number: plan.number } })).state).toBe(
    "done",
  );
});

test("a run that nobody can know of stays in doubt, keeps others out, and is let go by a person only", async () => {
  const run = await start();
  const worker = await runWorker(stage.worker);
  await ended(run);
  await worker.stop();
  await forget(run);
  // The server is away.
  const port = { host: "127.0.0.1", port: 1 };
  await stage.store.client.database.update({ where: { id: stage.database.id }, data: port });
  await settleRuns(stage.worker);
  const doubt = await now(run);
  expect(doubt).toMatchObject({ state: "in doubt", active: true, outcome: null });
  expect(doubt.settling?.sentence).toContain("asked again");
  await expect(startRun(stage.ann, await stage.sheet(plan))).rejects.toMatchObject({ code: "not-ready" });
  await expect(releaseRun(stage.ann, run.id, "looked")).rejects.toMatchObject({ code: "not-allowed" });
  await expect(releaseRun(stage.ben, run.id, " ")).rejects.toMatchObject({ code: "note-missing" });
  await releaseRun(stage.ben, run.id, "The server is gone for good.");
  expect(await now(run)).toMatchObject({ state: "in doubt", active: false });
});
