import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { type TestDatabase, testServer } from "../lib/testing/test-server";
import { addDatabase, waitForVerdict } from "./pages/add-database";
import { demoPath, differencePath, openDemo } from "./pages/demo";
import { addPerson, owner, proveWhenAsked, signedOut } from "./pages/people";
import { makeShareLink } from "./pages/share";

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

/** Every byte of every file below a folder that holds one of the words: `store/data/base/5/16403: token`. */
async function filesWith(
  folder: string,
  words: Readonly<Record<string, string>>,
): Promise<{ readonly found: readonly string[]; readonly bytes: number }> {
  const found: string[] = [];
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    // The browser's own cookies are kept for the journeys; servers make and remove files while we look.
    if (!entry.isFile() || entry.name === "owner.json") continue;
    const content = await readFile(file).catch(() => Buffer.alloc(0));
    bytes += content.length;
    for (const [name, word] of Object.entries(words)) {
      if (content.includes(word)) found.push(`${path.relative(folder, file)}: ${name}`);
    }
  }
  return { found, bytes };
}

/** Keeps what the server answers to a page, streams left out: they do not end. */
function answersOf(page: Page): () => Promise<string> {
  const answers: Promise<string>[] = [];
  page.on("response", (response) => {
    if (/html|x-component|json|csv|markdown|sql/.test(response.headers()["content-type"] ?? ""))
      answers.push(response.text().catch(() => ""));
  });
  return async () => (await Promise.all(answers)).join("\n");
}

test("no secret is found in the store's files, servers' logs, pages, payloads, exports or error messages", async ({
  page,
  browser,
}) => {
  test.setTimeout(180_000);
  await openDemo(page);
  const reader = await addPerson(browser, { name: "Canary", role: "operator" });
  await page.goto("/settings/tokens");
  await page.getByRole("button", { name: "Make a token" }).click();
  await page.getByLabel("What it is for").fill("canary");
  await page.getByRole("button", { name: "Make token" }).click();
  const shownToken = page.getByLabel("Token", { exact: true });
  await proveWhenAsked(page, owner, shownToken);
  const token = await shownToken.inputValue();
  const shared = await makeShareLink(page, `${demoPath}/share`, { passcode: "canary-passcode-4711" });
  const cookies = [...(await page.context().cookies()), ...(await reader.context.cookies())];
  const secrets: Record<string, string> = {
    "the owner's password": owner.password,
    "a person's password": reader.password,
    "a watched database's password": database.password,
    "a service token": token,
    "a share link's token": shared.split("/").at(-1) ?? "",
    "a passcode": "canary-passcode-4711",
    "a wrong password": "canary-wrong-password-4711",
  };
  for (const [index, { value }] of cookies.filter(({ httpOnly }) => httpOnly).entries())
    secrets[`session cookie ${index}`] = decodeURIComponent(value).split(".")[0] ?? "";
  expect(Object.values(secrets).every((secret) => secret.length >= 16)).toBe(true);

  // From here on everything the server says is searched.
  const said = answersOf(page);
  const stranger = await browser.newContext(signedOut);
  const outside = await stranger.newPage();
  const saidOutside = answersOf(outside);
  const added = await addDatabase(page, database, "CREATE TABLE kept (id integer);", "holds a canary");
  await waitForVerdict(page);
  for (const place of [
    "/databases",
    added,
    `${added}/settings`,
    `${added}/backups`,
    "/plans",
    "/windows",
    "/audit",
    "/settings",
    "/settings/people",
    "/settings/tokens",
    "/settings/share-links",
    "/settings/about",
    "/databases/no-such-database",
  ])
    await page.goto(place);
  for (const place of ["/audit/export?format=csv", "/audit/export?format=jsonl"])
    expect((await page.request.get(place)).ok()).toBe(true);
  const exported = await (await page.request.get("/audit/export?format=jsonl")).text();
  await outside.goto(shared);
  await outside.goto("/sign-in");
  await outside.getByLabel("E-mail").fill(owner.email);
  await outside.getByLabel("Password").fill("canary-wrong-password-4711");
  await outside.getByRole("button", { name: "Sign in" }).click();
  await expect(outside.getByText(/not right|wrong|do not/i).first()).toBeVisible();

  const texts = `${await said()}\n${await saidOutside()}\n${exported}`;
  expect(texts.length).toBeGreaterThan(100_000);
  expect(Object.entries(secrets).filter(([, secret]) => texts.includes(secret))).toEqual([]);
  const home = process.env.PLUMBLINE_E2E_HOME;
  if (home === undefined) throw new Error("PLUMBLINE_E2E_HOME is not set");
  const { found, bytes } = await filesWith(home, secrets);
  // Less would mean that the servers keep their data elsewhere, and nothing was searched.
  expect(bytes).toBeGreaterThan(30_000_000);
  expect(found).toEqual([]);
  await stranger.close();
  await reader.context.close();
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
