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
