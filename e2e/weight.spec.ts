import { expect, test } from "@playwright/test";
import { demoPath, differencePath, openDemo } from "./pages/demo";
import { budget, firstLoad } from "./pages/weight";
import { makeWindow } from "./pages/windows";

test("no page loads more JavaScript than its budget before anybody does anything", async ({ page }) => {
  await openDemo(page);
  const difference = await differencePath(page, "public.users.id");
  await page.goto(`${demoPath}/plans/new`);
  await page.getByRole("button", { name: "Make plan" }).click();
  await expect(page).toHaveURL(/\/plans\/P-\d+$/, { timeout: 60_000 });
  const plan = new URL(page.url()).pathname;
  const window = await makeWindow(page, "Weighed", { hours: 1 });
  const heavy: string[] = [];
  // The console of a run is weighed where there is one (resume.spec.ts).
  for (const path of [
    ...["/databases", "/databases/new", demoPath, difference, `${demoPath}/checks`, `${demoPath}/checks/C-1`],
    ...[`${demoPath}/plans`, `${demoPath}/plans/new`, `${demoPath}/backups`, `${demoPath}/credentials`],
    ...[`${demoPath}/settings`, `${demoPath}/settings/ignored`, `${demoPath}/remove`],
    ...[`${demoPath}/share?subject=database`, "/plans", plan, `${plan}?choose=yes`, `${plan}/run`],
    ...["checks", "approvals", "activity", "sql", "compare"].map((tab) => `${plan}?tab=${tab}`),
    ...["/runs", "/windows", "/windows/new", window, "/audit", "/mentions", "/settings", "/settings/people"],
    ...["/settings/tokens", "/settings/share-links", "/settings/about", "/settings/prove"],
  ]) {
    const weight = await firstLoad(page, path);
    if (weight > budget) heavy.push(`${path}: ${weight.toFixed(1)} KiB`);
  }
  expect(heavy).toEqual([]);
});
