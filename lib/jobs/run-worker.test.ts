import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { addDatabase } from "../operations/add-database";
import { cancelCheck } from "../operations/cancel-check";
import type { CheckStep } from "../operations/check-step";
import { followCheck } from "../operations/follow-check";
import { readDatabase } from "../operations/read-database";
import { readDifference } from "../operations/read-difference";
import { requestCheck } from "../operations/request-check";
import { connect, type Session } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { type Check, findCheck } from "../store/checks";
import { readWorkerStatus } from "../store/workers";
import { type TestDatabase, testServer } from "../testing/test-server";
import { type TestStore, testStore } from "../testing/test-store";
import { runWorker } from "./run-worker";

let made: TestStore;
let watched: TestDatabase;
let session: Session;

beforeAll(async () => {
  made = await testStore();
  watched = await (await testServer()).createDatabase("watched");
  session = await connect(connectionSettingsFromUrl(watched.url));
  await session.script("CREATE TABLE users (id uuid PRIMARY KEY); CREATE TABLE extra (id int)");
});

afterAll(async () => {
  await session.close();
  await made.drop();
  await watched.drop();
});

const add = async (text: string): Promise<{ slug: string; check: Check }> => {
  const { database, check } = await addDatabase(made.operator, {
    connection: { ...watched, database: watched.name, tls: "disable" },
    source: { given: "pasted", text },
  });
  return { slug: database.slug, check };
};

async function work(): Promise<void> {
  const worker = await runWorker(made.worker);
  onTestFinished(() => worker.stop());
}

/** Follows a check to its end, as a page does. */
async function follow(number: number): Promise<readonly CheckStep[]> {
  const steps: CheckStep[] = [];
  await new Promise<void>((resolve, reject) => {
    followCheck(made.operator, number, Number.NaN, (event) => {
      if (event === null) resolve();
      else steps.push(event.data);
    }).catch(reject);
  });
  return steps;
}

const sql = "CREATE TABLE users (id varchar(36) PRIMARY KEY); CREATE TABLE folders (id int);";

test("a check goes from the queue to the page, with its progress told on the way", async () => {
  const { slug, check } = await add(sql);
  const steps = follow(check.number);
  await work();
  const states = (await steps).map((step) => step.state);
  expect(states[0]).toBe("queued");
  expect(states).toContain("running");
  expect(states.at(-1)).toBe("finished");

  const page = await readDatabase(made.operator, slug);
  expect(page.health).toMatchObject({ state: "drifted", worst: expect.any(String) });
  const found = page.differences.map(
    ({ difference }) => `${difference.type} ${difference.object.kind} ${difference.object.name}`,
  );
  expect(found).toContain("missing table folders");
  expect(found).toContain("unexpected table extra");
  expect(found).toContain("changed column id");

  const changed = page.differences.find(({ difference }) => difference.type === "changed");
  const difference = await readDifference(made.operator, slug, changed?.difference.id ?? "");
  expect(difference).toMatchObject({ open: true, check: { number: check.number } });
  expect(difference.expected.get(difference.difference.object)).toBeDefined();
  expect(difference.actual.get(difference.difference.object)).toBeDefined();
});

test("the second check takes the expected side from the cache and comes to the same", async () => {
  const { slug, check } = await add(sql);
  await work();
  await follow(check.number);
  const first = await readDatabase(made.operator, slug);
  const again = await requestCheck(made.operator, slug);
  await follow(again.check.number);
  const second = await readDatabase(made.operator, slug);
  expect(second.check?.number).toBe(again.check.number);
  expect(second.check?.result?.expectedFingerprint).toBe(first.check?.result?.expectedFingerprint);
  expect(second.differences.map(({ difference }) => difference)).toEqual(
    first.differences.map(({ difference }) => difference),
  );
  expect(await made.store.client.expectedCatalog.count()).toBe(1);
});

test("a source that does not run ends the check as failed, with file and line", async () => {
  const { slug, check } = await add("CREATE TABLE a (id int);\nCREATE TABLE b (id nonsense);");
  await work();
  await follow(check.number);
  const { health, failed, differences } = await readDatabase(made.operator, slug);
  expect(health).toMatchObject({ state: "unknown", reason: "failed" });
  expect(differences).toEqual([]);
  expect(JSON.stringify(failed?.error)).toMatch(/pasted text/);
  expect(JSON.stringify(failed?.error)).toMatch(/nonsense/);
});

test("a running check that is cancelled ends at once, and so does what it runs on the server", async () => {
  const { check } = await add("SELECT pg_sleep(60);");
  await work();
  const steps = follow(check.number);
  await expect
    .poll(async () => (await findCheck(made.store, check.number))?.progress?.phase, { timeout: 20_000 })
    .toMatch(/expected/);
  const started = Date.now();
  await cancelCheck(made.operator, check.id);
  expect((await steps).at(-1)?.state).toBe("cancelled");
  expect(Date.now() - started).toBeLessThan(5_000);
});

test("a worker that stops settles what it was running and is no longer listed", async () => {
  const { check } = await add("SELECT pg_sleep(60);");
  const worker = await runWorker(made.worker);
  await expect
    .poll(async () => (await findCheck(made.store, check.number))?.progress?.phase, { timeout: 20_000 })
    .toMatch(/expected/);
  expect(await readWorkerStatus(made.store)).toMatchObject({ running: true });
  await worker.stop();
  expect(await findCheck(made.store, check.number)).toMatchObject({
    state: "failed",
    error: { code: "worker-stopped" },
  });
  expect(await readWorkerStatus(made.store)).toMatchObject({ running: false });
});

test("the check of a worker that was killed is settled, shown as failed, and can be repeated", async () => {
  const { slug, check } = await add(sql);
  // What a killed worker leaves behind: a check in its name, and a heartbeat that no longer comes.
  await made.store.client.$executeRaw`
    WITH worker AS (INSERT INTO workers (id, hostname, process_id, heartbeat_at)
                    VALUES (gen_random_uuid(), 'elsewhere', 1, now() - interval '1 minute') RETURNING id)
    UPDATE checks SET state = 'running', worker_id = worker.id FROM worker WHERE number = ${check.number}`;
  expect(await readDatabase(made.operator, slug)).toMatchObject({
    active: null,
    health: { state: "unknown", reason: "failed" },
    failed: { error: { code: "worker-stopped" } },
  });
  const again = await requestCheck(made.operator, slug);
  expect(again.created).toBe(true);
  await work();
  expect((await follow(again.check.number)).at(-1)?.state).toBe("finished");
});

test("a database that cannot be reached any more ends the check as failed without its password", async () => {
  const server = await testServer();
  const doomed = await server.createDatabase("doomed");
  const { database, check } = await addDatabase(made.operator, {
    connection: { ...doomed, database: doomed.name, tls: "disable" },
    source: { given: "pasted", text: sql },
  });
  await doomed.drop();
  await work();
  expect((await follow(check.number)).at(-1)?.state).toBe("failed");
  const { failed } = await readDatabase(made.operator, database.slug);
  expect(failed?.error).toMatchObject({ code: "no-database", message: expect.stringContaining(doomed.name) });
  expect(JSON.stringify(failed)).not.toContain(doomed.password);
});
