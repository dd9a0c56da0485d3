import { randomBytes } from "node:crypto";
import { type Browser, type BrowserContext, expect, type Locator, type Page } from "@playwright/test";

/** Who somebody is to a journey. */
export interface Credentials {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** Who made the app of the journeys theirs (make-owner.ts). Their session is the default of every page. */
export const owner: Credentials = {
  name: "Olga Owner",
  email: "olga@example.com",
  password: "the first plumb line of all",
};

type Role = "viewer" | "operator" | "approver" | "owner";

/** A person of a journey, signed in in a browser of their own. */
export interface SignedInPerson extends Credentials {
  readonly context: BrowserContext;
  /** A page of that browser. */
  readonly page: Page;
}

/** Nobody's cookies, for `browser.newContext` and `test.use`. */
export const signedOut = { storageState: { cookies: [], origins: [] } };

/** Comes in by a one-time address and waits until signed in. */
export async function comeIn(
  page: Page,
  path: string,
  { name, email, password }: Credentials,
): Promise<void> {
  await page.goto(path);
  await page.getByLabel("Name").fill(name);
  const address = page.getByLabel("E-mail");
  if (await address.isEditable()) await address.fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: /sign in|Join/ }).click();
  await expect(page.getByRole("button", { name: `Account of ${name}` })).toBeVisible({ timeout: 30_000 });
}

/** Signs in by e-mail address and password. */
export async function signIn(page: Page, { email, password }: Credentials): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/**
 * Invites a person as the owner, comes in as them in a browser of their own, and gives that.
 * @param who.role on every database; without it, roles are those of `databases` alone
 * @param who.databases names of databases as shown, with the role there
 */
export async function addPerson(
  browser: Browser,
  {
    name = "Pat",
    role,
    databases = {},
  }: {
    readonly name?: string;
    readonly role?: Role;
    readonly databases?: Readonly<Record<string, Role>>;
  },
): Promise<SignedInPerson> {
  const mark = randomBytes(3).toString("hex");
  const person = {
    name: `${name} ${mark}`,
    email: `${name.toLowerCase().replaceAll(" ", ".")}.${mark}@example.com`,
    password: `a word for ${mark} alone`,
  };
  const owners = await browser.newContext();
  const invitation = await invite(await owners.newPage(), person.email, role, databases);
  await owners.close();
  const context = await browser.newContext(signedOut);
  const page = await context.newPage();
  await comeIn(page, invitation, person);
  return { ...person, context, page };
}

/** Invites somebody on the page of people, as who is signed in there. Gives the path of the one-time address. */
export async function invite(
  page: Page,
  email: string,
  role: Role | undefined,
  databases: Readonly<Record<string, Role>>,
): Promise<string> {
  await page.goto("/settings/people");
  await page.getByRole("button", { name: "Invite a person" }).click();
  const dialog = page.getByRole("dialog", { name: "Invite a person" });
  await dialog.getByLabel("E-mail").fill(email);
  await dialog.getByLabel("Role on every database").selectOption(role ?? "");
  for (const [database, one] of Object.entries(databases)) {
    await dialog.getByLabel(`Role on ${database}`).selectOption(one);
  }
  await dialog.getByRole("button", { name: "Make invitation" }).click();
  const shown = page.getByLabel("One-time address");
  await proveWhenAsked(page, owner, shown);
  const address = await shown.inputValue();
  await page.close();
  return new URL(address).pathname;
}

/**
 * Waits for what an action leads to, and enters the password where it is asked for before: the session of the journeys
 * is older than the five minutes that dangerous work allows.
 */
export async function proveWhenAsked(
  page: Page,
  { password }: Pick<Credentials, "password">,
  outcome: Locator,
): Promise<void> {
  const dialog = page.getByRole("dialog", { name: "Prove that it is you" });
  await expect(dialog.or(outcome).first()).toBeVisible({ timeout: 20_000 });
  if (await dialog.isVisible()) {
    await dialog.getByLabel("Password").fill(password);
    await dialog.getByRole("button", { name: "Go on" }).click();
    await expect(outcome).toBeVisible({ timeout: 20_000 });
  }
}
