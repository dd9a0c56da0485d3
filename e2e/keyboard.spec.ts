import { expect, test } from "@playwright/test";
import { differenceRows, openDemo } from "./pages/demo";
import { press } from "./pages/keys";

test("the whole way from the list to a difference and back needs no mouse", async ({ page }) => {
  await page.goto("/databases");
  await press(page, "Control+k");
  await page.getByRole("combobox", { name: "Search and commands" }).fill("ma_saas");
  await expect(page.getByRole("option", { name: /^ma_saas_platform/ })).toBeVisible();
  await press(page, "Enter");
  await expect(page).toHaveURL(/ma-saas-platform$/);
  await expect(page.getByRole("region", { name: "Verdict" })).toBeVisible({ timeout: 60_000 });

  const rows = differenceRows(page);
  await press(page, "j");
  await expect(rows.nth(0)).toBeFocused();
  await press(page, "j");
  await expect(rows.nth(1)).toBeFocused();
  await press(page, "k");
  await expect(rows.nth(0)).toBeFocused();

  await press(page, "x");
  await expect(rows.nth(0)).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("toolbar", { name: "Chosen differences" })).toContainText("1 selected");
  await press(page, "Escape");
  await expect(page.getByRole("toolbar", { name: "Chosen differences" })).toBeHidden();

  await press(page, "j");
  await press(page, "e");
  await expect(rows.nth(1).locator("[data-unfolded]")).toBeVisible();

  await press(page, "Space");
  await expect(page).toHaveURL(/[?&]d=D-/);
  await expect(page.getByRole("complementary", { name: "Chosen difference" })).toBeVisible();
  await press(page, "Escape");
  await expect(page).not.toHaveURL(/[?&]d=/);

  await press(page, "/");
  await page.keyboard.type("kind:index");
  await press(page, "Enter");
  await expect(page).toHaveURL(/q=kind%3Aindex/);
  await expect(rows).toHaveCount(2);
  await page.locator("body").press("j");
  await press(page, "Enter");
  await expect(page).toHaveURL(/\/d\/D-[A-Z2-7]{8}/);
  const first = page.url();
  await press(page, "]");
  await expect(page).not.toHaveURL(first);
  await expect(page).toHaveURL(/\/d\/D-[A-Z2-7]{8}/);
  await press(page, "[");
  await expect(page).toHaveURL(first);
  await press(page, "Escape");
  await expect(page).toHaveURL(/ma-saas-platform\?q=kind%3Aindex$/);
});

test("F adds a filter, F C clears them, and the page's address is copied", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openDemo(page);
  const box = page.getByRole("searchbox", { name: "Filter differences" });
  await press(page, "f");
  await expect(box).toBeFocused();
  await page.keyboard.type("kind:index");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=kind%3Aindex/);
  await expect(differenceRows(page)).toHaveCount(2);
  await differenceRows(page).first().focus();
  await press(page, "f", "c");
  await expect(page).not.toHaveURL(/q=/);
  await page.goto("/windows");
  await press(page, "Control+Shift+Comma");
  await expect(page.getByText("Link copied.")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
});

test("? tells the keys of the page, and R checks", async ({ page }) => {
  await openDemo(page);
  await press(page, "?");
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(sheet).toContainText("Check now");
  await expect(sheet).toContainText("Next row");
  await press(page, "Escape");
  await expect(sheet).toBeHidden();
  await press(page, "r");
  await expect(page.getByRole("region", { name: "Running check" })).toBeVisible();
  // What a toast says is no dialog: the keys go on.
  await expect(page.getByText(/^C-\d+ is (queued|on its way already)\.$/).first()).toBeVisible();
  await press(page, "?");
  await expect(sheet).toBeVisible();
  await press(page, "Escape");
  await expect(sheet).toBeHidden();
  await expect(page.getByRole("region", { name: "Running check" })).toBeHidden({ timeout: 60_000 });
});

test("the palette finds a difference by its name and by its id, and says when nothing fits", async ({
  page,
}) => {
  await openDemo(page);
  await press(page, "Control+k");
  const box = page.getByRole("combobox", { name: "Search and commands" });
  await box.fill("folders");
  await expect(page.getByRole("option", { name: /table public\.folders/ }).first()).toBeVisible();
  await box.fill("nothing-is-called-so");
  await expect(page.getByText("Nothing matches")).toBeVisible();
  await box.fill("ix_hotfix_deals_stage_updated");
  await expect(page.getByRole("option", { name: /ix_hotfix_deals_stage_updated/ }).first()).toBeVisible();
  await press(page, "Enter");
  await expect(page).toHaveURL(/\/d\/D-/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("ix_hotfix_deals_stage_updated");
});

test("a page that takes long to come says so: first by a line, then in words", async ({ page }) => {
  await page.goto("/databases");
  let answer: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route(/\/windows\?_rsc=/, async (route) => {
    await answered;
    await route.continue();
  });
  await press(page, "Control+k");
  await page.getByRole("combobox", { name: "Search and commands" }).fill("windows");
  await page
    .getByRole("option", { name: /^Windows/ })
    .first()
    .click();
  await expect(page.getByRole("progressbar", { name: "Loading the page" })).toBeVisible();
  await expect(page.getByText("Still loading.")).toBeVisible();
  answer();
  await expect(page).toHaveURL(/\/windows$/);
  await expect(page.getByRole("progressbar", { name: "Loading the page" })).toBeHidden();
});
