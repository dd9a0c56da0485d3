import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { requireFreshProof, visitor } from "../access/authority";
import { oidcFromEnvironment } from "../access/oidc";
import { publicOrigin, sessionCookieName, tokenInCookie } from "../access/session-cookie";
import { findPerson, setPasswordHash } from "../store/people";
import { findSession } from "../store/sessions";
import { type IdentityProvider, startIdentityProvider } from "../testing/identity-provider";
import { type TestStore, testStore } from "../testing/test-store";
import type { Context } from "./context";
import { personActor } from "./person-actor";
import { proveIdentity, readWaysToProve } from "./prove-identity";
import { beginProviderProof, beginProviderSignIn, finishProviderSignIn } from "./sign-in-with-provider";

let provider: IdentityProvider;
let made: TestStore;
let nobody: Context;

beforeAll(async () => {
  provider = await startIdentityProvider();
});
afterAll(() => provider.close());

beforeEach(async () => {
  vi.stubEnv("PLUMBLINE_ORIGIN", "https://plumbline.example.com");
  vi.stubEnv("PLUMBLINE_OIDC_ISSUER", provider.issuer);
  vi.stubEnv("PLUMBLINE_OIDC_CLIENT_ID", "plumbline");
  vi.stubEnv("PLUMBLINE_OIDC_CLIENT_SECRET", "kept between us two");
  Object.assign(provider, { claims: {}, configuration: {}, givesIdToken: true, forges: false });
  made = await testStore();
  nobody = { ...made.operator, actor: visitor };
  return async () => {
    vi.unstubAllEnvs();
    await made.drop();
  };
});

/** Goes the whole way as a browser would; gives the last answer. */
async function goThere(): Promise<Response> {
  return goAndComeBack(await beginProviderSignIn(nobody, new Headers(), "/databases"));
}

async function goAndComeBack({
  url,
  cookies,
}: Awaited<ReturnType<typeof beginProviderSignIn>>): Promise<Response> {
  const cookie = cookies.map((one) => one.split(";")[0]).join("; ");
  // The way back is a request from another site: a strict cookie would not come with it.
  expect(cookies.find((one) => one.includes("state"))).toMatch(/SameSite=Lax/i);
  const sent = await fetch(url, { redirect: "manual" });
  const back = sent.headers.get("location") ?? "";
  expect(back).toMatch(/^https:\/\/plumbline\.example\.com\/sign-in\/with\/callback\/oidc\?/);
  return finishProviderSignIn(nobody, new Request(back, { headers: { cookie } }));
}

const sessionOf = async (response: Response) => {
  const cookie = response.headers
    .getSetCookie()
    .find((one) => one.startsWith(sessionCookieName(publicOrigin())));
  const value = decodeURIComponent(cookie?.split(";")[0]?.split("=").slice(1).join("=") ?? "");
  return { cookie: cookie ?? "", found: await findSession(made.store, tokenInCookie(value), new Date()) };
};

test("who was added under the address that the provider verified is signed in, with the role they have", async () => {
  await made.store.client.user.create({
    data: { id: "pia", name: "Pia", email: "pia@example.com", emailVerified: true, role: "operator" },
  });
  provider.person = { sub: "7", email: "pia@example.com", email_verified: true };
  const response = await goThere();
  expect(response.headers.get("location")).toBe("/databases");
  const { cookie, found } = await sessionOf(response);
  expect(found?.person).toMatchObject({ id: "pia", role: "operator" });
  expect(cookie).toMatch(/^__Host-plumbline\.session_token=/);
  for (const attribute of [/; Secure/i, /; HttpOnly/i, /; SameSite=Strict/i, /; Path=\/(;|$)/i]) {
    expect(cookie).toMatch(attribute);
  }
  expect(cookie).not.toMatch(/domain=/i);
});

test("an address that the provider did not verify is nobody's", async () => {
  await made.store.client.user.create({
    data: { id: "rae", name: "Rae", email: "rae@example.com", emailVerified: true, role: "owner" },
  });
  provider.person = { sub: "66", email: "rae@example.com", email_verified: false };
  const response = await goThere();
  expect(response.headers.get("location")).toMatch(/\/sign-in\?error=/);
  expect((await sessionOf(response)).found).toBeNull();
});

test("nobody unknown comes in", async () => {
  provider.person = { sub: "8", email: "stranger@example.com", email_verified: true };
  const response = await goThere();
  expect(response.headers.get("location")).toMatch(/\/sign-in\?error=/);
  expect((await sessionOf(response)).found).toBeNull();
  expect(await made.store.client.user.count()).toBe(0);
});

test("unknown people come in with the role that the environment gives them, and no other", async () => {
  vi.stubEnv("PLUMBLINE_OIDC_NEWCOMER_ROLE", "viewer");
  provider.person = { sub: "9", email: "new@example.com", email_verified: true };
  expect((await sessionOf(await goThere())).found?.person).toMatchObject({ role: "viewer" });
});

