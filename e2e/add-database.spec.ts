import net from "node:net";
import { expect, type Page, test } from "@playwright/test";
import { strToU8, zipSync } from "fflate";
import { connect } from "../lib/postgres/connect";
import { connectionSettingsFromUrl } from "../lib/postgres/connection-settings";
import { freePort } from "../lib/postgres/port";
import { type TestDatabase, testServer } from "../lib/testing/test-server";
import { addDatabase, fillConnection, save, waitForVerdict } from "./pages/add-database";
import { differenceRows } from "./pages/demo";

let database: TestDatabase;

test.beforeAll(async () => {
  database = await (await testServer()).createDatabase("journey");
  const session = await connect(connectionSettingsFromUrl(database.url));
  await session.script("CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL)");
  await session.close();
});

test.afterAll(() => database.drop());

const source = "CREATE TABLE users (id varchar(36) PRIMARY KEY, email text NOT NULL);";

test.describe("what cannot be connected to is told, and nothing of it is saved", () => {
  test("a wrong password", async ({ page }) => {
    const before = await countDatabases(page);
    await fillConnection(page, { ...database, password: "not-the-password" });
    await page.getByLabel("Text of the source").fill(source);
    await save(page);
    await expect(page.getByRole("alert").first()).toContainText(
      `Password rejected for role ${database.user}.`,
    );
    // What was typed is still there.
    await expect(page.getByLabel("Host")).toHaveValue(database.host);
    await expect(page.getByLabel("Text of the source")).toHaveValue(source);
    expect(await countDatabases(page)).toBe(before);
  });

  test("an unknown host", async ({ page }) => {
    const before = await countDatabases(page);
    await fillConnection(page, { ...database, host: "no-such-host.invalid" });
    await page.getByLabel("Text of the source").fill(source);
    await save(page);
    await expect(page.getByRole("alert").first()).toContainText(
      "Host name not found: no-such-host.invalid.",
      {
        timeout: 20_000,
      },
    );
    expect(await countDatabases(page)).toBe(before);
  });

  test("a refused connection", async ({ page }) => {
    const before = await countDatabases(page);
    const port = await freePort();
    await fillConnection(page, { ...database, port });
    await page.getByLabel("Text of the source").fill(source);
    await save(page);
    await expect(page.getByRole("alert").first()).toContainText(
      `Nothing accepts connections at ${database.host}:${port}.`,
    );
    expect(await countDatabases(page)).toBe(before);
  });

  test("what is not a Postgres", async ({ page }) => {
    const before = await countDatabases(page);
    const other = net.createServer((socket) => {
      socket.on("error", () => socket.destroy());
      socket.end("220 mail.example ESMTP ready\r\n");
    });
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as net.AddressInfo;
    await fillConnection(page, { ...database, host: "127.0.0.1", port });
    await page.getByLabel("Text of the source").fill(source);
    await save(page);
    await expect(page.getByRole("alert").first()).toContainText("does not speak the Postgres protocol", {
      timeout: 20_000,
    });
    other.close();
    expect(await countDatabases(page)).toBe(before);
  });

  test("empty fields", async ({ page }) => {
    await page.goto("/databases/new");
    await save(page);
    await expect(page.getByLabel("Host")).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByLabel("Host")).toBeFocused();
  });
});

test("a connection URL is taken apart in the browser and not kept", async ({ page }) => {
  await page.goto("/databases/new");
  const box = page.getByLabel("Connection URL").first();
  await box.fill(database.url);
  await box.press("Tab");
  await expect(box).toHaveValue("");
  await expect(page.getByLabel("Host")).toHaveValue(database.host);
  await expect(page.getByLabel("Port")).toHaveValue(String(database.port));
  await expect(page.getByLabel("Database", { exact: true })).toHaveValue(database.name);
});

test("a database with a pasted source is checked at once, and can be removed again", async ({ page }) => {
  const path = await addDatabase(page, database, source, "pasted");
  await waitForVerdict(page);
  await expect(differenceRows(page)).toHaveCount(1);
  await expect(differenceRows(page)).toContainText("character varying(36) → uuid");
  await page.goto(`${path}/remove`);
  await page.getByRole("button", { name: "Remove pasted" }).click();
  await expect(page).toHaveURL(/\/databases$/);
  expect((await page.goto(path))?.status()).toBe(404);
});

test("a source can be an uploaded archive of a folder", async ({ page }) => {
  await fillConnection(page, database);
  await page.getByText("Upload", { exact: true }).click();
  const archive = zipSync({
    "migrations/001_users.sql": strToU8("CREATE TABLE users (id uuid PRIMARY KEY);"),
    "migrations/002_email.sql": strToU8("ALTER TABLE users ADD COLUMN email text NOT NULL;"),
  });
  await page.locator("input[type=file]").setInputFiles({
    name: "migrations.zip",
    mimeType: "application/zip",
    buffer: Buffer.from(archive),
  });
  await page.getByRole("textbox", { name: /^Name/ }).fill("uploaded");
  await save(page);
  await waitForVerdict(page);
  await expect(page.getByText("In sync: the database is what its source declares.")).toBeVisible();
});

test("a source of twelve megabytes arrives whole", async ({ page }) => {
  await fillConnection(page, database);
  await page.getByText("Upload", { exact: true }).click();
  // Next cuts a body at ten megabytes where a proxy looks at the request, unless it is told otherwise.
  const filler = `-- ${"x".repeat(97)}\n`.repeat(120_000);
  await page.locator("input[type=file]").setInputFiles({
    name: "large.sql",
    mimeType: "application/sql",
    buffer: Buffer.from(`${filler}CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL);\n`),
  });
  await page.getByRole("textbox", { name: /^Name/ }).fill("large source");
  await save(page);
  await waitForVerdict(page);
  await expect(page.getByText("In sync: the database is what its source declares.")).toBeVisible();
});

test("a source can be a path below the source folders, and no path beside them", async ({ page }) => {
  await fillConnection(page, database);
  await page.getByText("Path", { exact: true }).click();
  const path = page.getByRole("textbox", { name: "Path" });
  await path.fill("../../etc/passwd");
  await save(page);
  await expect(page.getByRole("alert").first()).toContainText("There is no file or folder ../../etc/passwd");
  await path.fill("prisma/demo/upgrade-head.sql");
  await page.getByRole("textbox", { name: /^Name/ }).fill("by path");
  await save(page);
  await waitForVerdict(page);
  await expect(page.getByRole("region", { name: "Verdict" })).toContainText("differs from its source");
});

async function countDatabases(page: Page): Promise<number> {
  await page.goto("/databases");
  return page.getByRole("table", { name: "Databases" }).locator("tbody tr").count();
}
