import { createHash, randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { log } from "../access/log";
import type { StoredPlan } from "../store/plans";
import { person, type RunStage, runNow, runStage } from "../testing/run-stage";
import { checkPlan } from "./check-plan";
import { makeUndoPlan } from "./make-undo-plan";
import { readPlan } from "./read-plan";
import { readRun } from "./read-run";
import { readRunSheet } from "./read-run-sheet";
import { releaseRun } from "./release-run";
import { settleRuns } from "./settle-runs";
import { startRun } from "./start-run";

let stage: RunStage;
let plan: StoredPlan;
let kept: { readonly expected: string | null; readonly actual: string | null };

beforeAll(async () => {
  stage = await runStage(
    "CREATE TYPE public.mood AS ENUM ('glad', 'sad'); CREATE TABLE public.t (id integer PRIMARY KEY, v bigint)",
    "CREATE TYPE public.mood AS ENUM ('glad'); CREATE TABLE public.t (id integer PRIMARY KEY, v integer)",
  );
  plan = await stage.plan();
  // The store itself lets nobody change a check that is done.
  await stage.store.client.$executeRaw`ALTER TABLE checks DISABLE TRIGGER checks_immutable_once_finished`;
  // Whether this label needs a COMMIT of its own is told by the expected side alone.
  expect(plan.content.statements.map(({ transaction }) => transaction)).toContain("commit after");
  const check = await stage.store.client.check.findUniqueOrThrow({ where: { number: plan.checkNumber } });
  kept = { expected: check.expectedSnapshotHash, actual: check.actualSnapshotHash };
});
afterAll(() => stage.drop());
beforeEach(() => keep(kept));

const keep = ({ expected, actual }: typeof kept): Promise<unknown> =>
  stage.store.client.check.update({
    where: { number: plan.checkNumber },
    data: { expectedSnapshotHash: expected, actualSnapshotHash: actual },
  });

/** As a version of Plumbline leaves it that wrote catalogs otherwise. */
async function keepOld(): Promise<void> {
  const text = JSON.stringify({ format: "plumbline.snapshot/v0" });
  const hash = createHash("sha256").update(text).digest("hex");
  await stage.store.client.catalogSnapshot.createMany({
    data: [{ hash, content: new Uint8Array(gzipSync(text)) }],
    skipDuplicates: true,
  });
  await keep({ ...kept, expected: hash });
}

describe.each([
  [
    "are gone",
    () => keep({ expected: null, actual: null }),
    /^The catalogs that P-\d+ was made from are kept no more\.$/,
  ],
  [
    "were saved by another version",
    keepOld,
    /^Another version of Plumbline saved what the check had read\.$/,
  ],
])("a plan whose catalogs %s", (_, lose, says) => {
  test("is shown with the reason, and one check fails by it", async () => {
    const { transactions } = await readPlan(stage.ann, plan.id);
    await lose();
    const answers = await checkPlan(stage.ann, plan.id);
    expect(answers.find(({ name }) => name === "database")).toMatchObject({ result: "fail" });
    const shown = await readPlan(stage.ann, plan.id);
    expect(shown.sidesLost).toMatch(says);
    expect(shown.transactions.flat()).toEqual(transactions.flat());
    expect(shown.blockers.map(({ code }) => code)).toContain("check-database");
  });

  test("cannot be started, and its sheet says why", async () => {
    await stage.answer(plan);
    await stage.approve(plan);
    const sheet = await stage.sheet(plan);
    await lose();
    await checkPlan(stage.ann, plan.id);
    const { blockers } = await readRunSheet(stage.ann, plan.id);
    expect(blockers.find(({ code }) => code === "check-database")?.sentence).toMatch(
      new RegExp(says.source.slice(1, -1)),
    );
    await expect(startRun(stage.ann, sheet)).rejects.toMatchObject({ code: "not-ready" });
  });
});

test("a run that cannot be settled without them stays in doubt, says so, and is logged once and asked again seldom", async () => {
  const cleo = await person(stage, "Cleo", "approver");
  await stage.answer(plan);
  await stage.approve(plan);
  const run = await startRun(stage.ann, await stage.sheet(plan));
  await stage.store.client.run.update({
    where: { number: run.number },
    data: { state: "executing", workerId: randomUUID(), claimedAt: new Date() },
  });
  await keepOld();
  const warned = vi.spyOn(log, "warn").mockImplementation(() => undefined);
  try {
    await settleRuns(stage.worker);
    const doubt = await runNow(stage, run);
    expect(doubt).toMatchObject({ state: "in doubt", active: true, settling: { tries: 1 } });
    expect(doubt.settling?.sentence).toMatch(
      /^Another version of Plumbline .* Check the database: .* every 10 minutes\.$/,
    );
    await settleRuns(stage.worker);
    expect((await runNow(stage, run)).settling?.tries).toBe(1);
    const later = { ...stage.worker, now: () => new Date(Date.now() + 11 * 60_000) };
    await settleRuns(later);
    expect((await runNow(stage, run)).settling?.tries).toBe(2);
    expect(warned.mock.calls.filter(([about]) => JSON.stringify(about).includes(run.id))).toHaveLength(1);
  } finally {
    warned.mockRestore();
  }
  const page = await readRun(stage.ann, run.id);
  expect(page).toMatchObject({ resumable: false, view: { state: "in doubt" } });
  expect(page.sidesLost).toMatch(/^Another version/);
  await releaseRun(cleo, run.id, "Nothing of it is there.");
  expect(await runNow(stage, run)).toMatchObject({ state: "in doubt", active: false });
});

test("once they can be read again, such a run is settled", async () => {
  const run = await startAbandoned();
  await keepOld();
  await settleRuns(stage.worker);
  expect(await runNow(stage, run)).toMatchObject({ state: "in doubt" });
  await keep(kept);
  await settleRuns({ ...stage.worker, now: () => new Date(Date.now() + 11 * 60_000) });
  expect(await runNow(stage, run)).toMatchObject({ state: "rolled back", active: false });
});

test("a run that cannot be undone because they are gone says so", async () => {
  const { number, id } = await startAbandoned();
  await stage.store.client.run.update({
    where: { number },
    data: { state: "committed", active: false, finishedAt: new Date(0), checkNumber: plan.checkNumber },
  });
  await keep({ expected: null, actual: null });
  await expect(makeUndoPlan(stage.ann, id)).rejects.toMatchObject({ code: "plan-sides-lost" });
});

async function startAbandoned() {
  await stage.store.client.run.deleteMany({});
  await keep(kept);
  await stage.answer(plan);
  const run = await startRun(stage.ann, await stage.sheet(plan));
  await stage.store.client.run.update({
    where: { number: run.number },
    data: { state: "executing", workerId: randomUUID(), claimedAt: new Date() },
  });
  return run;
}
