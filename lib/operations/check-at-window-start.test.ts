import { afterAll, beforeAll, expect, test } from "vitest";
import { findPlan, type StoredPlan } from "../store/plans";
import { type RunStage, runStage } from "../testing/run-stage";
import { attachPlanToWindow } from "./attach-plan-to-window";
import { checkAtWindowStart } from "./check-at-window-start";
import { createWindow } from "./create-window";

let stage: RunStage;
let plan: StoredPlan;
/** A minute ago, to the minute. */
const start = new Date(Math.floor(Date.now() / 60_000) * 60_000 - 60_000);

beforeAll(async () => {
  stage = await runStage("CREATE TABLE t (a bigint)", "CREATE TABLE t (a integer)");
  plan = await stage.plan();
  const early = { ...stage.ben, now: () => new Date(start.getTime() - 3_600_000) };
  const [date = "", time = ""] = start.toISOString().slice(0, 16).split("T");
  const { window } = await createWindow(early, {
    ...{ name: "Now", databases: [stage.database.slug], date, time, timeZone: "UTC", minutes: 60 },
    ...{ repeat: "none", goRequired: false },
  });
  await attachPlanToWindow(stage.ann, { plan: plan.id, window: window.id });
});
afterAll(() => stage.drop());

const askedAt = async (): Promise<readonly Date[]> =>
  (await stage.store.client.planCheck.findMany({ where: { planNumber: plan.number } })).map(({ at }) => at);

/** As if they had been asked before the window began. */
const longAgo = (): Promise<unknown> =>
  stage.store.client.planCheck.updateMany({ data: { at: new Date(start.getTime() - 60_000) } });

test("the checks of a plan are asked anew when its window has begun, once", async () => {
  await longAgo();
  const tried = new Set<string>();
  await checkAtWindowStart({ ...stage.worker, now: () => new Date(start.getTime() - 1) }, tried);
  expect((await askedAt()).every((at) => at < start)).toBe(true);
  await checkAtWindowStart(stage.worker, tried);
  expect((await askedAt()).every((at) => at >= start)).toBe(true);
  await longAgo();
  await checkAtWindowStart(stage.worker, tried);
  expect((await askedAt()).every((at) => at < start)).toBe(true);
});

test("a plan that the database has left behind is stale from its window's start", async () => {
  await longAgo();
  await stage.session.execute("ALTER TABLE t ADD COLUMN hotfix integer");
  await checkAtWindowStart(stage.worker, new Set());
  expect((await findPlan(stage.store, plan.number))?.stale).toMatchObject({ side: "database" });
});
