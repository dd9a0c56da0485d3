import { expect, type Page, test } from "@playwright/test";
import { connect } from "../lib/postgres/connect";
import { connectionSettingsFromUrl } from "../lib/postgres/connection-settings";
import { type TestDatabase, testServer } from "../lib/testing/test-server";
import { addDatabase, waitForVerdict } from "./pages/add-database";
import { demoPath, differenceRows, openDemo } from "./pages/demo";
import { press } from "./pages/keys";
import { addPerson, owner } from "./pages/people";

let database: TestDatabase;
let path: string;
const name = `planned-${Date.now()}`;

const source = "CREATE TABLE users (id varchar(36) PRIMARY KEY, name text NOT NULL);";

async function change(sql: string): Promise<void> {
  const session = await connect(connectionSettingsFromUrl(database.url));
  await session.script(sql);
  await session.close();
}

test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ browser }) => {
  database = await (await testServer()).createDatabase("planned");
  await change(`CREATE TABLE users (id uuid PRIMARY KEY, name text); CREATE TABLE hotfix (id int);
    INSERT INTO users SELECT gen_random_uuid(), 'user ' || n FROM generate_series(1, 20) n`);
  const page = await browser.newPage();
  path = await addDatabase(page, database, source, name);
  await waitForVerdict(page);
  await page.close();
});

test.afterAll(() => database.drop());

/** Makes a plan of everything on the page that chooses, and waits until its checks have answered. */
async function makePlan(page: Page, options: { readonly drops?: boolean } = {}): Promise<string> {
  await page.goto(`${path}/plans/new`);
  if (options.drops) {
    await page.getByLabel("Drop what is not expected").check();
    await page.getByRole("checkbox", { name: /hotfix/ }).check();
  }
  await page.getByRole("button", { name: "Make plan" }).click();
  await expect(page).toHaveURL(/\/plans\/P-\d+$/, { timeout: 60_000 });
  await expect(page.getByText("Asking the database whether the plan still holds…")).toBeHidden({
    timeout: 60_000,
  });
  return new URL(page.url()).pathname;
}

async function readAll(page: Page, plan: string): Promise<void> {
  await page.goto(plan);
  await page.getByRole("button", { name: "Mark all shown as read" }).click();
  await expect(page.getByText(/^(\d+) of \1 read$/)).toBeVisible();
  // The outline is the server's: it says so when the marks are kept.
  await expect(page.getByRole("navigation", { name: "Outline of the plan" })).not.toContainText(" of ");
}

async function acceptHazards(page: Page): Promise<void> {
  const card = page.getByRole("region", { name: "Hazards" });
  const accept = card.getByRole("button", { name: /^Accept/ });
  for (let left = await accept.count(); left > 0; left--) {
    await accept.first().click();
    await expect(accept).toHaveCount(left - 1, { timeout: 20_000 });
  }
}

test("chosen rows become a plan with P, drops are left out, and nothing can run yet", async ({ page }) => {
  await openDemo(page);
  const row = differenceRows(page).first();
  await row.getByRole("checkbox").check();
  await expect(page.getByRole("toolbar", { name: "Chosen differences" })).toBeVisible();
  await row.focus();
  await press(page, "p");
  await expect(page).toHaveURL(/\/plans\/P-\d+$/, { timeout: 90_000 });
  const first = page.locator("[data-statement]").first();
  await expect(first).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Outline of the plan" })).toContainText("Convert");
  await expect(page.getByText(/statements? in 1 transaction/)).toBeVisible();
  await page.getByRole("button", { name: "Request approval" }).click();
  const dialog = page.getByRole("dialog", { name: "Not ready to request approval" });
  await expect(dialog.getByRole("region", { name: "Yours" })).toContainText("unread");
  await press(page, "Escape");
  await page.goto(`${demoPath}/plans`);
  await expect(page.getByRole("link", { name: /^P-\d+$/ }).first()).toBeVisible();
});

test("J, K and M read a plan, and the marks are kept", async ({ page }) => {
  const plan = await makePlan(page);
  await press(page, "j");
  await expect(page.locator("[data-statement]").first()).toBeFocused();
  await press(page, "m");
  await expect(page.getByText(/^1 of \d+ read$/)).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Outline of the plan" })).toContainText(
    /1 of \d+ read|all read/,
  );
  await page.goto(plan);
  await expect(page.locator("[data-statement]").first().getByRole("checkbox")).toBeChecked();
});

test("data loss is accepted by typing the table's name, and by nothing else", async ({ page }) => {
  await makePlan(page, { drops: true });
  const card = page.getByRole("region", { name: "Hazards" });
  const item = card.getByRole("listitem").filter({ hasText: "Data is lost" });
  await item.getByLabel("Type public.hotfix").fill("hotfix");
  await item.getByRole("button", { name: /^Accept/ }).click();
  await expect(item.getByRole("alert")).toContainText("Type public.hotfix");
  await item.getByLabel("Type public.hotfix").fill("public.hotfix");
  await item.getByRole("button", { name: /^Accept/ }).click();
  await expect(item).toContainText("Accepted by Olga Owner.");
});

