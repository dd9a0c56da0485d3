import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunOutcome } from "../apply/run-outcome";
import { findRun } from "../store/runs";
import { recordHeartbeat } from "../store/workers";
import { type RunStage, runStage } from "../testing/run-stage";
import { addIgnoreRule } from "./ignore-rules";
import { performRun } from "./perform-run";
import { startRun } from "./start-run";

let stage: RunStage;

beforeAll(async () => {
  stage = await runStage(
    "CREATE TABLE users (id bigint PRIMARY KEY, name text); COMMENT ON COLUMN users.id IS 'declared';",
    "CREATE TABLE users (id integer PRIMARY KEY, name text); COMMENT ON COLUMN users.id IS 'by hand';",
  );
});

afterAll(() => stage.drop());

test("a fix on an object whose comment a rule covers is proven, and the comment stays as it is", async () => {
  await addIgnoreRule(stage.operator, stage.database.slug, {
    ...{ kind: "column", attribute: "comment", reason: "comments are the DBA's" },
  });
  const plan = await stage.plan();
  expect(plan.content.statements.some(({ sql }) => /COMMENT/.test(sql))).toBe(false);
  await stage.approve(plan);
  const run = await startRun(stage.ann, await stage.sheet(plan));
  const workerId = randomUUID();
  await recordHeartbeat(stage.store, workerId);
  await performRun(stage.worker, { number: run.number, workerId, signal: new AbortController().signal });
  const outcome = (await findRun(stage.store, run.number))?.outcome as RunOutcome;
  expect([outcome.code, ...outcome.details]).toEqual(["proven"]);
  expect(
    await stage.session.query(
      "SELECT format_type(atttypid, atttypmod) AS type, col_description(attrelid, attnum) AS comment FROM pg_attribute WHERE attrelid = 'users'::regclass AND attname = 'id'",
    ),
  ).toEqual([{ type: "bigint", comment: "by hand" }]);
});
