import { afterAll, beforeAll, expect, test } from "vitest";
import type { StoredPlan } from "../store/plans";
import { savePolicy } from "../store/policies";
import { type RunStage, runNow, runStage } from "../testing/run-stage";
import { attachPlanToWindow } from "./attach-plan-to-window";
import { authoriseRun } from "./authorise-run";
import { cancelWindow } from "./cancel-window";
import { createWindow } from "./create-window";
import { readPlan } from "./read-plan";
import { startRun } from "./start-run";

let stage: RunStage;
let plan: StoredPlan;
/** Open now, until half an hour after it began. */
let vacuum: string;
/** Opens in three hours. */
let own: string;

async function windowFrom(name: string, start: Date): Promise<string> {
  const [date = "", time = ""] = start.toISOString().slice(0, 16).split("T");
  const early = new Date(start.getTime() - 3_600_000);
  const { window } = await createWindow(
    { ...stage.operator, now: () => early },
    {
      ...{ name, databases: [stage.database.slug], date, time, timeZone: "UTC", minutes: 30 },
      ...{ repeat: "none", goRequired: false },
    },
  );
  return window.id;
}

beforeAll(async () => {
  stage = await runStage("CREATE TABLE t (a integer NOT NULL);", "CREATE TABLE t (a integer);");
  await savePolicy(
    stage.store,
    stage.database.id,
    {
      ...{ approvals: 1, selfApproval: false, windowRequired: true, rehearsalRequired: false },
      ...{ longestLockSeconds: null, approvalHours: 24 },
    },
    { id: "owner", name: "owner" },
  );
  plan = await stage.plan();
  await stage.approve(plan);
  vacuum = await windowFrom("Weekly vacuum", new Date(Date.now() - 120_000));
  own = await windowFrom("Conversion", new Date(Date.now() + 3 * 3_600_000));
});
afterAll(() => stage.drop());

test("a plan without a window of its own may run in any that is open for its database", async () => {
  expect(await readPlan(stage.ann, plan.id)).toMatchObject({ step: "run", blockers: [] });
});

test("a plan that was scheduled waits for its own window, and is told of the one that is open", async () => {
  await attachPlanToWindow(stage.ann, { plan: plan.id, window: own });
  const { blockers } = await readPlan(stage.ann, plan.id);
  expect(blockers).toEqual([
    expect.objectContaining({
      ...{ code: "window-closed", whose: "clears" },
      sentence: expect.stringMatching(
        new RegExp(`^Its window opens .+\\. ${vacuum} is open now: schedule it there to run it sooner\\.$`),
      ),
    }),
  ]);
  await expect(startRun(stage.ann, await stage.sheet(plan))).rejects.toMatchObject({
    ...{ code: "not-ready", details: ["window-closed"] },
  });
});

test("a plan whose window does not open any more is scheduled anew", async () => {
  const other = await windowFrom("Cancelled", new Date(Date.now() + 6 * 3_600_000));
  await attachPlanToWindow(stage.ann, { plan: plan.id, window: other });
  await cancelWindow(stage.operator, other);
  const { blockers, step } = await readPlan(stage.ann, plan.id);
  expect(step).toBe("schedule");
  expect(blockers).toEqual([]);
  await expect(startRun(stage.ann, await stage.sheet(plan))).rejects.toMatchObject({
    details: ["no-window"],
  });
});

test("moved to the open window it runs there, and moved away meanwhile it runs no more", async () => {
  await attachPlanToWindow(stage.ann, { plan: plan.id, window: vacuum });
  const run = await runNow(stage, await startRun(stage.ann, await stage.sheet(plan)));
  expect(run.deadline?.getTime()).toBeGreaterThan(Date.now());
  const subject = { run, plan, database: stage.database };
  await authoriseRun(stage.worker, subject);
  await attachPlanToWindow(stage.ann, { plan: plan.id, window: own });
  await expect(authoriseRun(stage.worker, subject)).rejects.toMatchObject({ code: "window-closed" });
});
