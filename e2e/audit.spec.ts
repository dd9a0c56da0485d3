import { expect, test } from "@playwright/test";
import { demoPath, openDemo } from "./pages/demo";
import { press } from "./pages/keys";
import { violationsOn } from "./pages/looks";
import { addPerson } from "./pages/people";

test("what was done stands in the audit log; its chain is followed, filtered and exported", async ({
  page,
}) => {
  await openDemo(page);
  await Promise.all([
    page.waitForResponse((response) => response.request().method() === "POST" && response.ok()),
    page.getByRole("button", { name: "Check now" }).click(),
  ]);
  await press(page, "g", "a");
  await expect(page).toHaveURL(/\/audit$/);
  const table = page.getByRole("group", { name: "Entries of the audit log, newest first" });
  await expect(table.getByRole("row").filter({ hasText: "check.request" }).first()).toContainText("done");

  await page.getByRole("link", { name: "Verify chain" }).click();
  await expect(page.getByRole("status").filter({ hasText: /entr(y|ies), chain intact\./ })).toBeVisible();

  await page.getByLabel("Action").fill("check.*");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page).toHaveURL(/action=check\.\*/);
  await expect(table.getByRole("row").filter({ hasText: "database.add" })).toHaveCount(0);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export JSON lines" }).click(),
  ]);
  expect(file.suggestedFilename()).toBe("plumbline-audit.jsonl");

  await page.goto("/audit?action=not%20an%20action");
  await expect(page.getByText("An action looks like plan.approve or plan.*")).toBeVisible();
  await expect(page.getByText("No entry matches.")).toBeVisible();
});

test("an operator is told who may read the log", async ({ browser }) => {
  const { page, context } = await addPerson(browser, { role: "operator" });
  await page.goto("/audit");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your role does not open this page.");
  await context.close();
});

test("an ignore rule shows what it covers before it is made, and can be taken away", async ({ page }) => {
  await openDemo(page);
  await page.goto(`${demoPath}/settings/ignored`);
  await page.getByLabel("Kind").selectOption("index");
  await page.getByLabel("Reason").fill("indexes are tuned by hand");
  await page.getByRole("button", { name: "Show what it covers" }).click();
  await expect(page.getByText("In the last check it would cover 2 differences.")).toBeVisible();
  await expect(page.getByLabel("Reason")).toHaveValue("indexes are tuned by hand");
  await page.getByRole("button", { name: "Add rule" }).click();
  const rules = page.getByRole("region", { name: "Ignore rules" });
  await expect(rules.getByRole("row").filter({ hasText: "indexes are tuned by hand" })).toContainText("2");
  await rules.getByRole("button", { name: "Remove rule" }).click();
  await expect(page.getByText("No rules yet. Every difference counts.")).toBeVisible();
});

for (const scheme of ["light", "dark"] as const) {
  test(`axe finds nothing on the audit log and the ignore rules in ${scheme}`, async ({ browser }) => {
    const context = await browser.newContext({ colorScheme: scheme });
    const page = await context.newPage();
    for (const path of ["/audit?verify=chain", "/audit?actor=nobody", `${demoPath}/settings/ignored`]) {
      await page.goto(path);
      expect([path, await violationsOn(page)]).toEqual([path, []]);
    }
    await context.close();
  });
}
