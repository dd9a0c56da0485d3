import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { Catalog } from "../catalog/catalog";
import { type Difference, differenceId } from "../drift/difference";
import type { Drift } from "../drift/drift";
import type { Finding } from "../drift/finding";
import { type TestStore, testStore } from "../testing/test-store";
import {
  completeCheck,
  endCheck,
  recordProgress,
  requestCancel,
  requestCheck,
  settleAbandonedChecks,
  startCheck,
} from "./check-lifecycle";
import { findCheck, readLatestChecks } from "./checks";
import { type Database, deleteDatabase, findDatabase, freeSlug, insertDatabase } from "./databases";
import { findDifference, readDifferences } from "./differences";
import { loadSnapshot } from "./snapshots";
import { insertSource } from "./sources";
import { recordHeartbeat, removeWorker } from "./workers";

let made: TestStore;
let database: Database;
const workerId = randomUUID();

beforeAll(async () => {
  made = await testStore();
});

afterAll(() => made.drop());

beforeEach(async () => {
  await recordHeartbeat(made.store, workerId);
  const id = randomUUID();
  database = await insertDatabase(made.store, {
    ...{
      id,
      slug: await freeSlug(made.store, "orders"),
      name: "orders",
      environment: "production",
      demo: false,
    },
    connection: { host: "db", port: 5432, database: "orders", user: "ro", tls: "prefer" },
    ciphertext: null,
  });
  await insertSource(made.store, {
    ...{ id: randomUUID(), databaseId: id, label: "pasted text", given: "pasted", type: "sql" },
    files: [{ path: "pasted text", content: "CREATE TABLE a ();" }],
  });
});

const queue = async (): Promise<number> =>
  (await requestCheck(made.store, database.id, "tester")).check.number;

const running = async (): Promise<number> => {
  const number = await queue();
  await startCheck(made.store, number, workerId);
  return number;
};

const users = { kind: "table", schema: "public", name: "users" };

const missingUsers: Difference = {
  id: differenceId(users),
  type: "missing",
  object: users,
  severity: "high",
  includes: [],
  expected: { ...users, owner: "ann", comment: "<b>&\u202e" },
};

const coverage = { read: { table: 1 }, setApart: [], notRead: [], notVisible: [], unmanaged: [] };

const catalogOf = (owner: string): Catalog =>
  new Catalog({
    ...{ serverVersion: 180_004, dependencies: [], coverage, diagnostics: [] },
    objects: [{ ...users, owner }],
  });

const finding: Finding = {
  ...{
    id: "F-ABCDEFGH",
    code: "unlogged-table",
    object: users,
    state: "found",
    severity: "medium",
    security: false,
  },
  ...{ sentence: "table public.users is unlogged", why: "a", remedy: "b", statements: [], declared: false },
};

const drift: Drift = {
  ...{
    verdict: "drift",
    differences: [missingUsers],
    unverified: [],
    findings: [finding],
    coverage,
    diagnostics: [],
  },
  counts: {
    ...{
      missing: 1,
      unexpected: 0,
      changed: 0,
      renamed: 0,
      ignored: 0,
      compared: 3,
      same: 2,
      byKind: { table: 1 },
    },
    bySeverity: { critical: 0, high: 1, medium: 0, low: 0, info: 0 },
  },
  ...{ expectedFingerprint: "expected", actualFingerprint: "actual" },
};

const complete = (number: number, found: Drift = drift): Promise<boolean> =>
  completeCheck(made.store, number, workerId, {
    ...{
      drift: found,
      expected: catalogOf("ann"),
      actual: catalogOf("bob"),
      sourceHash: "s",
      milliseconds: 12,
    },
    facts: new Map([[missingUsers.id, { rows: 5, tableBytes: 8192, indexBytes: 0, analysedAt: null }]]),
  });

test("twenty requests at once give one check", async () => {
  const requests = await Promise.all(
    Array.from({ length: 20 }, () => requestCheck(made.store, database.id, "tester")),
  );
  expect(new Set(requests.map(({ check }) => check.number)).size).toBe(1);
  expect(requests.filter(({ created }) => created)).toHaveLength(1);
});

test("while a check is running, a request gives that one", async () => {
  const number = await running();
  expect(await requestCheck(made.store, database.id, "tester")).toMatchObject({
    created: false,
    check: { number, state: "running" },
  });
});

test("a check is taken by one worker only", async () => {
  const number = await queue();
  const starts = await Promise.all([1, 2, 3].map(() => startCheck(made.store, number, randomUUID())));
  expect(starts.filter((check) => check !== null)).toHaveLength(1);
});

test("what a check found is read back as it was stored, with both catalogs", async () => {
  const number = await running();
  expect(await complete(number)).toBe(true);
  expect(await findCheck(made.store, number)).toMatchObject({
    ...{ state: "done", id: `C-${number}`, progress: null, error: null },
    result: {
      verdict: "drift",
      counts: drift.counts,
      coverage,
      findings: [finding],
      serverVersion: 180_004,
      milliseconds: 12,
    },
  });
  const [stored] = await readDifferences(made.store, number);
  expect(stored?.difference).toEqual(missingUsers);
  expect(stored?.facts).toEqual({ rows: 5, tableBytes: 8192, indexBytes: 0, analysedAt: null });
  const row = await made.store.client.check.findUniqueOrThrow({ where: { number } });
  expect((await loadSnapshot(made.store, row.actualSnapshotHash ?? "")).objects).toEqual(
    catalogOf("bob").objects,
  );
});

