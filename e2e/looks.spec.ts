import { expect, test } from "@playwright/test";
import { demoPath, differencePath } from "./pages/demo";
import { overflowOf, violationsOn } from "./pages/looks";

/** Every route in its main states. A name begins with `@` where the address has to be looked up. */
const routes: { readonly [name: string]: string } = {
  databases: "/databases",
  "databases-none-found": "/databases?state=paused&q=zzz",
  "add-database": "/databases/new",
  database: demoPath,
  "database-by-table": `${demoPath}?group=table&q=type:missing`,
  "database-none-found": `${demoPath}?q=nothing-is-called-so`,
  "database-peek": "@peek",
  difference: "@public.users.id",
  "difference-split": "@public.users.id&view=split",
  "difference-unified": "@public.users.id&view=unified",
  "difference-missing-table": "@public.folders",
  "difference-missing-table-properties": "@public.folders&view=table",
  "difference-unexpected": "@public.deals.ix_hotfix_deals_stage_updated",
  "difference-graph": "@public.users.id&deps=graph",
  check: `${demoPath}/checks/C-1`,
  checks: `${demoPath}/checks`,
  plans: "/plans",
  "plans-of-a-database": `${demoPath}/plans`,
  "new-plan": `${demoPath}/plans/new`,
  runs: "/runs",
  backups: `${demoPath}/backups`,
  settings: `${demoPath}/settings`,
  "ignore-rules": `${demoPath}/settings/ignored`,
  credentials: `${demoPath}/credentials`,
  share: `${demoPath}/share?subject=database`,
  account: "/settings",
  tokens: "/settings/tokens",
  prove: "/settings/prove",
  mentions: "/mentions",
  "share-links": "/settings/share-links",
  about: "/settings/about",
  remove: `${demoPath}/remove`,
  "not-found": "/databases/nope",
  "no-plan": "/plans/P-9999",
  "nothing-here": "/nowhere",
};

for (const [name, address] of Object.entries(routes)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`${name} in ${colorScheme} is accessible and fits 1440 and 390 pixels`, async ({
      browser,
    }, info) => {
      const context = await browser.newContext({ colorScheme, viewport: { width: 1440, height: 900 } });
      const page = await context.newPage();
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(error.message));
      await page.goto(await resolve(address, page));
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
        await expect(page.getByRole("heading", { level: 1 })).toBeAttached();
        expect(await overflowOf(page), `scrolls sideways at ${width}`).toBe(0);
        expect(await violationsOn(page), `axe at ${width}`).toEqual([]);
        await page.screenshot({ path: info.outputPath(`${name}-${width}-${colorScheme}.png`) });
      }
      await expect(page).toHaveTitle(/. · Plumbline$/);
      expect(errors).toEqual([]);
      await context.close();
    });
  }
}

async function resolve(address: string, page: import("@playwright/test").Page): Promise<string> {
  if (address === "@peek") {
    const id = (await differencePath(page, "public.users.id")).split("/").at(-1)?.split("?")[0];
    return `${demoPath}?d=${id}`;
  }
  if (!address.startsWith("@")) return address;
  const [object = "", query] = address.slice(1).split("&");
  const path = await differencePath(page, object);
  return query === undefined ? path : `${path}${path.includes("?") ? "&" : "?"}${query}`;
}
