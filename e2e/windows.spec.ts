import { expect, type Page, test } from "@playwright/test";
import { overflowOf, violationsOn } from "./pages/looks";
import { addPerson } from "./pages/people";
import { makeWindow } from "./pages/windows";

/** The chip that says how the window is, beside its name. */
const state = (page: Page, word: string) => page.locator("header .chip").filter({ hasText: word }).first();

test("a window is made, opened early with a go, extended and closed", async ({ page }) => {
  await makeWindow(page, "Tonight", { hours: 3 });
  await expect(state(page, "Scheduled")).toBeVisible();
  await expect(page.getByRole("timer")).toContainText("Opens in");
  await page.getByRole("button", { name: "Say go" }).click();
  await expect(page.getByText(/said go\./)).toBeVisible();
  await page.getByRole("button", { name: "Open early…" }).click();
  await page.getByRole("button", { name: "Open now" }).click();
  await expect(state(page, "Open")).toBeVisible();
  await expect(page.getByRole("timer")).toContainText("Closes in");
  await page.getByRole("button", { name: "Extend 15 min" }).click();
  await expect(state(page, "Extended")).toBeVisible();
  await page.getByRole("button", { name: "Close now…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Close now" }).click();
  await expect(state(page, "Closed")).toBeVisible();
  await expect(page.getByRole("button", { name: "Close now…" })).toBeHidden();
});

test("a start that the clocks jump over is refused at its field with what would do", async ({ page }) => {
  await page.goto("/windows/new");
  await page.getByLabel("Name").fill("Spring");
  await page
    .getByRole("checkbox", { name: /MA|saas|platform/i })
    .first()
    .check();
  await page.getByLabel("Date").fill("2027-03-28");
  await page.getByLabel("Time", { exact: true }).fill("02:30");
  await page.getByLabel("Time zone").fill("Europe/Paris");
  await page.getByRole("button", { name: "Make window" }).click();
  await expect(page.getByText(/02:30 does not exist on 28 Mar 2027 in Europe\/Paris/)).toBeVisible();
  await expect(page.getByLabel("Name")).toHaveValue("Spring");
  await expect(page.getByLabel("Time", { exact: true })).toBeFocused();
});

test("windows are read without a mistake by assistive tools, in both themes and on a phone", async ({
  page,
}) => {
  const address = await makeWindow(page, "A window with quite a long name, as people give them", {
    hours: 30,
  });
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const path of [address, "/windows", "/windows/new"]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      expect([path, colorScheme, await violationsOn(page)]).toEqual([path, colorScheme, []]);
    }
  }
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of [address, "/windows", "/windows/new"]) {
    await page.goto(path);
    expect([path, await overflowOf(page)]).toEqual([path, 0]);
  }
});

test("a viewer sees windows and can change none", async ({ page, browser }) => {
  const address = await makeWindow(page, "Not theirs", { hours: 40 });
  const viewer = await addPerson(browser, { name: "Vera", role: "viewer" });
  await viewer.page.goto(address);
  await expect(viewer.page.getByRole("heading", { level: 1 })).toContainText("Not theirs");
  await expect(viewer.page.getByRole("button", { name: "Say go" })).toBeHidden();
  await viewer.page.goto("/windows");
  await expect(viewer.page.getByRole("link", { name: "New window" })).toBeHidden();
  await viewer.context.close();
});
