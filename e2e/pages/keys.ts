import type { Page } from "@playwright/test";

/**
 * Presses one key after the other as a person types a sequence, once the page hears keys: the next one does not wait until
 * the page has dealt with the one before, which on a busy machine may be longer than the page waits for the second key.
 */
export async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  await page.locator("html[data-keys=heard]").waitFor({ state: "attached" });
  await Promise.all(keys.map((key) => page.keyboard.press(key)));
}