test("who is disabled stays out", async () => {
  await made.store.client.user.create({
    data: {
      ...{ id: "quinn", name: "Quinn", email: "quinn@example.com", emailVerified: true, role: "owner" },
      disabledAt: new Date(),
    },
  });
  provider.person = { sub: "10", email: "quinn@example.com", email_verified: true };
  const response = await goThere().catch(() => null);
  expect(response === null ? null : (await sessionOf(response)).found).toBeNull();
  expect(await made.store.client.session.count()).toBe(0);
});

test("a way back that nobody asked for signs nobody in", async () => {
  const url = `${publicOrigin()}/sign-in/with/callback/oidc?code=code&state=guessed`;
  const response = await finishProviderSignIn(nobody, new Request(url));
  expect((await sessionOf(response)).found).toBeNull();
});

const secondsAgo = (seconds: number): number => Math.floor(Date.now() / 1000) - seconds;

/** Pia, signed in by the provider, which knew her from an hour ago. */
async function piaSignedIn(): Promise<Context> {
  await made.store.client.user.create({
    data: { id: "pia", name: "Pia", email: "pia@example.com", emailVerified: true, role: "owner" },
  });
  provider.person = { sub: "7", email: "pia@example.com", email_verified: true };
  provider.claims = { auth_time: secondsAgo(3600) };
  const { found } = await sessionOf(await goThere());
  if (found === null) throw new Error("Pia was not let in");
  return {
    ...nobody,
    actor: personActor(found.person, found.session.authenticatedAt),
    sessionId: found.session.id,
  };
}

/** The proof that is asked for, or why it was refused. */
async function prove(context: Context) {
  const response = await goAndComeBack(await beginProviderProof(context, new Headers()));
  const { found } = await sessionOf(response);
  const refused = new URL(response.headers.get("location") ?? "", publicOrigin()).searchParams.get("error");
  return { found, refused };
}

const age = (at: Date | undefined): number => Math.abs(Date.now() - (at?.getTime() ?? 0)) / 1000;

test("signing in by the provider proves no more than when it last asked who somebody is", async () => {
  const pia = await piaSignedIn();
  expect(() => requireFreshProof(pia.actor, new Date())).toThrow("password again");
  expect(age(pia.actor.authenticatedAt ?? undefined)).toBeCloseTo(3600, -1);
  provider.claims = {};
  const { found } = await sessionOf(await goThere());
  expect(found?.session.authenticatedAt.getTime()).toBe(0);
  // What says that it will be is a mistake, and a proof of nothing.
  provider.claims = { auth_time: secondsAgo(-3600) };
  expect((await sessionOf(await goThere())).found?.session.authenticatedAt.getTime()).toBe(0);
  // Nor does the store keep what was told of the person, or what would open the provider in their name.
  const accounts = await made.store.client.account.findMany({ where: { userId: "pia" } });
  const none = { idToken: null, accessToken: null, refreshToken: null };
  expect(accounts).toEqual([expect.objectContaining({ providerId: "oidc", ...none })]);
});

test("a proof by the provider has them sign in anew, and takes the place of the session it was asked from", async () => {
  const pia = await piaSignedIn();
  provider.claims = { auth_time: secondsAgo(4) };
  const { found, refused } = await prove(pia);
  const asked = provider.asked();
  expect(Object.fromEntries(asked)).toMatchObject({
    ...{ prompt: "login", max_age: "0", login_hint: "pia@example.com" },
    ...{ code_challenge_method: "S256", response_type: "code" },
  });
  expect(asked.get("nonce")).toMatch(/^.{32}$/);
  expect(JSON.parse(asked.get("claims") ?? "")).toEqual({ id_token: { auth_time: { essential: true } } });
  expect(refused).toBeNull();
  expect(found?.person.id).toBe("pia");
  expect(age(found?.session.authenticatedAt)).toBeLessThan(30);
  const sessions = await made.store.client.session.findMany();
  expect(sessions.map(({ id }) => id)).toEqual([found?.session.id]);
  const told = await made.store.client.auditEntry.findMany({ where: { action: "session.prove" } });
  expect(told.map(({ result, actorId }) => [result, actorId])).toEqual([["done", "pia"]]);
});

test.each([
  ["that still knew them from before", { auth_time: secondsAgo(301) }, "old_auth_time"],
  ["that does not tell when they signed in", {}, "no_auth_time"],
  ["that tells it in words", { auth_time: "now" }, "no_auth_time"],
])("a proof by a provider %s is none, and is written down", async (_, claims, refused) => {
  const pia = await piaSignedIn();
  provider.claims = claims;
  expect(await prove(pia)).toEqual({ found: null, refused });
  // The session it was asked from stands as it did.
  const sessions = await made.store.client.session.findMany();
  expect(sessions.map(({ id }) => id)).toEqual([pia.sessionId]);
  const told = await made.store.client.auditEntry.findMany({ where: { action: "session.prove" } });
  expect(told.map(({ result }) => result)).toEqual(["denied"]);
});

