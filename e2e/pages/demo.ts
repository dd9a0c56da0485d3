import { expect, type Page } from "@playwright/test";

/** The page of the demo. */
export const demoPath = "/databases/ma-saas-platform";

/** Opens the demo and waits until its first check has compared. */
export async function openDemo(page: Page, query = ""): Promise<void> {
  await page.goto(`${demoPath}${query}`);
  await expect(page.getByRole("region", { name: "Verdict" })).toBeVisible({ timeout: 90_000 });
  await expect(page.getByRole("region", { name: "Running check" })).toBeHidden({ timeout: 90_000 });
}

/** The rows of the list of differences, as a person reads them. */
export function differenceRows(page: Page) {
  return page.locator('[role="row"][data-difference]');
}

/** The address of the difference in an object, without view settings. */
export async function differencePath(page: Page, object: string): Promise<string> {
  await openDemo(page, "?show=all");
  const link = page.getByRole("link", { name: object, exact: true }).first();
  return (await link.getAttribute("href")) ?? "";
}

/** Leaves a mark in the page that a reload would wipe away. */
export async function markPage(page: Page): Promise<() => Promise<boolean>> {
  await page.evaluate(() => {
    document.body.dataset.journey = "same page";
  });
  return () => page.evaluate(() => document.body.dataset.journey === "same page");
}
