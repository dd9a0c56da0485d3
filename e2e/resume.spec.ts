import { expect, type Page, test } from "@playwright/test";
import { connect, type Session } from "../lib/postgres/connect";
import { connectionSettingsFromUrl } from "../lib/postgres/connection-settings";
import { type TestDatabase, testServer } from "../lib/testing/test-server";
import { addDatabase, waitForVerdict } from "./pages/add-database";
import {
  acceptHazards,
  approve,
  patience,
  readEverything,
  requestApproval,
  startRun,
} from "./pages/guarded-run";
import { expectFitAndAccessible } from "./pages/looks";
import { addPerson, owner } from "./pages/people";
import { budget, firstLoad } from "./pages/weight";

let database: TestDatabase;
const sessions: Session[] = [];

const source = `CREATE TABLE other (id integer PRIMARY KEY);
  CREATE TABLE readings (id integer PRIMARY KEY, total integer NOT NULL, CHECK (total > 0));
  CREATE INDEX readings_total ON readings (total);`;

async function session(): Promise<Session> {
  const opened = await connect(connectionSettingsFromUrl(database.url), { applicationName: "reports" });
  sessions.push(opened);
  return opened;
}

test.beforeAll(async () => {
  database = await (await testServer()).createDatabase("resumed");
  await (await session()).script(`CREATE TABLE other (id integer PRIMARY KEY);
    CREATE TABLE readings (id integer PRIMARY KEY, total integer);
    INSERT INTO readings SELECT n, n FROM generate_series(1, 200) n`);
});
test.afterAll(async () => {
  for (const one of sessions) await one.close();
  await database.drop();
});

/** Keeps how a page looks beside the results of the journey, and expects it to fit and to be accessible. */
async function look(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: test.info().outputPath(`${name}.png`), fullPage: true });
  await expectFitAndAccessible(page);
  await page.screenshot({ path: test.info().outputPath(`${name}-phone.png`), fullPage: true });
  await page.setViewportSize({ width: 1280, height: 720 });
}

test("a run that stopped between two steps is resumed from its page, with the remaining steps named", async ({
  page,
  browser,
}) => {
  test.setTimeout(600_000);
  const ben = await addPerson(browser, { name: "Ben Resumes", role: "approver" });
  const path = await addDatabase(page, database, source, `resumed-${Date.now()}`);
  await waitForVerdict(page);
  await page.goto(`${path}/plans/new`);
  await page.getByLabel("Online steps").check();
  await page.getByRole("button", { name: "Make plan" }).click();
  await expect(page).toHaveURL(/\/plans\/P-\d+$/, { timeout: patience });
  const plan = new URL(page.url()).pathname;
  await readEverything(page, plan);
  await acceptHazards(page, plan);
  await requestApproval(page, plan);
  await readEverything(ben.page, plan);
  await approve(ben.page, plan);

  // An old snapshot is in the way of nothing but the end of CREATE INDEX CONCURRENTLY.
  const holder = await session();
  await holder.execute("BEGIN ISOLATION LEVEL REPEATABLE READ");
  await holder.query("SELECT count(*) FROM other");
  await page.goto(`${plan}/run`);
  await page.getByRole("button", { name: "Start run" }).click();
  const typed = [page.getByLabel(/^Type .+ to start$/), page.getByLabel(/^First 8 characters/)] as const;
  await expect(typed[0]).toBeFocused();
  for (const field of typed) await expect(field).toHaveAttribute("aria-invalid", "true");
  const first = await startRun(page, plan, owner.password);
  await expect(page.getByText(/pid \d+/).first()).toBeVisible({ timeout: patience });
  await page.getByRole("button", { name: "Cancel…" }).click();
  await expect(page.getByRole("dialog")).toContainText(/stays? committed/);
  await page.getByRole("dialog").getByRole("button", { name: "Cancel the run" }).click();
  await expect(page.getByText("Finding out what happened").first()).toBeVisible({ timeout: patience });
  await holder.execute("COMMIT");
  const result = page.getByRole("region", { name: "Result" });
  await expect(result).toContainText("The database is between plans.", { timeout: patience });
  await expect(page.getByRole("region", { name: "Verification" })).toContainText("differences are gone", {
    timeout: patience,
  });
  await look(page, "stopped");

  // The plan says so as well, and the check that followed has not made it stale.
  await page.goto(plan);
  await expect(page.getByText(/stopped after \d+ of \d+ steps\./)).toBeVisible({ timeout: patience });
  await expect(page.getByRole("link", { name: "Resume…" })).toBeVisible({ timeout: patience });
  await look(page, "plan-between");

  await page.goto(first);
  await result.getByRole("link", { name: "Resume…" }).click();
  const remaining = page.getByRole("region", { name: "What remains" });
  await expect(remaining).toContainText("CREATE INDEX CONCURRENTLY", { timeout: patience });
  await expect(remaining).not.toContainText("SET NOT NULL");
  await expect(page.getByRole("region", { name: "Before it starts" })).toContainText(
    "They are not run again.",
  );
  await look(page, "sheet-resume");
  const second = await startRun(page, plan, owner.password, "Resume");
  expect(second).not.toBe(first);
  await expect(result).toContainText("were done before", { timeout: patience });
  await expect(page.getByRole("list", { name: "Statements" })).toContainText(
    `Done before · by ${first.split("/").at(-1)}`,
  );
  await expect(page.getByRole("region", { name: "Verification" })).toContainText("Verified: ", {
    timeout: patience,
  });
  await look(page, "resumed");
  expect(await firstLoad(page, second), "KiB of JavaScript of a run's console").toBeLessThan(budget);
  await page.goto(first);
  await expect(page.getByText(/resumed by/)).toBeVisible();
  await expect(result.getByRole("link", { name: "Resume…" })).toBeHidden();
  await ben.context.close();
});
