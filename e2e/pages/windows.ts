import { expect, type Page } from "@playwright/test";

/** Makes a window for the demo database that begins so far from now. Gives its path; its page is open then. */
export async function makeWindow(
  page: Page,
  name: string,
  begins: { readonly hours: number },
): Promise<string> {
  const start = new Date(Date.now() + begins.hours * 3_600_000).toISOString();
  await page.goto("/windows/new");
  await page.getByLabel("Name").fill(name);
  await page
    .getByRole("checkbox", { name: /MA|saas|platform/i })
    .first()
    .check();
  await page.getByLabel("Date").fill(start.slice(0, 10));
  await page.getByLabel("Time", { exact: true }).fill(start.slice(11, 16));
  await page.getByLabel("Time zone").fill("UTC");
  await page.getByRole("button", { name: "Make window" }).click();
  await expect(page).toHaveURL(/\/windows\/W-\d+$/, { timeout: 30_000 });
  return new URL(page.url()).pathname;
}
