import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { testServer } from "../testing/test-server";
import { type TestStore, testStore } from "../testing/test-store";
import { listDatabases } from "./list-databases";
import { removeDemo } from "./remove-demo";
import { seedDemo } from "./seed-demo";

let made: TestStore;
const database = `demo_${randomBytes(4).toString("hex")}`;

beforeAll(async () => {
  made = await testStore();
});

afterAll(() => made.drop());

async function exists(): Promise<boolean> {
  const session = await connect(connectionSettingsFromUrl((await testServer()).url("postgres")));
  const rows = await session.query("SELECT 1 FROM pg_database WHERE datname = $1", [database]);
  await session.close();
  return rows.length === 1;
}

test("the demo is registered once however often it is seeded, with its history as source, and can be removed", async () => {
  const serverUrl = (await testServer()).url("postgres");
  await seedDemo(made.operator, { serverUrl, database, scale: 0.01 });
  await seedDemo(made.operator, { serverUrl, database, scale: 0.01 });
  const { databases } = await listDatabases(made.operator);
  expect(databases).toHaveLength(1);
  expect(databases[0]).toMatchObject({
    database: { name: database, slug: database.replace("_", "-"), demo: true },
    source: { type: "alembic", given: "uploaded", label: "prisma/demo/upgrade-head.sql" },
    health: { state: "never_checked" },
    checks: { active: { state: "queued" } },
  });
  await removeDemo(made.operator, { serverUrl });
  expect((await listDatabases(made.operator)).databases).toEqual([]);
  expect(await exists()).toBe(false);
});
