import { expect, type Page } from "@playwright/test";
import { owner, proveWhenAsked } from "./people";

interface Choices {
  /** What is not to be hidden. */
  readonly show?: readonly string[];
  readonly passcode?: string;
  readonly maximumOpens?: number;
  readonly note?: string;
}

/** Makes a share link on its page, as the owner, and gives its address. */
export async function makeShareLink(page: Page, path: string, choices: Choices = {}): Promise<string> {
  await page.goto(path);
  for (const label of choices.show ?? []) await page.getByLabel(label).uncheck();
  if (choices.passcode !== undefined) await page.getByLabel("Passcode").fill(choices.passcode);
  if (choices.maximumOpens !== undefined)
    await page.getByLabel("Maximum opens").fill(String(choices.maximumOpens));
  await page.getByLabel("Note").fill(choices.note ?? "a journey");
  await page.getByRole("button", { name: "Make link" }).click();
  const address = page.getByLabel("Address", { exact: true });
  await proveWhenAsked(page, owner, address);
  await expect(address).toBeFocused();
  return new URL(await address.inputValue()).pathname;
}
