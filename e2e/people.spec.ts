import { expect, test } from "@playwright/test";
import { demoPath } from "./pages/demo";
import { expectFitAndAccessible } from "./pages/looks";
import { addPerson, invite, owner, proveWhenAsked, signedOut, signIn } from "./pages/people";

test("a viewer sees a database and nothing to change, and is told whom to ask", async ({ browser }) => {
  const viewer = await addPerson(browser, { name: "Vera", role: "viewer" });
  await viewer.page.goto("/databases");
  await expect(viewer.page.getByRole("link", { name: "ma_saas_platform" }).first()).toBeVisible();
  const refused = await viewer.page.goto("/settings/people");
  expect(refused?.status()).toBe(403);
  await expect(viewer.page.getByText(`Your role is viewer. Ask ${owner.name}`)).toBeVisible();
  await viewer.context.close();
});

test("a role on one database opens that one and hides the others, even that they are there", async ({
  browser,
}) => {
  const person = await addPerson(browser, { name: "Otto", databases: { ma_saas_platform: "operator" } });
  await person.page.goto(demoPath);
  await expect(person.page.getByRole("button", { name: "Check now" })).toBeVisible();
  expect((await person.page.goto("/databases/not-there"))?.status()).toBe(404);
  await person.context.close();
});

test("sign-in refuses a wrong password in the words it has for a stranger, and comes back to the page asked for", async ({
  browser,
}) => {
  const context = await browser.newContext(signedOut);
  const page = await context.newPage();
  await signIn(page, { ...owner, password: "not the password" });
  await expect(page.getByText("The e-mail address or the password is wrong.")).toBeVisible();
  await signIn(page, { ...owner, email: "stranger@example.com" });
  await expect(page.getByText("The e-mail address or the password is wrong.")).toBeVisible();
  await page.goto("/settings/about");
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByLabel("Password").fill(owner.password);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/settings\/about$/);
  await context.close();
});

test("a form that is sent empty marks each field that is wrong, and the first has the focus", async ({
  page,
  browser,
}) => {
  const path = await invite(page, `empty.${Date.now()}@example.com`, "viewer", {});
  const context = await browser.newContext(signedOut);
  const guest = await context.newPage();
  await guest.goto(path);
  await guest.getByRole("button", { name: "Join" }).click();
  await expect(guest.getByLabel("Name")).toBeFocused();
  for (const label of ["Name", "Password"])
    await expect(guest.getByLabel(label)).toHaveAttribute("aria-invalid", "true");
  await context.close();
});

test("who is disabled is out at once", async ({ page, browser }) => {
  const person = await addPerson(browser, { name: "Dora", role: "operator" });
  await page.goto("/settings/people");
  await page.getByRole("button", { name: `Actions for ${person.name}` }).click();
  await page.getByRole("menuitem", { name: "Disable…" }).click();
  const question = page.getByRole("dialog", { name: `Disable ${person.name}?` });
  await expect(question.getByText(`approvals that ${person.name} gave count no more`)).toBeVisible();
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(question).toBeHidden();
  await page.getByRole("button", { name: `Actions for ${person.name}` }).click();
  await page.getByRole("menuitem", { name: "Disable…" }).click();
  await question.getByRole("button", { name: "Disable" }).click();
  await proveWhenAsked(page, owner, page.getByText(`${person.name} may not sign in any more.`));
  await person.page.goto("/databases");
  await expect(person.page).toHaveURL(/\/sign-in/);
  await person.context.close();
});

test("on a phone every fact about people, sessions and deeds is read without scrolling sideways", async ({
  browser,
}) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  for (const path of ["/settings", "/settings/people", "/audit"]) {
    await page.goto(path);
    const table = page.getByRole("table").first();
    await expect(table).toBeVisible();
    const wide = await page
      .locator("section[data-scrolls]")
      .evaluateAll((regions) => regions.map((region) => region.scrollWidth - region.clientWidth));
    expect(wide, path).toEqual(wide.map(() => 0));
    // It is still a table to who does not see it.
    expect(await table.getByRole("rowheader").count(), path).toBeGreaterThan(0);
    expect(await table.getByRole("columnheader").count(), path).toBeGreaterThan(0);
  }
  await context.close();
});

