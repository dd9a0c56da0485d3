import { expect, type Page, test } from "@playwright/test";
import { connect } from "../lib/postgres/connect";
import { connectionSettingsFromUrl } from "../lib/postgres/connection-settings";
import { type TestDatabase, testServer } from "../lib/testing/test-server";
import { addDatabase, fillConnection, waitForVerdict } from "./pages/add-database";
import { overflowOf, violationsOn } from "./pages/looks";

const role = { name: "journey_reader", password: "reads only" };
const source =
  "CREATE TABLE orders (id integer);\nCREATE SCHEMA billing;\nCREATE TABLE billing.invoices (id integer);\n";

let database: TestDatabase;
let empty: TestDatabase;

async function asOwner(sql: string): Promise<void> {
  const session = await connect(connectionSettingsFromUrl(database.url));
  await session.script(sql);
  await session.close();
}

test.beforeAll(async () => {
  const server = await testServer();
  database = await server.createDatabase("visible");
  empty = await server.createDatabase("empty");
  await asOwner(
    `${source} CREATE ROLE ${role.name} LOGIN PASSWORD '${role.password}'; GRANT SELECT ON orders TO ${role.name}`,
  );
});

test.afterAll(async () => {
  await asOwner(`DROP OWNED BY ${role.name}; DROP ROLE ${role.name}`);
  await Promise.all([database.drop(), empty.drop()]);
});

const reader = () => ({ ...database, user: role.name, password: role.password });

const button = (page: Page) => page.getByRole("button", { name: "Test connection" });

async function expectAccessible(page: Page): Promise<void> {
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await overflowOf(page), `scrolls sideways at ${width}`).toBe(0);
    expect(await violationsOn(page)).toEqual([]);
  }
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`a test tells what a role does not see and how to mend it, in ${colorScheme}`, async ({
    browser,
  }, info) => {
    const context = await browser.newContext({ colorScheme });
    const page = await context.newPage();
    await fillConnection(page, reader());
    await page.getByLabel("Text of the source").fill(source);
    await button(page).focus();
    await page.keyboard.press("Enter");
    const told = page.getByRole("status").filter({ hasText: "can connect to" });
    await expect(told).toContainText(`${role.name} can read the definitions in all 2 schemas.`);
    await expect(told).toContainText("It has no USAGE on billing: rows there cannot be looked at.");
    await expect(told).toContainText(`GRANT USAGE ON SCHEMA billing TO ${role.name};`);
    await expect(told).not.toContainText("can write");
    await expect(told).toContainText("PostgreSQL 18");
    // Nothing that was typed is lost, and nothing is saved.
    await expect(page.getByLabel("Text of the source")).toHaveValue(source);
    await expect(page.getByLabel("Password", { exact: false }).first()).toHaveValue(role.password);
    await expectAccessible(page);
    await page.screenshot({ path: info.outputPath(`tested-${colorScheme}.png`), fullPage: true });
    // The answer tells of the connection that was tested, no other.
    await page.getByLabel("Database", { exact: true }).fill(empty.name);
    await expect(told).toBeHidden();
    await context.close();
  });
}

test("a role that can write is told so, and an empty database is", async ({ page }) => {
  await fillConnection(page, empty);
  await button(page).click();
  const told = page.getByRole("status").filter({ hasText: "can connect to" });
  await expect(told).toContainText("is a superuser. Use a read-only role for checks");
  await expect(told).toContainText("The database holds no tables.");
});

test("a wrong password is told beside its field, which has the focus", async ({ page }) => {
  await fillConnection(page, { ...reader(), password: "wrong" });
  await page.getByLabel("Text of the source").fill(source);
  await button(page).click();
  const password = page.getByLabel("Password", { exact: false }).first();
  await expect(password).toBeFocused();
  await expect(password).toHaveAttribute("aria-invalid", "true");
  await expect(password).toHaveAccessibleDescription(`Password rejected for role ${role.name}.`);
  await expect(page.getByLabel("Text of the source")).toHaveValue(source);
  await expectAccessible(page);
  await password.fill(role.password);
  await expect(password).not.toHaveAttribute("aria-invalid");
});

test("missing fields are named without asking any server", async ({ page }) => {
  await page.goto("/databases/new");
  await button(page).click();
  await expect(page.getByLabel("Host")).toBeFocused();
  await expect(page.getByLabel("Host")).toHaveAccessibleDescription("Enter the host name.");
});

test("a role without USAGE still compares every definition", async ({ page }) => {
  const granted = `${source}GRANT SELECT ON orders TO ${role.name};`;
  await addDatabase(page, reader(), granted, "poor role");
  await waitForVerdict(page);
  await expect(page.getByText("In sync: the database is what its source declares.")).toBeVisible();
});

test("a request for another host name is refused before anything is read", async ({ request, baseURL }) => {
  for (const path of ["/databases", "/api/palette?q=users", "/api/health/ready"]) {
    const answer = await request.get(`${baseURL}${path}`, { headers: { host: "rebound.example:3000" } });
    expect(answer.status()).toBe(421);
    expect(await answer.text()).toContain("does not answer under this host name");
  }
  expect((await request.get(`${baseURL}/databases`)).status()).toBe(200);
});
