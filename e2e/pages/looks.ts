import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/**
 * What axe finds wrong with what a page shows now, by WCAG 2.2 AA and its best practices, a line for each rule.
 * Empty when all is well.
 */
export async function violationsOn(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" ")}`);
}

/** Pixels by which a page is wider than its window. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Expects a page to be accessible and to fit, on a desk and on a phone. */
export async function expectFitAndAccessible(page: Page): Promise<void> {
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await expect(page.getByRole("heading", { level: 1 })).toBeAttached();
    const at = `${new URL(page.url()).pathname} at ${width}`;
    expect([at, await overflowOf(page)]).toEqual([at, 0]);
    expect([at, await violationsOn(page)]).toEqual([at, []]);
  }
}
