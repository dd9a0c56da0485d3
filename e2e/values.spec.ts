import { expect, type Page, test } from "@playwright/test";
import { connect } from "../lib/postgres/connect";
import { connectionSettingsFromUrl } from "../lib/postgres/connection-settings";
import { type TestDatabase, testServer } from "../lib/testing/test-server";
import { addDatabase, waitForVerdict } from "./pages/add-database";
import { differenceRows } from "./pages/demo";
import { overflowOf, violationsOn } from "./pages/looks";

// What both sides have, with the places in which they differ.
const schema = (side: {
  readonly body: string;
  readonly definer: string;
  readonly using: string;
  readonly grant: string;
  readonly view: string;
  readonly published: string;
  readonly index: string;
}): string => `
CREATE TABLE notes (id integer PRIMARY KEY, owner_name text, title text);
CREATE INDEX ${side.index} ON notes (owner_name, title);
CREATE FUNCTION first_title(wanted text) RETURNS text LANGUAGE plpgsql ${side.definer} AS $$
BEGIN
  ${side.body}
END
$$;
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_notes ON notes FOR SELECT USING (${side.using});
${side.grant}
CREATE VIEW titles AS SELECT ${side.view} FROM notes;
CREATE PUBLICATION journey_feed FOR TABLE ${side.published};`;

const source = schema({
  body: "RETURN (SELECT title FROM notes WHERE owner_name = wanted ORDER BY id LIMIT 1);",
  definer: "SECURITY INVOKER",
  using: "owner_name = current_user",
  grant: "GRANT SELECT ON notes TO pg_monitor;",
  view: "id, title",
  published: "notes (id, title)",
  index: "notes_by_owner",
});

let database: TestDatabase;
let path: string;

async function asOwner(sql: string): Promise<void> {
  const session = await connect(connectionSettingsFromUrl(database.url));
  await session.script(sql);
  await session.close();
}

test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ browser }) => {
  database = await (await testServer()).createDatabase("values");
  await asOwner(
    schema({
      body: "RETURN (SELECT title FROM notes WHERE owner_name = wanted LIMIT 1);",
      definer: "SECURITY DEFINER",
      using: "true",
      grant: "GRANT SELECT, INSERT, DELETE ON notes TO pg_monitor; GRANT SELECT ON notes TO PUBLIC;",
      view: "id, owner_name, title",
      published: "notes",
      index: "notes_owner_idx",
    }),
  );
  const page = await browser.newPage();
  path = await addDatabase(page, database, source, "values");
  await waitForVerdict(page);
  await page.close();
});

test.afterAll(() => database.drop());

async function openDifference(page: Page, object: string): Promise<void> {
  await page.goto(`${path}?show=all`);
  await page.getByRole("link", { name: object, exact: true }).first().click();
  await expect(page).toHaveURL(/\/d\/D-/);
  const table = page.getByRole("link", { name: "Table", exact: true });
  if (await table.isVisible()) await table.click();
  // The title of a page that is opened from another comes behind its address.
  await expect(page).toHaveTitle(/. · .+ · Plumbline$/);
}

const cells = (page: Page, property: RegExp) =>
  page.getByRole("row", { name: property }).first().getByRole("cell");

test("privileges stand one grantee a line", async ({ page }) => {
  await openDifference(page, "public.notes");
  await expect(cells(page, /^privileges/).nth(0)).toContainText("pg_monitor: SELECT");
  await expect(cells(page, /^privileges/).nth(1)).toHaveText(
    /PUBLIC: SELECT\n.*pg_monitor: (SELECT|DELETE|INSERT)/,
  );
});

test("attributes of a function are called by words", async ({ page }) => {
  await openDifference(page, "public.first_title(text)");
  await expect(cells(page, /^security definer/).nth(0)).toHaveText("no");
  await expect(cells(page, /^security definer/).nth(1)).toHaveText("yes");
});

test("columns of a view and tables of a publication stand one a line", async ({ page }) => {
  await openDifference(page, "public.titles");
  await expect(cells(page, /^columns/).nth(0)).toHaveText("id integer\ntitle text");
  await openDifference(page, "journey_feed");
  await expect(cells(page, /^tables/).nth(0)).toHaveText("public.notes (columns: id, title)");
  await expect(cells(page, /^tables/).nth(1)).toHaveText("public.notes");
});

test("the same index under another name is told as renamed, in the list and on its page", async ({
  page,
}) => {
  await page.goto(`${path}?show=all&q=type:renamed`);
  await expect(differenceRows(page)).toHaveCount(1);
  await expect(differenceRows(page)).toContainText("there as notes_owner_idx");
  await page.getByRole("link", { name: "public.notes.notes_by_owner" }).first().click();
  await expect(page.getByRole("region", { name: "Why it matters" })).toContainText("under another name");
  await expect(page.getByRole("region", { name: "Fix", exact: true })).toContainText(
    "RENAME TO notes_by_owner",
  );
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`every kind of difference is accessible and fits 1440 and 390 pixels in ${colorScheme}`, async ({
    browser,
  }, info) => {
    test.setTimeout(150_000);
    const context = await browser.newContext({ colorScheme });
    const page = await context.newPage();
    for (const object of [
      "public.notes",
      "public.first_title(text)",
      "public.notes.own_notes",
      "public.titles",
      "journey_feed",
      "public.notes.notes_by_owner",
    ]) {
      await page.setViewportSize({ width: 1440, height: 900 });
      await openDifference(page, object);
      expect([object, await violationsOn(page)]).toEqual([object, []]);
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 });
        const over = await overflowOf(page);
        expect(over, `${object} scrolls sideways at ${width}`).toBe(0);
        const name = object.replace(/\W+/g, "-");
        await page.screenshot({
          path: info.outputPath(`${name}-${width}-${colorScheme}.png`),
          fullPage: true,
        });
      }
    }
    await context.close();
  });
}

test("a difference that a later check did not find says so on its page", async ({ page }) => {
  await openDifference(page, "public.notes.notes_by_owner");
  const address = page.url();
  await asOwner("ALTER INDEX notes_owner_idx RENAME TO notes_by_owner");
  await page.goto(path);
  await page.getByRole("button", { name: "Check now" }).click();
  await expect(async () => {
    await page.goto(address);
    await expect(page.getByText(/^Not found in the latest check \(C-\d+/)).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 30_000 });
});