test("a proof by somebody else at the provider is none", async () => {
  const pia = await piaSignedIn();
  await made.store.client.user.create({
    data: { id: "sam", name: "Sam", email: "sam@example.com", emailVerified: true, role: "viewer" },
  });
  provider.person = { sub: "21", email: "sam@example.com", email_verified: true };
  provider.claims = { auth_time: secondsAgo(1) };
  expect(await prove(pia)).toEqual({ found: null, refused: "other_person" });
  expect(await made.store.client.session.count()).toBe(1);
});

test("the provider does not answer for the second factor that somebody has here", async () => {
  const pia = await piaSignedIn();
  await made.store.client.user.update({ where: { id: "pia" }, data: { twoFactorEnabled: true } });
  provider.claims = { auth_time: secondsAgo(1) };
  expect((await sessionOf(await goThere())).found?.session.authenticatedAt.getTime()).toBe(0);
  expect(await prove(pia)).toMatchObject({ found: null, refused: "second_factor" });
});

test.each([
  ["for another audience", { claims: { aud: "somebody else" } }],
  ["by another issuer", { claims: { iss: "https://other.example.com" } }],
  ["with another nonce", { claims: { nonce: "of another question" } }],
  ["that has run out", { claims: { exp: secondsAgo(120) } }],
  ["signed by somebody else", { forges: true }],
  ["left out", { givesIdToken: false }],
])("an ID token %s signs nobody in and proves nothing", async (_, wrong) => {
  const pia = await piaSignedIn();
  const fresh = { auth_time: secondsAgo(1) };
  Object.assign(provider, { claims: fresh, ...wrong });
  if ("claims" in wrong) provider.claims = { ...fresh, ...wrong.claims };
  expect((await prove(pia)).found).toBeNull();
  expect((await sessionOf(await goThere())).found).toBeNull();
});

test("a state is good for one way back, in the browser that was sent", async () => {
  const pia = await piaSignedIn();
  provider.claims = { auth_time: secondsAgo(1) };
  const { url, cookies } = await beginProviderProof(pia, new Headers());
  const cookie = cookies.map((one) => one.split(";")[0]).join("; ");
  const back = (await fetch(url, { redirect: "manual" })).headers.get("location") ?? "";
  const other = await finishProviderSignIn(nobody, new Request(back));
  expect((await sessionOf(other)).found).toBeNull();
  const responses = await Promise.all(
    [1, 2].map(() => finishProviderSignIn(nobody, new Request(back, { headers: { cookie } }))),
  );
  const found = await Promise.all(responses.map(async (response) => (await sessionOf(response)).found));
  expect(found.filter((one) => one !== null)).toHaveLength(1);
});

test("a provider that calls itself by another address is not the one that was named", async () => {
  provider.configuration = { issuer: "https://other.example.com" };
  await expect(goThere()).rejects.toMatchObject({ code: "provider-differs" });
});

test("a provider that is reached without encryption is refused, but for one on this machine", () => {
  const environment = {
    ...{ PLUMBLINE_ORIGIN: "https://plumbline.example.com", PLUMBLINE_OIDC_CLIENT_ID: "plumbline" },
    PLUMBLINE_OIDC_CLIENT_SECRET: "kept between us two",
  };
  const read = (issuer: string) =>
    oidcFromEnvironment({ ...environment, PLUMBLINE_OIDC_ISSUER: issuer } as unknown as NodeJS.ProcessEnv);
  expect(() => read("http://sso.example.com")).toThrow("https");
  expect(read("https://sso.example.com/")?.issuer).toBe("https://sso.example.com");
  expect(read("http://localhost:8080/realms/a")?.issuer).toBe("http://localhost:8080/realms/a");
});

test("people are asked for what they have: a password, the provider, a code", async () => {
  const pia = await piaSignedIn();
  const found = await findPerson(made.store, "pia");
  if (found === null) throw new Error("Pia is gone");
  const name = new URL(provider.issuer).hostname;
  expect(await readWaysToProve(made.store, found)).toEqual({ password: false, code: false, provider: name });
  await expect(proveIdentity(pia, new Headers(), { password: "any" })).rejects.toMatchObject({
    code: "no-password",
  });
  await setPasswordHash(made.store, "pia", "a hash");
  expect(await readWaysToProve(made.store, { ...found, twoFactor: true })).toEqual({
    ...{ password: true, code: true, provider: null },
  });
});
