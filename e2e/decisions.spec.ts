import { expect, test } from "@playwright/test";
import { demoPath, differencePath, differenceRows, openDemo } from "./pages/demo";
import { overflowOf, violationsOn } from "./pages/looks";
import { addPerson } from "./pages/people";

const object = "public.deals.ix_hotfix_deals_stage_updated";

test("a difference is accepted with a reason: it stays in the list, does not count, and can be taken back", async ({
  page,
}) => {
  const path = await differencePath(page, object);
  const before = await page.getByRole("region", { name: "Verdict" }).textContent();
  await page.goto(path);
  const card = page.getByRole("region", { name: "Which side is right?" });
  await expect(card).toContainText("Nobody has decided yet.");
  await card.getByRole("radio", { name: /Accept for a while/ }).check();
  await card.getByLabel("Reason").fill("hotfix of March, dropped with the next release");
  await card.getByRole("button", { name: "Record decision" }).click();
  await expect(card).toContainText(/Accepted until \d+ \w+ \d{4}/);
  await expect(page.getByRole("region", { name: "Activity" })).toContainText("decided: Accepted until");
  await openDemo(page, "?show=all");
  await expect(differenceRows(page).filter({ hasText: object })).toContainText("Accepted until");
  await expect(page.getByRole("region", { name: "Verdict" })).toContainText(
    "1 difference is accepted: listed, not counted.",
  );
  expect(await page.getByRole("region", { name: "Verdict" }).textContent()).not.toBe(before);
  await page.goto(path);
  await card.getByRole("button", { name: "Take the decision back" }).click();
  await expect(card).toContainText("Nobody has decided yet.");
  await openDemo(page, "?show=all");
  await expect(page.getByRole("region", { name: "Verdict" })).not.toContainText("accepted");
});

test("what one person says, another sees, as plain text; names are completed, drafts stay, and only one's own can be removed", async ({
  page,
  browser,
}) => {
  const path = await differencePath(page, object);
  const viewer = await addPerson(browser, { name: "Vera", role: "viewer" });
  await viewer.page.goto(path);
  const activity = viewer.page.getByRole("region", { name: "Activity" });
  await expect(viewer.page.getByRole("region", { name: "Which side is right?" })).toContainText(
    "Operators of this database decide.",
  );
  const box = activity.getByRole("textbox", { name: "Comment" });
  await box.pressSequentially("Who made this, @olg");
  await activity.getByRole("option", { name: "Olga Owner" }).waitFor();
  await box.press("Enter");
  await expect(box).toHaveValue("Who made this, @Olga Owner ");
  await box.pressSequentially("<b>you</b>?");
  await viewer.page.reload();
  await expect(box).toHaveValue("Who made this, @Olga Owner <b>you</b>?");
  expect(await violationsOn(viewer.page)).toEqual([]);
  await box.press("Control+Enter");
  await expect(activity.getByText("Who made this, @Olga Owner <b>you</b>?")).toBeVisible();
  await expect(box).toHaveValue("");

  // Whom it speaks to is told on every page, and goes there by the keyboard alone.
  await page.goto("/databases");
  const account = page.getByRole("button", { name: /Account of Olga Owner, 1 new mention/ });
  await account.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Mentions: 1 new mention" }).waitFor();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/mentions$/);
  await expect(page.getByText("Who made this, @Olga Owner <b>you</b>?")).toBeVisible();
  expect(await violationsOn(page)).toEqual([]);
  await page.getByRole("button", { name: "Mark all as seen" }).click();
  await expect(page.getByRole("button", { name: "Account of Olga Owner", exact: true })).toBeVisible();
  await page.getByRole("link", { name: /^difference D-/ }).click();
  await expect(page).toHaveURL(/\/d\/D-/);

  await page.goto(path);
  const seen = page.getByRole("region", { name: "Activity" });
  await expect(seen.getByText("Who made this, @Olga Owner <b>you</b>?")).toBeVisible();
  await expect(seen.locator("b")).toHaveCount(0);
  await expect(seen.locator("strong")).toHaveText("@Olga Owner");
  await expect(seen.getByRole("button", { name: "Remove" })).toHaveCount(0);
  await activity.getByRole("button", { name: "Remove" }).click();
  await expect(activity).toContainText("commented and removed it again");
  await page.goto(path);
  await expect(seen).not.toContainText("Who made this");
  await viewer.context.close();
});

test("the share page and the lists of links are accessible on a wide and on a narrow screen", async ({
  page,
}) => {
  for (const path of [`${demoPath}/share?subject=database`, "/settings/share-links"]) {
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeAttached();
      expect(await overflowOf(page)).toBe(0);
      expect(await violationsOn(page)).toEqual([]);
    }
  }
});
