import { gzipSync } from "node:zlib";
import { expect, type Page } from "@playwright/test";

/**
 * KiB of JavaScript, as gzip sends it, that a page may load before anybody does anything. screens.md §3.9 allows 210; menus
 * and dialogs are loaded when one is opened, and this keeps it so.
 */
export const budget = 170;

/** What the scripts of a page weigh as it comes from the server, in KiB; those for browsers without modules are left out. */
export async function firstLoad(page: Page, path: string): Promise<number> {
  const answer = await page.request.get(path);
  expect(answer.status(), path).toBe(200);
  // Who is sent elsewhere would be weighed there.
  expect(new URL(answer.url()).pathname, path).toBe(path.split("?")[0]);
  const html = await answer.text();
  const sources = [...html.matchAll(/<script\b[^>]*\bsrc="([^"]+)"[^>]*>/g)].flatMap(([tag, source = ""]) =>
    /nomodule/i.test(tag) ? [] : [source],
  );
  expect(sources.length, `scripts of ${path}`).toBeGreaterThan(3);
  let bytes = 0;
  for (const source of new Set(sources)) {
    const script = await page.request.get(source);
    expect(script.status(), source).toBe(200);
    bytes += gzipSync(await script.body()).length;
  }
  return bytes / 1024;
}
