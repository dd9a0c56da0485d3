import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { runWorker } from "../jobs/run-worker";
import { findPlan, type StoredPlan } from "../store/plans";
import { findRun, type Run, readRunsOfPlans } from "../store/runs";
import { person, type RunStage, runEnded, runStage } from "../testing/run-stage";
import type { Context } from "./context";
import { followRun } from "./follow-run";
import { listRehearsals } from "./list-rehearsals";
import { makeUndoPlan } from "./make-undo-plan";
import { readVerification } from "./read-verification";
import { requestRehearsal } from "./request-rehearsal";
import { startRun } from "./start-run";

const expected =
  "CREATE TABLE users (id varchar(36) PRIMARY KEY, name text); CREATE TABLE notes (id int PRIMARY KEY, author varchar(36) REFERENCES users);";
const actual = `CREATE TABLE users (id uuid PRIMARY KEY, name text);
  CREATE TABLE notes (id int PRIMARY KEY, author uuid REFERENCES users);
  INSERT INTO users SELECT gen_random_uuid(), 'user ' || n FROM generate_series(1, 500) n;`;

let stage: RunStage;

const work = async (of: RunStage = stage): Promise<void> => {
  const worker = await runWorker(of.worker);
  onTestFinished(() => worker.stop());
};

/** Follows a run to its end, as its page does. */
const ended = (run: Run, of: RunStage = stage): Promise<Run> => runEnded(of, run);

