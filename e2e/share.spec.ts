import { type Browser, type BrowserContextOptions, expect, type Page, test } from "@playwright/test";
import { demoPath, differencePath, openDemo } from "./pages/demo";
import { overflowOf, violationsOn } from "./pages/looks";
import { addPerson, signedOut } from "./pages/people";
import { makeShareLink } from "./pages/share";

/** A clean browser profile in which no script runs. */
async function stranger(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ ...signedOut, javaScriptEnabled: false, ...options });
  return context.newPage();
}

test("a drift is shared: a stranger reads it in a clean profile without JavaScript, and nothing hidden is in it", async ({
  page,
  browser,
}) => {
  await openDemo(page);
  await page.getByRole("link", { name: "Share", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Share the drift C-");
  const path = await makeShareLink(page, `${demoPath}/share?subject=database`);

  const guest = await stranger(browser);
  const asked: string[] = [];
  guest.on("request", (request) => asked.push(request.url()));
  const answer = await guest.goto(path);
  expect(answer?.status()).toBe(200);
  expect(answer?.headers()).toMatchObject({
    "cache-control": "no-store",
    "x-robots-tag": "noindex, nofollow",
    "x-content-type-options": "nosniff",
  });
  expect(answer?.headers()["referrer-policy"]).toMatch(/no-referrer$/);
  expect(answer?.headers()["content-security-policy"]).toMatch(/^default-src 'none'/);
  await expect(guest.getByRole("heading", { level: 1 })).toContainText("Drift of database_");
  await expect(
    guest.getByText(/^Shared by Olga Owner · drift of .* · read-only · expires in 6 days · Hidden: /),
  ).toBeVisible();
  await expect(guest.getByRole("region", { name: "Verdict" })).toContainText("differs from its source");
  await expect(guest.getByText("public.users.id").first()).toBeVisible();
  await expect(guest.getByRole("navigation")).toHaveCount(0);
  // One request and no more: the page is all there is.
  expect(asked.filter((url) => !url.startsWith("data:"))).toHaveLength(1);

  const html = (await answer?.text()) ?? "";
  expect(html).not.toMatch(/<script|<link|<iframe/i);
  const files = await Promise.all(
    ["Download JSON", "Download Markdown"].map(async (name) => {
      const href = (await guest.getByRole("link", { name }).getAttribute("href")) ?? "";
      return Buffer.from(href.slice(href.indexOf(",") + 1), "base64").toString("utf8");
    }),
  );
  for (const text of [html, ...files]) {
    for (const secret of ["ma_saas_platform", "127.0.0.1", "localhost", "plumbline_demo"])
      expect(text).not.toContain(secret);
  }
  // `details` open without a script.
  await guest.locator("summary").first().click();
  await expect(guest.locator("details[open]")).toHaveCount(1);
});

test("the page that is shared is accessible, light, dark and on a phone, and its style is not refused", async ({
  page,
  browser,
}, info) => {
  // Three links are made, and each is looked at in two themes and two widths.
  test.setTimeout(240_000);
  const subject = (await differencePath(page, "public.users.id")).split("/d/")[1]?.split("?")[0] ?? "";
  const paths = {
    drift: await makeShareLink(page, `${demoPath}/share?subject=database`),
    difference: await makeShareLink(page, `${demoPath}/share?subject=${subject}`, {
      show: ["Host and database name"],
    }),
    passcode: await makeShareLink(page, `${demoPath}/share?subject=database`, { passcode: "open sesame" }),
    nothing: "/s/nothing",
  };
  for (const colorScheme of ["light", "dark"] as const) {
    // axe is a script of its own; the page has none.
    const guest = await stranger(browser, { colorScheme, javaScriptEnabled: true, bypassCSP: false });
    const refused: string[] = [];
    guest.on("console", (message) => refused.push(message.text()));
    for (const [name, path] of Object.entries(paths)) {
      for (const width of [1440, 390]) {
        await guest.setViewportSize({ width, height: 900 });
        await guest.goto(path);
        await expect(guest.locator("body")).not.toHaveCSS("margin-top", "8px");
        expect(await overflowOf(guest)).toBe(0);
        expect(await violationsOn(guest)).toEqual([]);
        await guest.screenshot({ path: info.outputPath(`share-${name}-${width}-${colorScheme}.png`) });
      }
    }
    expect(refused.filter((text) => /Content Security Policy/.test(text))).toEqual([]);
    await guest.emulateMedia({ media: "print" });
    await guest.goto(paths.drift);
    await expect(guest.getByText("Download JSON")).toBeHidden();
    await guest.context().close();
  }
});

test("a passcode opens the page, and a wrong one looks like any link that does not work", async ({
  page,
  browser,
}) => {
  const path = await makeShareLink(page, `${demoPath}/share?subject=database`, {
    passcode: "open sesame",
    maximumOpens: 1,
  });
  const guest = await stranger(browser);
  const unknown = await (await guest.goto("/s/unknown"))?.text();
  const open = async (passcode: string): Promise<void> => {
    await guest.goto(path);
    await guest.getByLabel("Passcode").fill(passcode);
    await guest.getByRole("button", { name: "Open" }).click();
  };
  await open("open sesam");
  await expect(guest.getByRole("heading", { level: 1 })).toHaveText("This link does not work.");
  await open("open sesame");
  await expect(guest.getByRole("heading", { level: 1 })).toContainText("Drift of ");
  // It could be opened once.
  const again = await guest.goto(path);
  expect(again?.status()).toBe(404);
  expect(await again?.text()).toBe(unknown);
});

test("a link that is revoked answers as one that never was, and its openings are listed", async ({
  page,
  browser,
}) => {
  const path = await makeShareLink(page, `${demoPath}/share?subject=database`, { note: "for the vendor" });
  const guest = await stranger(browser);
  expect((await guest.goto(path))?.status()).toBe(200);
  await page.goto("/settings/share-links");
  const row = page.getByRole("row", { name: /for the vendor/ });
  await expect(row).toContainText("open");
  await row.getByText("1", { exact: true }).click();
  await expect(row).toContainText("127.0.0.1");
  await row.getByRole("button", { name: "Revoke" }).click();
  await expect(row.getByText("revoked", { exact: true })).toBeVisible();
  const revoked = await guest.goto(path);
  expect(revoked?.status()).toBe(404);
  const said = await revoked?.text();
  const unknown = await guest.goto("/s/unknown");
  expect(said).toBe(await unknown?.text());
  const { date: _, ...headers } = revoked?.headers() ?? {};
  const { date: __, ...others } = unknown?.headers() ?? {};
  expect(headers).toEqual(others);
});

test("the preview is the page, and what is not hidden is on it", async ({ page }) => {
  await page.goto(`${demoPath}/share?subject=database`);
  const opens = page.waitForEvent("popup");
  await page.getByRole("button", { name: "Preview the page" }).click();
  const preview = await opens;
  await expect(preview.getByText(/^Preview, which only you can open · drift of /)).toBeVisible();
  await expect(preview.locator("main")).not.toContainText("ma_saas_platform");
  await page.getByLabel("Host and database name").uncheck();
  const second = page.waitForEvent("popup");
  await page.getByRole("button", { name: "Preview the page" }).click();
  await expect((await second).locator("h1")).toHaveText("Drift of ma_saas_platform");
});

test("a viewer is offered exports but no share link, and the file is the report", async ({ browser }) => {
  const viewer = await addPerson(browser, { name: "Vera", role: "viewer" });
  await openDemo(viewer.page);
  await expect(viewer.page.getByRole("link", { name: "Share", exact: true })).toHaveCount(0);
  await viewer.page.getByRole("button", { name: "Export" }).click();
  const download = viewer.page.waitForEvent("download");
  await viewer.page.getByRole("menuitem", { name: "JSON" }).click();
  const file = await (await download).createReadStream();
  const chunks: Buffer[] = [];
  for await (const chunk of file) chunks.push(Buffer.from(chunk));
  expect(JSON.parse(Buffer.concat(chunks).toString("utf8"))).toMatchObject({
    format: "plumbline.report/v1",
    subject: "drift",
    hidden: [],
  });
  await viewer.context.close();
});
