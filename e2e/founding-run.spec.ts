import { expect, type Page, test } from "@playwright/test";
import { demoPath, differenceRows, openDemo } from "./pages/demo";
import {
  acceptHazards,
  approve,
  openWindow,
  patience,
  readEverything,
  rehearseOnCopy,
  requestApproval,
  startRun,
} from "./pages/guarded-run";
import { violationsOn } from "./pages/looks";
import { addPerson, owner } from "./pages/people";

/** Keeps how the page looks, in both themes and on a phone, beside the results of the journey. */
async function look(page: Page, name: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: test.info().outputPath(`${name}-${colorScheme}.png`), fullPage: true });
  }
  const size = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.screenshot({ path: test.info().outputPath(`${name}-phone.png`), fullPage: true });
  if (size !== null) await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: "light" });
}

/** Plans the conversion of both keys, with everything that travels along. Gives the path of the plan. */
async function planKeys(page: Page): Promise<string> {
  await openDemo(page, "?q=id&show=all");
  for (const name of ["users.id", "organizations.id"]) {
    const row = differenceRows(page)
      .filter({ has: page.locator(".name", { hasText: new RegExp(`(^|\\.)${name.replace(".", "\\.")}$`) }) })
      .first();
    await row.locator('input[name="difference"]').check();
  }
  await page.getByRole("button", { name: "Make plan" }).click();
  await expect(page).toHaveURL(/\/plans\/P-\d+$/, { timeout: patience });
  return new URL(page.url()).pathname;
}

/** Reads, answers, rehearses and requests as the owner, then approves as another person. */
async function prepare(page: Page, approver: Page, plan: string): Promise<void> {
  await readEverything(page, plan);
  await acceptHazards(page, plan);
  await rehearseOnCopy(page, plan);
  await requestApproval(page, plan);
  await readEverything(approver, plan);
  await approve(approver, plan);
}

test("both keys of the founding database are converted, proven, verified and taken back", async ({
  page,
  browser,
}) => {
  test.setTimeout(900_000);
  const ben = await addPerson(browser, { name: "Ben", role: "approver" });
  const plan = await planKeys(page);
  await prepare(page, ben.page, plan);

  // Outside of a window the sheet says so, and offers nothing to press.
  await page.goto(`${plan}/run`);
  await expect(page.getByRole("heading", { name: "Not ready to run" })).toBeVisible({ timeout: patience });
  await expect(page.getByRole("button", { name: "Start run" })).toBeHidden();
  expect(await violationsOn(page)).toEqual([]);
  await look(page, "sheet-closed");
  const window = await openWindow(page, "Conversion of the keys");

  const run = await startRun(page, plan, owner.password);
  await ben.page.goto(run);
  await expect(page.getByRole("region", { name: "Result" })).toContainText("done in", { timeout: patience });
  await expect(ben.page.getByRole("region", { name: "Result" })).toContainText("done in", {
    timeout: patience,
  });
  await expect(page.getByRole("region", { name: "Verification" })).toContainText(/differences are gone/, {
    timeout: patience,
  });
  await expect(page.getByRole("region", { name: "Verification" })).toContainText("Verified: ");
  await expect(page.getByRole("region", { name: "Proofs" })).toContainText("Nothing else changed");
  await expect(page.getByRole("region", { name: "Proofs" })).toContainText("Checksums of");
  expect(await page.title()).toContain("✓");
  expect(await violationsOn(page)).toEqual([]);
  await look(page, "run-committed");
  const report = async (format: string) =>
    (await page.request.get(`/api${run}/report?format=${format}`)).text();
  expect(await report("markdown")).toContain("# Run R-");
  expect(JSON.parse(await report("json"))).toMatchObject({
    format: "plumbline.run-report/v1",
    status: "committed",
  });
  await page.getByLabel("Note").fill("Looked at the application: it signs people in.");
  await page.getByRole("button", { name: "Sign off" }).click();
  await expect(page.getByText(/Signed off by/)).toBeVisible({ timeout: patience });

  await page.getByRole("button", { name: "Make undo plan" }).click();
  await expect(page).toHaveURL(/\/plans\/P-\d+$/, { timeout: patience });
  const undo = new URL(page.url()).pathname;
  expect(undo).not.toBe(plan);
  await prepare(page, ben.page, undo);
  const back = await startRun(page, undo, owner.password);
  expect(back).not.toBe(run);
  await expect(page.getByRole("region", { name: "Result" })).toContainText("done in", { timeout: patience });
  await page.goto(window);
  await page.getByRole("button", { name: "Close now…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Close now" }).click();

  // The keys differ from their source again, as before.
  await openDemo(page, "?q=id&show=all");
  await expect(
    differenceRows(page)
      .filter({ hasText: /users\.id/ })
      .first(),
  ).toBeVisible();
  await expect(page).toHaveURL(new RegExp(demoPath));
  await ben.context.close();
});