describe("an approved plan", () => {
  let plan: StoredPlan;
  let run: Run;

  beforeAll(async () => {
    stage = await runStage(expected, actual);
    plan = await stage.plan();
  });
  afterAll(() => stage.drop());

  test("may not be run before it is approved, and says what is missing", async () => {
    await expect(startRun(stage.ann, await stage.sheet(plan))).rejects.toMatchObject({
      code: "not-ready",
      details: ["unapproved"],
      hint: expect.stringContaining("Ben"),
    });
    await stage.approve(plan);
  });

  test.each([
    ["another hash", { hash: "00000000" }, "hash-differs"],
    ["seven characters of the hash", { hash: "seven" }, "hash-differs"],
    ["another name", { databaseName: "production" }, "name-differs"],
    ["a token of nobody", { token: "x".repeat(43) }, "sheet-used"],
    ["a plan that is not there", { plan: "P-999" }, "no-such-plan"],
  ])("is not run for %s", async (_, changes, code) => {
    await expect(startRun(stage.ann, { ...(await stage.sheet(plan)), ...changes })).rejects.toMatchObject({
      code,
    });
  });

  test("is not run for who may not, for who proved it too long ago, nor with somebody else's sheet", async () => {
    const sheet = await stage.sheet(plan);
    const viewer = await person(stage, "Vic", "viewer");
    await expect(startRun(viewer, sheet)).rejects.toMatchObject({ code: "not-allowed" });
    const stranger: Context = { ...stage.ann, actor: { ...stage.ann.actor, rights: new Set() } };
    await expect(startRun(stranger, sheet)).rejects.toMatchObject({ code: "no-such-plan" });
    const tired: Context = {
      ...stage.ann,
      actor: { ...stage.ann.actor, authenticatedAt: new Date(Date.now() - 300_001) },
    };
    await expect(startRun(tired, sheet)).rejects.toMatchObject({ code: "sign-in-again" });
    await expect(startRun(stage.ben, sheet)).rejects.toMatchObject({ code: "sheet-used" });
    const late: Context = { ...stage.ann, now: () => new Date(Date.now() + 16 * 60_000) };
    await expect(
      startRun({ ...late, actor: { ...late.actor, authenticatedAt: late.now() } }, sheet),
    ).rejects.toMatchObject({ code: "sheet-used" });
    expect(await readRunsOfPlans(stage.store, [plan.number])).toEqual([]);
  });

  test("is rehearsed on a copy and on the database, of which nothing stays", async () => {
    await work();
    for (const place of ["copy", "in place"] as const) {
      const { number } = await requestRehearsal(stage.ann, plan.id, { place });
      await expect
        .poll(async () => (await listRehearsals(stage.ann, plan.id)).rehearsals[0], { timeout: 60_000 })
        .toMatchObject({ number, place, state: "passed" });
    }
    const [inPlace] = (await listRehearsals(stage.ann, plan.id)).rehearsals;
    if (inPlace?.outcome?.place !== "in place") throw new Error("the rehearsal has no outcome");
    expect(inPlace.outcome.run).toMatchObject({ status: "rolled back", code: "rehearsed", mode: "rehearse" });
    expect(inPlace.outcome.run.statements.some(({ observed }) => (observed?.rewritten.length ?? 0) > 0)).toBe(
      true,
    );
    const [column] = await stage.session.query<{ type: string }>(
      "SELECT data_type AS type FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'id'",
    );
    expect(column?.type).toBe("uuid");
  });

  test("is started once by 20 requests at once, with one sheet or with many", async () => {
    const sheet = await stage.sheet(plan);
    const sheets = await Promise.all(Array.from({ length: 8 }, () => stage.sheet(plan)));
    const started = await Promise.allSettled(
      [...Array.from({ length: 12 }, () => sheet), ...sheets].map((one) => startRun(stage.ann, one)),
    );
    const numbers = started.flatMap((one) => (one.status === "fulfilled" ? [one.value.number] : []));
    expect(new Set(numbers).size).toBe(1);
    for (const one of started) {
      // Ten starts in a minute are many; the rest are told to wait.
      const codes = ["too-many-requests", "run-active", "not-ready"];
      if (one.status === "rejected") expect(codes).toContain(one.reason.code);
    }
    expect(await readRunsOfPlans(stage.store, [plan.number])).toHaveLength(1);
    const first = await findRun(stage.store, numbers[0] ?? 0);
    if (first === null) throw new Error("no run was started");
    run = first;
  });

  test("is run, proven, committed and checked", async () => {
    const messages: string[] = [];
    const following = new Promise<void>((resolve, reject) => {
      followRun(stage.ben, run.id, 0, (message) => {
        if (message === null) resolve();
        else messages.push(message.data.kind === "event" ? message.data.event.type : message.data.view.state);
      }).catch(reject);
    });
    await work();
    await following;
    const after = await ended(run);
    expect(after).toMatchObject({ state: "committed", active: false });
    expect(after.outcome).toMatchObject({ status: "committed", code: "proven" });
    expect(messages).toContain("statement done");
    expect(messages).toContain("proof");
    expect((await findPlan(stage.store, plan.number))?.state).toBe("done");
    await expect
      .poll(async () => (await readVerification(stage.ann, run.id)).check?.state, { timeout: 30_000 })
      .toBe("done");
    const verification = await readVerification(stage.ann, run.id);
    expect(verification.differences.length).toBeGreaterThan(1);
    expect(verification.differences.map(({ outcome }) => outcome)).not.toContain("still there");
    expect(verification.check?.result?.verdict).toBe("clean");
  });

  test("is not run a second time: the sheet leads to the run that was, a new one says it is done", async () => {
    await expect(startRun(stage.ann, await stage.sheet(plan))).rejects.toMatchObject({
      code: expect.stringMatching(/^(not-ready|too-many-requests)$/),
    });
    expect(await readRunsOfPlans(stage.store, [plan.number])).toHaveLength(1);
  });

  test("is taken back by a plan of its own, with the same guards", async () => {
    await work();
    const undo = await makeUndoPlan(stage.ann, run.id);
    expect(undo).toMatchObject({ undoOfRun: run.number });
    await stage.answer(undo);
    await expect(startRun(stage.ben, await stage.sheet(undo, stage.ben))).rejects.toMatchObject({
      code: "not-ready",
    });
    await stage.approve(undo);
    const ended2 = await ended(await startRun(stage.ben, await stage.sheet(undo, stage.ben)));
    expect(ended2.outcome).toMatchObject({ status: "committed", code: "proven" });
    const [column] = await stage.session.query<{ type: string; rows: string }>(
      `SELECT data_type AS type, (SELECT count(*) FROM users) AS rows FROM information_schema.columns
        WHERE table_name = 'users' AND column_name = 'id'`,
    );
    expect(column).toMatchObject({ type: "uuid", rows: "500" });
  });
});
