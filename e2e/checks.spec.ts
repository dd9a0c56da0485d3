import fs from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { connect } from "../lib/postgres/connect";
import { connectionSettingsFromUrl } from "../lib/postgres/connection-settings";
import { type TestDatabase, testServer } from "../lib/testing/test-server";
import { addDatabase, fillConnection, save, waitForVerdict } from "./pages/add-database";
import { differenceRows } from "./pages/demo";

let database: TestDatabase;

test.beforeAll(async () => {
  database = await (await testServer()).createDatabase("checks");
  const session = await connect(connectionSettingsFromUrl(database.url));
  await session.script("CREATE TABLE kept (id integer)");
  await session.close();
});

test.afterAll(() => database.drop());

test("a running check can be cancelled, and two requests at once are one check", async ({
  page,
  context,
}) => {
  const slow = "CREATE TABLE kept (id integer);\nSELECT pg_sleep(40);";
  const address = await addDatabase(page, database, slow, "slow source");
  const running = page.getByRole("region", { name: "Running check" });
  await expect(running).toBeVisible();
  const second = await context.newPage();
  await second.goto(address);
  await second.getByRole("button", { name: "Check now" }).click();
  await expect(second.getByText(/^C-\d+ is on its way already\.$/)).toBeVisible();
  await second.close();
  await running.getByRole("button", { name: "Cancel" }).click();
  await expect(running).toBeHidden({ timeout: 15_000 });
  await expect(page.getByText("Never checked.").first()).toBeVisible();
});

test("a check that fails names file and line, and keeps the last good list under a banner", async ({
  page,
}) => {
  const folder = path.join(process.env.PLUMBLINE_E2E_HOME ?? "", "sources");
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, "schema.sql");
  fs.writeFileSync(file, "CREATE TABLE kept (id bigint);\n");
  await fillConnection(page, database);
  await page.getByText("Path", { exact: true }).click();
  await page.getByRole("textbox", { name: "Path" }).fill("schema.sql");
  await page.getByRole("textbox", { name: /^Name/ }).fill("breaks later");
  await save(page);
  await waitForVerdict(page);
  await expect(differenceRows(page)).toHaveCount(1);

  fs.writeFileSync(file, "CREATE TABLE kept (id bigint);\nCREATE TABEL wrong (id integer);\n");
  await page.getByRole("button", { name: "Check now" }).click();
  await expect(page.getByText(/These differences are from C-\d+/)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/schema\.sql/).first()).toBeVisible();
  await expect(differenceRows(page)).toHaveCount(1);
});

test("what is not known is never green: a clean check says nothing any more once a later one fails", async ({
  page,
}) => {
  const folder = path.join(process.env.PLUMBLINE_E2E_HOME ?? "", "sources");
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, "clean.sql");
  fs.writeFileSync(file, "CREATE TABLE kept (id integer);\n");
  await fillConnection(page, database);
  await page.getByText("Path", { exact: true }).click();
  await page.getByRole("textbox", { name: "Path" }).fill("clean.sql");
  await page.getByRole("textbox", { name: /^Name/ }).fill("clean once");
  await save(page);
  await waitForVerdict(page);
  const verdict = page.getByRole("region", { name: "Verdict" });
  await expect(verdict).toContainText("In sync");

  fs.writeFileSync(file, "CREATE TABEL wrong (id integer);\n");
  await page.getByRole("button", { name: "Check now" }).click();
  await expect(page.getByText(/What is shown is from C-\d+/)).toBeVisible({ timeout: 30_000 });
  await expect(verdict).toContainText("Not known now. When last compared");
  await expect(verdict).not.toContainText("In sync");

  // Both are kept and found again.
  await page.getByRole("link", { name: "Checks", exact: true }).click();
  const checks = page.getByRole("group", { name: "Checks of this database" });
  await expect(checks.getByRole("row").nth(1)).toContainText("Could not compare");
  await expect(checks.getByRole("row").nth(2)).toContainText("Clean");
  await checks
    .getByRole("link", { name: /^C-\d+$/ })
    .last()
    .click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^Check C-\d+$/);
  await expect(verdict).toContainText("In sync");
});
