import { expect, test } from "@playwright/test";
import { type TestDatabase, testServer } from "../lib/testing/test-server";
import { addDatabase, waitForVerdict } from "./pages/add-database";
import { demoPath, differencePath, openDemo } from "./pages/demo";

let database: TestDatabase;

test.beforeAll(async () => {
  database = await (await testServer()).createDatabase("secret");
});

test.afterAll(() => database.drop());

test("no answer of the server holds a password, and no address a host", async ({ page }) => {
  const answers: Promise<string>[] = [];
  const addresses: string[] = [];
  page.on("response", (response) => {
    addresses.push(new URL(response.url()).pathname + new URL(response.url()).search);
    // A stream of events does not end, and a redirect has no body.
    const type = response.headers()["content-type"] ?? "";
    if (/html|x-component|json/.test(type)) answers.push(response.text().catch(() => ""));
  });
  const path = await addDatabase(page, database, "CREATE TABLE kept (id integer);", "holds a secret");
  await waitForVerdict(page);
  for (const place of ["/databases", path, `${path}?d=D-AAAAAAAA`, `${path}/remove`, "/databases/new"]) {
    await page.goto(place);
  }
  await page.goto(await differencePath(page, "public.users.id"));
  const bodies = await Promise.all(answers);
  expect(bodies.join("").length).toBeGreaterThan(50_000);
  for (const body of bodies) expect(body).not.toContain(database.password);
  for (const address of addresses) {
    expect(address).not.toContain(database.host);
    expect(address).not.toContain(database.password);
  }
});

test("pages can be read without JavaScript", async ({ browser, page }) => {
  await openDemo(page);
  const difference = await differencePath(page, "public.users.id");
  const context = await browser.newContext({ javaScriptEnabled: false });
  const plain = await context.newPage();
  await plain.goto("/databases");
  await expect(plain.getByRole("link", { name: "ma_saas_platform" }).first()).toBeVisible();
  await plain.goto(demoPath);
  await expect(plain.getByText("This database differs from its source in 250 objects.")).toBeVisible();
  await expect(plain.getByRole("link", { name: "public.folders" })).toBeVisible();
  await plain.getByRole("searchbox", { name: "Filter differences" }).fill("kind:index");
  await plain.getByRole("button", { name: "Filter" }).click();
  await expect(plain.locator("[data-difference]")).toHaveCount(2);
  await plain.goto(difference);
  await expect(plain.getByRole("row", { name: /^type/ })).toContainText("character varying(36)");
  await expect(plain.getByRole("region", { name: "Size and use" })).toContainText("about 4,000");
  await context.close();
});
