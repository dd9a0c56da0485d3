import { chromium, type FullConfig } from "@playwright/test";
import { comeIn, owner } from "./pages/people";

/** Makes the first owner through the address in the terminal, before the first journey, and keeps the session for all. */
export default async function makeOwner(config: FullConfig): Promise<void> {
  const { baseURL, launchOptions, storageState } = config.projects[0]?.use ?? {};
  const path = process.env.PLUMBLINE_SET_UP;
  if (baseURL === undefined || path === undefined || typeof storageState !== "string") {
    throw new Error("the app printed no address that makes the first owner");
  }
  const browser = await chromium.launch(launchOptions);
  try {
    const page = await browser.newPage({ baseURL });
    await comeIn(page, path, owner);
    await page.context().storageState({ path: storageState });
  } finally {
    await browser.close();
  }
}
