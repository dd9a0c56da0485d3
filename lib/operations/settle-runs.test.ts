import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Prisma } from "../store/generated/client";
import { recordRunEvents } from "../store/run-lifecycle";
import type { Run } from "../store/runs";
import { type RunStage, runNow, runStage } from "../testing/run-stage";
import { settleRuns } from "./settle-runs";
import { startRun } from "./start-run";

const table = "CREATE TABLE public.t (id integer PRIMARY KEY, v integer)";

let stage: RunStage;
let run: Run;

beforeAll(async () => {
  stage = await runStage(
    `${table}; CREATE INDEX t_v ON public.t (v)`,
    `${table}; INSERT INTO t VALUES (1, 1), (2, 1)`,
  );
  const plan = await stage.plan({ online: true });
  expect(plan.content.statements.map(({ sql }) => sql)).toEqual([
    expect.stringMatching(/^CREATE INDEX CONCURRENTLY/),
  ]);
  await stage.approve(plan);
  run = await startRun(stage.ann, await stage.sheet(plan));
});
afterAll(() => stage.drop());

/** What a worker leaves behind that is killed while CREATE INDEX CONCURRENTLY works, the one step of the plan. */
beforeEach(async () => {
  await stage.session.execute("DROP INDEX IF EXISTS public.t_v");
  await stage.store.client.plan.updateMany({ data: { state: "waiting" } });
  await stage.store.client.run.update({
    where: { number: run.number },
    data: {
      ...{ state: "executing", active: true, workerId: randomUUID(), claimedAt: new Date() },
      ...{ outcome: Prisma.DbNull, settling: Prisma.DbNull, finishedAt: null, checkNumber: null },
    },
  });
  const event = { type: "statement started", statement: 0, step: 0 } as const;
  await recordRunEvents(stage.store, run.number, null, [{ at: new Date(), event }]);
});

const settled = async (): Promise<Run> => {
  await settleRuns(stage.worker);
  return runNow(stage, run);
};

describe("a run whose worker was killed while an index was built outside of a transaction", () => {
  test("is rolled back where the index is not there", async () => {
    const after = await settled();
    expect(after).toMatchObject({ state: "rolled back", active: false, outcome: { code: "worker-stopped" } });
    expect(after.outcome?.statements.map(({ outcome }) => outcome)).toEqual(["rolled back"]);
    expect(after.outcome?.sentence).toContain("is not there");
  });

  test("is committed where the index is there and valid, and does not call that a proof", async () => {
    await stage.session.execute("CREATE INDEX t_v ON public.t (v)");
    const after = await settled();
    expect(after).toMatchObject({ state: "committed", active: false, outcome: { code: "worker-stopped" } });
    expect(after.outcome?.sentence).toContain("is there and valid");
    expect(after.outcome?.statements.map(({ outcome }) => outcome)).toEqual(["applied"]);
  });

  test("is partly applied where an invalid index was left, and says which and what to do", async () => {
    // The duplicates make it fail.
    await stage.session
      .execute("CREATE UNIQUE INDEX CONCURRENTLY t_v ON public.t (v)")
      .catch(() => undefined);
    const after = await settled();
    expect(after).toMatchObject({ state: "partly applied", active: false });
    expect(after.outcome?.sentence).toContain("The index public.t_v is left invalid");
    expect(after.outcome?.statements.map(({ outcome }) => outcome)).toEqual(["in doubt"]);
  });

  test("stays in doubt, with the database to itself, as long as the server is still at it", async () => {
    // The lock that a run with steps holds to the end of its session.
    await stage.session.query("SELECT pg_advisory_lock(7586462684)");
    const doubt = await settled();
    expect(doubt).toMatchObject({ state: "in doubt", active: true, outcome: null });
    expect(doubt.settling?.sentence).toContain("still busy");
    await stage.session.query("SELECT pg_advisory_unlock(7586462684)");
    expect(await settled()).toMatchObject({ state: "rolled back", active: false });
  });

  test("is in doubt while the database cannot be asked, and is not guessed at", async () => {
    await stage.store.client.database.update({
      where: { id: stage.database.id },
      data: { host: "127.0.0.1", port: 1 },
    });
    const doubt = await settled();
    expect(doubt).toMatchObject({ state: "in doubt", active: true, outcome: null });
    expect(doubt.settling?.sentence).toContain("could not be asked what became of its last statement");
  });
});