test("a difference keeps its id and its first sighting from check to check", async () => {
  const first = await running();
  await complete(first);
  const second = await running();
  await complete(second);
  const third = await running();
  await complete(third, { ...drift, verdict: "clean", differences: [] });
  const found = await findDifference(made.store, database.id, missingUsers.id);
  expect(found?.sighting).toMatchObject({ firstCheckNumber: first, lastCheckNumber: second, seen: 2 });
  const latest = (await readLatestChecks(made.store, [database.id])).get(database.id);
  expect(latest).toMatchObject({ active: null, compared: { number: third }, settled: { number: third } });
});

test("a finished check cannot be changed, not even by SQL", async () => {
  const number = await running();
  await complete(number);
  await expect(
    made.store.client.$executeRaw`UPDATE checks SET verdict = 'clean' WHERE number = ${number}`,
  ).rejects.toThrow(/finished and cannot be changed/);
  expect(await complete(number)).toBe(false);
  expect(await endCheck(made.store, number, workerId, { state: "cancelled" })).toBe(false);
  expect((await findCheck(made.store, number))?.result?.verdict).toBe("drift");
});

test("only the worker that runs a check writes its outcome", async () => {
  const number = await running();
  const stranger = randomUUID();
  expect(await endCheck(made.store, number, stranger, { state: "cancelled" })).toBe(false);
  expect(
    await recordProgress(made.store, number, stranger, { phase: "x", message: "", done: 0, total: 0 }),
  ).toBe("stop");
  expect((await findCheck(made.store, number))?.state).toBe("running");
});

test("a queued check is cancelled at once, and the next request makes a new one", async () => {
  const number = await queue();
  await requestCancel(made.store, number);
  expect((await findCheck(made.store, number))?.state).toBe("cancelled");
  expect(
    await made.store.client.$queryRaw`SELECT 1 FROM graphile_worker.jobs WHERE key = ${`check:${number}`}`,
  ).toEqual([]);
  expect(await queue()).toBeGreaterThan(number);
});

test("a running check that is cancelled is told so by its next progress", async () => {
  const number = await running();
  const progress = { phase: "Reading the catalog", message: "tables", done: 1, total: 9 };
  expect(await recordProgress(made.store, number, workerId, progress)).toBe("go on");
  await requestCancel(made.store, number);
  expect(await recordProgress(made.store, number, workerId, progress)).toBe("stop");
});

test("a running check whose worker is silent is settled as failed, one whose worker lives is not", async () => {
  const number = await running();
  expect(await settleAbandonedChecks(made.store)).not.toContain(number);
  await made.store.client
    .$executeRaw`UPDATE workers SET heartbeat_at = now() - interval '31 s' WHERE id = ${workerId}::uuid`;
  expect(await settleAbandonedChecks(made.store)).toContain(number);
  expect(await findCheck(made.store, number)).toMatchObject({
    state: "failed",
    error: { code: "worker-stopped", message: expect.stringContaining("worker stopped") },
  });
});

test("a running check whose worker is gone from the list is settled as failed", async () => {
  const number = await running();
  await removeWorker(made.store, workerId);
  expect(await settleAbandonedChecks(made.store)).toEqual([number]);
});

test("a worker settles what broke off in its own name and keeps what it runs", async () => {
  const number = await running();
  expect(await settleAbandonedChecks(made.store, { workerId, running: [number] })).toEqual([]);
  expect(await settleAbandonedChecks(made.store, { workerId, running: [] })).toEqual([number]);
});

test("a queued check whose job is used up is settled, one whose job waits is not", async () => {
  const number = await queue();
  await made.store.client
    .$executeRaw`UPDATE checks SET requested_at = now() - interval '1 hour' WHERE number = ${number}`;
  expect(await settleAbandonedChecks(made.store)).toEqual([]);
  await made.store.client.$queryRaw`SELECT (graphile_worker.remove_job(${`check:${number}`})).id::text`;
  expect(await settleAbandonedChecks(made.store)).toEqual([number]);
});

test("removing a database removes all that was stored of it", async () => {
  await complete(await running());
  await deleteDatabase(made.store, database.id);
  expect(await findDatabase(made.store, database.slug)).toBeNull();
  const where = { databaseId: database.id };
  expect(await made.store.client.check.count({ where })).toBe(0);
  expect(await made.store.client.checkDifference.count({ where })).toBe(0);
  expect(await made.store.client.source.count({ where })).toBe(0);
});

test("five thousand differences are stored within seconds", async () => {
  const differences = Array.from({ length: 5_000 }, (_, index): Difference => {
    const object = { kind: "table", schema: "public", name: `t${index}` };
    return { ...missingUsers, object, id: differenceId(object), expected: { ...object, owner: "ann" } };
  });
  const number = await running();
  const started = Date.now();
  await complete(number, { ...drift, differences });
  expect(Date.now() - started).toBeLessThan(5_000);
  const stored = await readDifferences(made.store, number);
  expect(stored.map(({ difference }) => difference.id)).toEqual(differences.map(({ id }) => id));
});
