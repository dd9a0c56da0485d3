import { expect, type Page } from "@playwright/test";
import type { TestDatabase } from "../../lib/testing/test-server";

type Connection = Pick<TestDatabase, "host" | "port" | "user" | "password" | "name">;

/** Opens the form and fills in a connection. */
export async function fillConnection(page: Page, connection: Connection): Promise<void> {
  await page.goto("/databases/new");
  await page.getByLabel("Host").fill(connection.host);
  await page.getByLabel("Port").fill(String(connection.port));
  await page.getByLabel("Database", { exact: true }).fill(connection.name);
  await page.getByLabel("User").fill(connection.user);
  await page.getByLabel("Password", { exact: false }).first().fill(connection.password);
}

/** Presses *Save and check now*. */
export async function save(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save and check now" }).click();
}

/** Adds a database with a pasted source and waits for the page of the database. Gives its path. */
export async function addDatabase(
  page: Page,
  database: TestDatabase,
  source: string,
  name: string,
): Promise<string> {
  await fillConnection(page, database);
  await page.getByLabel("Text of the source").fill(source);
  await page.getByRole("textbox", { name: /^Name/ }).fill(name);
  await save(page);
  await expect(page).toHaveURL(/\/databases\/(?!new)[^/]+$/, { timeout: 30_000 });
  return new URL(page.url()).pathname;
}

/** Waits for the verdict of the database whose page is open. */
export async function waitForVerdict(page: Page): Promise<void> {
  await expect(page.getByRole("region", { name: "Verdict" })).toBeVisible({ timeout: 60_000 });
}
