import { expect, test } from "@playwright/test";
import { connect } from "../lib/postgres/connect";
import { connectionSettingsFromUrl } from "../lib/postgres/connection-settings";
import { quoteIdentifier } from "../lib/postgres/identifier";
import { type TestDatabase, testServer } from "../lib/testing/test-server";
import { addDatabase, waitForVerdict } from "./pages/add-database";
import { differenceRows } from "./pages/demo";
import { overflowOf } from "./pages/looks";

/** Names that would run, break a line, turn the text around or fill it, and how each is shown. */
const names: readonly (readonly [name: string, shown: string])[] = [
  ['"><img src=x onerror=alert(1)>', '"><img src=x onerror=alert(1)>'],
  ["</script><script>alert(2)</script>", "</script><script>alert(2)</script>"],
  ["two\nlines", "two\\u{000A}lines"],
  ["safe\u202Egnp.exe", "safe\\u{202E}gnp.exe"],
  ['it\'s "quoted" & <b>bold</b>', 'it\'s "quoted" & <b>bold</b>'],
  ["n".repeat(63), "n".repeat(63)],
  ["جدول_المستخدمين", "جدول_المستخدمين"],
];

let database: TestDatabase;

test.beforeAll(async () => {
  database = await (await testServer()).createDatabase("hostile");
  const session = await connect(connectionSettingsFromUrl(database.url));
  for (const [name] of names) await session.execute(`CREATE TABLE ${quoteIdentifier(name)} (id integer)`);
  await session.close();
});

test.afterAll(() => database.drop());

test("hostile names are shown as they are written and never run", async ({ page }) => {
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  const path = await addDatabase(page, database, "CREATE TABLE kept (id integer);", '<i>"hostile"</i>\u202E');
  await waitForVerdict(page);
  await expect(differenceRows(page)).toHaveCount(names.length + 1);
  for (const [, shown] of names) await expect(page.getByText(shown, { exact: true }).first()).toBeVisible();
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await overflowOf(page), `the list at ${width}`).toBe(0);
  }
  const links = await differenceRows(page)
    .locator("a[data-open]")
    .evaluateAll((anchors) => anchors.map((anchor) => anchor.getAttribute("href") ?? ""));
  for (const link of links) {
    await page.goto(link);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect(await page.title()).not.toMatch(/[\n\u202E]/u);
    expect(await overflowOf(page), `the difference ${link} at 390`).toBe(0);
  }
  await page.goto(`${path}?q=${encodeURIComponent('"</script><script>alert(3)</script>"')}`);
  await expect(page.getByText("No difference matches")).toBeVisible();
  expect(dialogs).toEqual([]);
});