test("a click in a page whose session is gone leads to sign-in, and from there to what was clicked", async ({
  browser,
}) => {
  const person = await addPerson(browser, { name: "Nora", role: "viewer" });
  await person.page.goto("/databases");
  await person.context.clearCookies();
  await person.page.getByRole("link", { name: "Plans" }).first().click();
  await expect(person.page).toHaveURL(/\/sign-in\?next=%2Fplans/);
  await person.context.close();
});

test("signing out ends the session, and Back shows nothing of it", async ({ browser }) => {
  const person = await addPerson(browser, { name: "Sara", role: "viewer" });
  await person.page.goto("/databases");
  await person.page.getByRole("button", { name: `Account of ${person.name}` }).click();
  await person.page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(person.page).toHaveURL(/\/sign-in/);
  await person.page.goto("/databases");
  await expect(person.page).toHaveURL(/\/sign-in/);
  await person.context.close();
});

test("a token is shown once and asks under /api/v1", async ({ page, playwright, baseURL: given }) => {
  const baseURL = given ?? "";
  await page.goto("/settings/tokens");
  await page.getByRole("button", { name: "Make a token" }).click();
  await page.getByLabel("What it is for").fill("monitor");
  await page.getByRole("button", { name: "Make token" }).click();
  const field = page.getByLabel("Token", { exact: true });
  await proveWhenAsked(page, owner, field);
  const token = await field.inputValue();
  expect(token).toMatch(/^plumbline_[\w-]{43}$/);
  await page.getByRole("button", { name: "Done" }).click();
  await page.reload();
  expect(await page.content()).not.toContain(token);
  const api = await playwright.request.newContext({
    ...{ baseURL, ...signedOut },
    extraHTTPHeaders: { authorization: `Bearer ${token}` },
  });
  const list = await (await api.get("/api/v1/databases")).json();
  expect(list.databases[0]).toMatchObject({ slug: "ma-saas-platform", state: "drifted" });
  const health = await api.get("/api/v1/databases/ma-saas-platform/health?fail_on=high");
  expect([health.status(), (await health.json()).status]).toEqual([503, "drifted"]);
  const differences = await (await api.get("/api/v1/databases/ma-saas-platform/differences")).json();
  expect(differences.differences).toHaveLength(250);
  expect((await api.post("/api/v1/databases/ma-saas-platform/checks")).status()).toBe(403);
  expect((await api.get("/api/v1/databases/not-there/health")).status()).toBe(404);
  await page.getByRole("button", { name: "Revoke monitor" }).click();
  await expect(page.getByRole("row", { name: /monitor/ }).getByText("Revoked")).toBeVisible();
  expect((await api.get("/api/v1/databases")).status()).toBe(401);
  await api.dispose();
});

test("no page breaks its own content security policy", async ({ page }) => {
  const broken: string[] = [];
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) broken.push(`${page.url()}: ${message.text()}`);
  });
  await page.goto(demoPath);
  const difference = await page
    .getByRole("link", { name: "public.users.id", exact: true })
    .first()
    .getAttribute("href");
  for (const path of [
    "/databases",
    "/databases/new",
    `${difference}?view=split`,
    "/settings",
    "/settings/people",
  ]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
  await page.getByRole("button", { name: "Invite a person" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await page
    .getByRole("button", { name: /^Actions for/ })
    .first()
    .click();
  await expect(page.getByRole("menu")).toBeVisible();
  expect(broken).toEqual([]);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the pages of people are accessible and fit in ${colorScheme}`, async ({ browser }) => {
    const context = await browser.newContext({ colorScheme, viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    for (const path of ["/settings", "/settings/people", "/settings/tokens", "/settings/about"]) {
      await page.goto(path);
      await expectFitAndAccessible(page);
    }
    await context.clearCookies();
    for (const path of ["/sign-in", "/sign-in/second-factor", "/set-up/none"]) {
      await page.goto(path);
      await expectFitAndAccessible(page);
    }
    await context.close();
  });
}
