import { expect, test } from "@playwright/test";
import { demoPath, differencePath } from "./pages/demo";
import { press } from "./pages/keys";

test("a difference shows both sides, where they come from, why it matters, its fix and its dependants", async ({
  page,
}) => {
  await page.goto(await differencePath(page, "public.users.id"));
  await expect(page).toHaveTitle("users.id type · ma_saas_platform · Plumbline");
  const row = page.getByRole("row", { name: /^type/ });
  await expect(row.getByRole("cell").nth(0)).toHaveText("character varying(36)");
  await expect(row.getByRole("cell").nth(1)).toHaveText("uuid");
  await expect(row).toContainText("differs");
  await expect(page.getByText(/^Declared at upgrade-head\.sql:\d+ in revision 1a5c0e7d9b32$/)).toBeVisible();
  await expect(page.getByRole("region", { name: "Why it matters" })).toContainText("42883");
  await expect(page.getByRole("region", { name: "Size and use" })).toContainText("about 4,000");
  await expect(page.getByRole("region", { name: "Size and use" })).toContainText("read just now");
  const fix = page.getByRole("region", { name: "Fix", exact: true });
  await expect(fix).toContainText("ACCESS EXCLUSIVE");
  await expect(fix).toContainText("Nothing runs from here");
  await expect(fix.getByRole("button", { name: /apply|run/i })).toHaveCount(0);
  await expect(page.getByRole("region", { name: "Dependants" })).toContainText("Must change together");
});

test("V turns from the table to SQL, split and unified, and the address keeps it", async ({ page }) => {
  await page.goto(await differencePath(page, "public.users.id"));
  await press(page, "v");
  await expect(page).toHaveURL(/view=split/);
  const sql = page.getByRole("region", { name: "Definition of public.users.id" });
  await expect(sql).toContainText("character varying(36)");
  await expect(sql).toContainText("uuid");
  await press(page, "v");
  await expect(page).toHaveURL(/view=unified/);
  await expect(sql.locator("ins")).toContainText("character varying(36)");
  await expect(sql.locator("del")).toContainText("uuid");
  await press(page, "v");
  await expect(page).not.toHaveURL(/view=/);
});

test("a missing table is printed with its columns and constraints", async ({ page }) => {
  await page.goto(await differencePath(page, "public.folders"));
  const sql = page.getByRole("region", { name: "Expected definition of public.folders" });
  await expect(sql).toContainText("CREATE TABLE public.folders");
  await expect(sql).toContainText("REFERENCES");
  await expect(page.getByRole("region", { name: "Cause" })).toContainText("public.users.id");
});

test("what is not there is named, with status 404", async ({ page }) => {
  const difference = await page.goto(`${demoPath}/d/D-AAAAAAAA`);
  expect(difference?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "No difference D-AAAAAAAA of ma-saas-platform.",
  );
  const database = await page.goto("/databases/nope");
  expect(database?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("No database nope.");
  const check = await page.goto(`${demoPath}/checks/C-999999`);
  expect(check?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("No check C-999999 of ma-saas-platform.");
});

test("a check has a page of its own that says what it compared", async ({ page }) => {
  await page.goto(`${demoPath}/checks/C-1`);
  await expect(page).toHaveTitle("Check C-1 · ma_saas_platform · Plumbline");
  await expect(page.getByRole("region", { name: "This check" })).toContainText("Finished");
  await expect(page.getByRole("region", { name: "Verdict" })).toContainText("165 tables");
});
