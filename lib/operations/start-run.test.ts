import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { runWorker } from "../jobs/run-worker";
import { findPlan } from "../store/plans";
import { findRun, type Run } from "../store/runs";
import { type RunStage, runStage } from "../testing/run-stage";
import { followRun } from "./follow-run";
import { readVerification } from "./read-verification";
import { startRun } from "./start-run";

let stage: RunStage;

beforeAll(async () => {
  stage = await runStage(
    "CREATE TABLE users (id varchar(36) PRIMARY KEY, name text); CREATE TABLE notes (id int PRIMARY KEY, author varchar(36) REFERENCES users);",
    `CREATE TABLE users (id uuid PRIMARY KEY, name text);
     INSERT INTO users SELECT gen_random_uuid(), 'user ' || n FROM generate_series(1, 500) n;`,
  );
});

afterAll(() => stage.drop());

const work = async (): Promise<void> => {
  const worker = await runWorker(stage.worker);
  onTestFinished(() => worker.stop());
};

/** Follows a run to its end, as its page does. */
async function ended(run: Run): Promise<Run> {
  await new Promise<void>((resolve, reject) => {
    followRun(stage.ann, run.id, 0, (message) => {
      if (message === null) resolve();
    }).catch(reject);
  });
  const found = await findRun(stage.store, run.number);
  if (found === null) throw new Error("the run vanished");
  return found;
}

test("an approved plan is run, proven, committed and checked", async () => {
  const plan = await stage.plan();
  await stage.approve(plan);
  const run = await startRun(stage.ann, await stage.sheet(plan));
  expect(run).toMatchObject({ state: "queued", active: true, startedBy: { name: "Ann" } });
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
