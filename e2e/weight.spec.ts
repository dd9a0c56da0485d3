import { gzipSync } from "node:zlib";
import { expect, type Page, test } from "@playwright/test";
import { demoPath, differencePath, openDemo } from "./pages/demo";

/** KiB of JavaScript, as gzip sends it, that a page may load before anybody does anything (screens.md §3.9). */
const budget = 210;

/** What the scripts of a page weigh as it comes from the server, in KiB; those for browsers without modules are left out. */
async function firstLoad(page: Page, path: string): Promise<number> {
  const html = await (await page.request.get(path)).text();
  const sources = [...html.matchAll(/<script\b[^>]*\bsrc="([^"]+)"[^>]*>/g)].flatMap(([tag, source = ""]) =>
    /nomodule/i.test(tag) ? [] : [source],
  );
  expect(sources.length, `scripts of ${path}`).toBeGreaterThan(3);
  let bytes = 0;
  for (const source of new Set(sources)) {
    const answer = await page.request.get(source);
    expect(answer.status(), source).toBe(200);
    bytes += gzipSync(await answer.body()).length;
  }
  return bytes / 1024;
}

test("no page loads more JavaScript than its budget before anybody does anything", async ({ page }) => {
  await openDemo(page);
  const difference = await differencePath(page, "public.users.id");
  const heavy: string[] = [];
  for (const path of [
    ...["/databases", "/databases/new", demoPath, difference, `${demoPath}/checks`, `${demoPath}/checks/C-1`],
    ...[
      `${demoPath}/plans/new`,
      `${demoPath}/backups`,
      `${demoPath}/settings`,
      `${demoPath}/share?subject=database`,
    ],
    ...["/plans", "/runs", "/windows", "/windows/new", "/audit", "/settings", "/settings/people"],
  ]) {
    const weight = await firstLoad(page, path);
    if (weight > budget) heavy.push(`${path}: ${weight.toFixed(1)} KiB`);
  }
  expect(heavy).toEqual([]);
});
