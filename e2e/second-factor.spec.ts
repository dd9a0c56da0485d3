import { expect, type Page, test } from "@playwright/test";
import { totp } from "../lib/testing/totp";
import { addPerson, type SignedInPerson, signedOut, signIn } from "./pages/people";

/** Sets up a second factor on the page of the account. Gives the key of the app and the backup codes. */
async function setUp({ page, password }: SignedInPerson): Promise<{ key: string; codes: readonly string[] }> {
  await page.goto("/settings");
  const card = page.locator("#second-factor");
  await card.getByLabel("Your password").fill(password);
  await card.getByRole("button", { name: "Set up second factor" }).click();
  await expect(card.getByRole("img", { name: "QR code of the key below" })).toBeVisible();
  const key = ((await card.locator("code").first().textContent()) ?? "").replace(/\s/g, "");
  const codes = await card.getByRole("list", { name: "Backup codes" }).getByRole("listitem").allInnerTexts();
  await card.getByRole("textbox", { name: "Code" }).fill(totp(key));
  await card.getByRole("button", { name: "Turn on" }).click();
  await expect(card.getByText("On", { exact: true })).toBeVisible({ timeout: 20_000 });
  return { key, codes };
}

/** Waits for the next code: one that was typed opens nothing again. */
async function nextCode(page: Page, key: string): Promise<string> {
  const now = totp(key);
  while (totp(key) === now) await page.waitForTimeout(500);
  return totp(key);
}

test("a second factor is set up, asked for, taken once", async ({ browser }) => {
  test.setTimeout(180_000);
  const person = await addPerson(browser, { name: "Tova", role: "viewer" });
  const { key, codes } = await setUp(person);
  expect(codes.length).toBeGreaterThanOrEqual(8);
  await person.context.close();

  const context = await browser.newContext(signedOut);
  const own = await context.newPage();
  await signIn(own, person);
  await expect(own).toHaveURL(/\/sign-in\/second-factor/);
  // Whoever has the password alone sees nothing yet.
  await own.goto("/databases");
  await expect(own).toHaveURL(/\/sign-in\?next=/);
  await own.goto("/sign-in/second-factor");
  await own.getByLabel("Code").fill("000000");
  await own.getByRole("button", { name: "Sign in" }).click();
  await expect(own.getByText("The code is wrong or too old.").first()).toBeVisible();
  const code = await nextCode(own, key);
  await own.getByLabel("Code").fill(code);
  await own.getByRole("button", { name: "Sign in" }).click();
  await expect(own.getByRole("button", { name: `Account of ${person.name}` })).toBeVisible();

  const thief = await (await browser.newContext(signedOut)).newPage();
  await signIn(thief, person);
  await thief.getByLabel("Code").fill(code);
  await thief.getByRole("button", { name: "Sign in" }).click();
  await expect(thief.getByText("This code was used already: wait for the next one.").first()).toBeVisible();
  await thief.context().close();
  await context.close();
});
