import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunOutcome } from "../apply/run-outcome";
import { toJson } from "../store/json";
import type { StoredPlan } from "../store/plans";
import { makeMatrixObjects } from "../testing/operation-matrix-objects";
import { type RunStage, runStage } from "../testing/run-stage";
import { listPlans } from "./list-plans";
import { readPlan } from "./read-plan";

let stage: RunStage;
let plan: StoredPlan;

beforeAll(async () => {
  stage = await runStage(
    "CREATE TABLE public.t (id integer PRIMARY KEY, v bigint)",
    "CREATE TABLE public.t (id integer PRIMARY KEY, v integer)",
  );
  plan = await stage.plan();
});
afterAll(() => stage.drop());

const outcome: RunOutcome = {
  ...{ status: "partly applied", mode: "run", code: "stopped", sentence: "It stopped.", next: "" },
  ...{ details: [], statements: [], remaining: [], proofs: [], transactions: [] },
  ...{ attempts: 1, lockedMilliseconds: 0, milliseconds: 0, stepsDone: 1, steps: 2 },
};

test("how far a plan came is known however many runs its database saw since", async () => {
  const { client } = stage.store;
  const by = { startedById: "a", startedByName: "Ann", driverId: "a", driverName: "Ann" };
  const run = { planNumber: plan.number, databaseId: stage.database.id, active: false, ...by };
  await client.run.create({ data: { ...run, state: "partly applied", outcome: toJson(outcome) } });
  const [row] = await client.plan.findMany({ where: { number: plan.number } });
  if (row === undefined) throw new Error("the plan is gone");
  const { number, content, undo, options, stale, ...columns } = row;
  expect(number).toBe(plan.number);
  const other = await client.plan.create({
    data: {
      ...columns,
      content: content ?? {},
      undo: undo ?? {},
      options: options ?? {},
      state: "discarded",
    },
  });
  await client.run.createMany({
    data: Array.from({ length: 1_200 }, () => ({ ...run, planNumber: other.number, state: "rolled back" })),
  });
  const { facts, status } = await readPlan(stage.ann, plan.id);
  expect(facts.resume).toMatchObject({ stepsDone: 1, steps: 2 });
  expect(status).toBe("Failed, partly applied");
  expect((await readPlan(stage.ann, `P-${other.number}`)).runs).toHaveLength(1_200);
  // A list of plans that may go on leaves none out, however many newer ones are done or discarded.
  await client.plan.createMany({
    data: Array.from({ length: 250 }, () => ({
      ...columns,
      ...{ content: content ?? {}, undo: undo ?? {}, options: options ?? {}, state: "discarded" },
    })),
  });
  const listed = await listPlans(stage.ann);
  expect(listed.find(({ plan: { id } }) => id === plan.id)?.facts.resume).toMatchObject({ stepsDone: 1 });
  expect(listed).toHaveLength(201);
});

test("a run on another database is in nobody's way", async () => {
  const foreign = await makeMatrixObjects(stage.store, "foreign");
  const listed = await listPlans(stage.ann);
  const own = listed.find(({ plan: { id } }) => id === plan.id);
  expect(own?.facts.otherRun).toBeNull();
  expect(listed.find(({ plan: { id } }) => id === foreign.plan)?.status).toBe("In doubt");
});
