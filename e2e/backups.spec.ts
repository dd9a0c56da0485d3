import { expect, test } from "@playwright/test";
import { connect } from "../lib/postgres/connect";
import { connectionSettingsFromUrl } from "../lib/postgres/connection-settings";
import { findPgDump } from "../lib/testing/pg-dump";
import { majors, type TestDatabase, testServer } from "../lib/testing/test-server";
import { addDatabase, waitForVerdict } from "./pages/add-database";
import { demoPath, openDemo } from "./pages/demo";
import { overflowOf, violationsOn } from "./pages/looks";

// The newest server that a pg_dump of this machine can read.
const programs = await Promise.all(majors.map(async (major) => ({ major, found: await findPgDump(major) })));
const readable = programs.findLast(({ found }) => found !== null)?.major;
const schema = "CREATE TABLE users (id integer PRIMARY KEY, name text);";

let database: TestDatabase | undefined;

test.beforeAll(async () => {
  if (readable === undefined) return;
  database = await (await testServer(readable)).createDatabase("backup");
  const session = await connect(connectionSettingsFromUrl(database.url));
  await session.script(`${schema} INSERT INTO users SELECT n, 'person ' || n FROM generate_series(1, 500) n`);
  await session.close();
});

test.afterAll(() => database?.drop());

test("a backup of a small database is taken, read through, restored and shown at level 3", async ({
  page,
}) => {
  test.skip(database === undefined, "there is no pg_dump for any of the installed servers");
  if (database === undefined) return;
  test.setTimeout(180_000);
  const address = await addDatabase(page, database, schema, "to be backed up");
  await waitForVerdict(page);
  await page.getByRole("link", { name: "Backups" }).click();
  await expect(page.getByText("There is no backup of the whole database.")).toBeVisible();
  await page.getByRole("button", { name: "Take backup" }).click();
  const backups = page.getByRole("list", { name: "Backups" });
  await expect(backups.getByText("L3 · restore-tested")).toBeVisible({ timeout: 120_000 });
  await expect(backups.getByText(/500 rows in 1 table and the schema are equal/)).toBeVisible();
  await expect(page.getByText("Fixes that destroy rows may rest on it.")).toBeVisible();
  await expect(page.getByRole("link", { name: /download/i })).toBeHidden();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    expect([colorScheme, await violationsOn(page)]).toEqual([colorScheme, []]);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${address}/backups`);
  expect(await overflowOf(page)).toBe(0);
});

test("tables that are not named with their schema are refused at their field", async ({ page }) => {
  test.skip(readable === undefined, "there is no pg_dump here");
  await openDemo(page);
  await page.goto(`${demoPath}/backups`);
  const tables = page.getByLabel("Rows of these tables only");
  // The page says either: before it has come nothing is known.
  await expect(
    tables.or(page.getByText(/refuses servers newer than itself|There is no pg_dump/)),
  ).toBeVisible();
  test.skip(!(await tables.isVisible()), "there is no pg_dump for the demo's server");
  await tables.fill("users");
  await page.getByRole("button", { name: "Take backup" }).click();
  await expect(page.getByText(/users is not a table with its schema/)).toBeVisible();
});

test("where no pg_dump is new enough the page says what to install, and a snapshot can be recorded", async ({
  page,
}) => {
  await openDemo(page);
  await page.goto(`${demoPath}/backups`);
  if (programs.at(-1)?.found === null) await expect(page.getByText(/postgresql-client-18/)).toBeVisible();
  await page.getByLabel("Provider").fill("Amazon RDS");
  await page.getByLabel("Snapshot").fill("rds:orders-1");
  await page.getByLabel("Taken at").fill("2026-01-02T03:04");
  await page.getByRole("button", { name: "Record" }).click();
  await expect(page.getByText(/Recorded as B-\d+/)).toBeVisible();
  await expect(page.getByText("L1 · exists").first()).toBeVisible();
  await expect(page.getByText("Amazon RDS: rds:orders-1").first()).toBeVisible();
});