test("a second person approves; the first cannot; a change in the database ends it", async ({
  page,
  browser,
}) => {
  // Every step that asks the database takes a moment, and there are two browsers.
  test.setTimeout(480_000);
  await page.goto(`${path}/settings`);
  await page.getByLabel("Who made a plan may approve it").uncheck();
  await page.getByRole("button", { name: "Save policy" }).click();
  const saved = page.getByText(/^Set by Olga Owner/);
  const proof = page.getByRole("dialog");
  // Whose last proof of identity is some minutes old is asked for another.
  await expect(saved.or(proof)).toBeVisible({ timeout: 20_000 });
  if (await proof.isVisible()) {
    await proof.getByLabel("Password").fill(owner.password);
    await proof.getByLabel("Password").press("Enter");
  }
  await expect(saved).toBeVisible({ timeout: 20_000 });

  const plan = await makePlan(page);
  await readAll(page, plan);
  await acceptHazards(page);
  await page.getByRole("button", { name: "Request approval" }).click();
  await expect(page.getByText("Needs approval (0 of 1)")).toBeVisible({ timeout: 60_000 });
  // A status and no button: who made it cannot approve it.
  await expect(page.getByText(/^Waiting for approval by/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Approve", exact: true })).toHaveCount(0);

  const ben = await addPerson(browser, { name: "Ben", role: "approver" });
  await ben.page.goto("/plans");
  await expect(ben.page.getByText("Waiting for you: approve").first()).toBeVisible();
  await readAll(ben.page, plan);
  await ben.page.getByRole("button", { name: "Approve", exact: true }).click();
  await ben.page
    .getByRole("dialog")
    .getByRole("button", { name: /^Approve P-/ })
    .click();
  await expect(ben.page.getByText(/^▸?Ready$/)).toBeVisible({ timeout: 150_000 });
  await ben.page.goto(`${plan}?tab=approvals`);
  await expect(ben.page.getByRole("region", { name: "Approvals" })).toContainText("1 of 1 approval");

  await change("ALTER TABLE users ADD COLUMN surprise int");
  await page.goto(`${plan}?tab=checks`);
  await page.getByRole("button", { name: "Run checks" }).click();
  await expect(page.getByText("The database changed since this plan was made.")).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByRole("region", { name: "What changed" })).toContainText("surprise");
  await expect(page.getByText(/^≠?Stale$/).first()).toBeVisible();
  await page.goto(`${plan}?tab=approvals`);
  await expect(page.getByRole("region", { name: "Approvals" })).toContainText("0 of 1 approval");
  await change("ALTER TABLE users DROP COLUMN surprise");
  await ben.context.close();
});

test("a viewer reads a plan and sees no way to act; a stranger finds none", async ({ page, browser }) => {
  const plan = await makePlan(page);
  const vic = await addPerson(browser, { name: "Vic", role: "viewer" });
  await vic.page.goto(plan);
  await expect(vic.page.getByRole("heading", { level: 1 })).toContainText(/^P-\d+/);
  await expect(vic.page.getByRole("button", { name: /Request approval|Approve|Accept/ })).toHaveCount(0);
  await expect(vic.page.getByText("Its author has not requested approval.")).toBeVisible();
  await vic.context.close();
  const ida = await addPerson(browser, { name: "Ida", databases: { ma_saas_platform: "viewer" } });
  expect((await ida.page.goto(plan))?.status()).toBe(404);
  await expect(ida.page.getByRole("heading", { level: 1 })).toHaveText(`No plan ${plan.split("/").at(-1)}.`);
  await ida.context.close();
});

test("the script is shown, copied and downloaded as it was hashed, and plans are compared", async ({
  page,
}) => {
  const plan = await makePlan(page);
  await page.goto(`${plan}?tab=sql`);
  await expect(page.getByRole("region", { name: /^Script of P-/ })).toContainText("ALTER TABLE");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download .sql" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^P-\d+-[0-9a-f]{8}\.sql$/);
  await page.goto(`${plan}?choose=yes`);
  await page.getByRole("checkbox", { name: /users\.name/ }).uncheck();
  await page.getByRole("button", { name: "Re-plan" }).click();
  await expect(page).not.toHaveURL(new RegExp(`${plan}(\\?|$)`), { timeout: 60_000 });
  await page.goto(`${new URL(page.url()).pathname}?tab=compare`);
  await expect(page.getByRole("region", { name: /beside/ })).toContainText("SET NOT NULL");
  await page.goto(plan);
  await expect(page.getByText("This plan was replaced by")).toBeVisible();
});
