import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { freshMinutes, visitor } from "../access/authority";
import { hashToken } from "../access/token";
import { findSession } from "../store/sessions";
import { type TestStore, testStore } from "../testing/test-store";
import { totp } from "../testing/totp";
import { acceptInvitation, readInvitation } from "./accept-invitation";
import { disablePerson, enablePerson, removeSecondFactorOf } from "./change-person";
import type { Context } from "./context";
import { invitePerson, inviteToNewPassword } from "./invite-person";
import { openSetUp } from "./open-set-up";
import { personActor } from "./person-actor";
import { proveIdentity } from "./prove-identity";
import { confirmSecondFactor, offerSecondFactor, removeSecondFactor, signInWithCode } from "./second-factor";
import { signIn } from "./sign-in";
import { signOut } from "./sign-out";

const password = "four quiet herons 9";
const email = "ana@example.com";

let made: TestStore;
let nobody: Context;

beforeAll(async () => {
  made = await testStore();
  nobody = { ...made.operator, actor: visitor };
});
afterAll(() => made.drop());

/** A browser's side of the cookies. */
const sent = (cookies: readonly string[]): Headers =>
  new Headers({ cookie: cookies.map((cookie) => cookie.split(";")[0]).join("; ") });

/** The token of the session cookie, as requestContext takes it. */
function tokenOf(cookies: readonly string[]): string {
  const cookie = cookies.find((one) => one.includes("session_token=") && !/session_token=;/.test(one)) ?? "";
  return decodeURIComponent(cookie.split(";")[0]?.split("=").slice(1).join("=") ?? "").replace(
    /\.[^.]*$/,
    "",
  );
}

/** Who these cookies sign in. */
async function contextFor(cookies: readonly string[]): Promise<Context> {
  const found = await findSession(made.store, tokenOf(cookies), new Date());
  if (found === null) throw new Error("these cookies sign nobody in");
  const { person, session } = found;
  return { ...nobody, actor: personActor(person, session.authenticatedAt), sessionId: session.id };
}

describe("set-up", () => {
  test("makes the first owner by an address that works once, and is closed from then on", async () => {
    const early = await openSetUp(made.store, new Date());
    const token = (await openSetUp(made.store, new Date())) ?? "";
    // 256 bits, and a later start voids what an earlier one printed.
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
    await expect(readInvitation(nobody, early ?? "")).rejects.toMatchObject({ code: "no-such-invitation" });
    const input = { token, name: "Ana", email, password };
    await expect(acceptInvitation(nobody, { ...input, password: "short" })).rejects.toThrow();
    await expect(acceptInvitation(nobody, { ...input, password: "Password1234" })).rejects.toThrow();
    // Two at once: one comes in.
    const both = await Promise.allSettled([acceptInvitation(nobody, input), acceptInvitation(nobody, input)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await expect(readInvitation(nobody, token)).rejects.toMatchObject({ code: "no-such-invitation" });
    await expect(acceptInvitation(nobody, input)).rejects.toMatchObject({ code: "no-such-invitation" });
    expect(await openSetUp(made.store, new Date())).toBeNull();
  });

  test("ends after a day", async () => {
    const other = await testStore();
    const token = (await openSetUp(other.store, new Date())) ?? "";
    const later = { ...other.operator, actor: visitor, now: () => new Date(Date.now() + 24 * 3_600_000) };
    await expect(readInvitation(later, token)).rejects.toMatchObject({ code: "no-such-invitation" });
    await other.drop();
  });
});

describe("sign-in", () => {
  test("gives a cookie of which the store holds the hash alone", async () => {
    const { cookies, secondFactor } = await signIn(nobody, new Headers(), { email, password });
    expect(secondFactor).toBe(false);
    const session = cookies.find((cookie) => cookie.includes("session_token")) ?? "";
    expect(session).toMatch(/HttpOnly/i);
    expect(session).toMatch(/SameSite=Strict/i);
    const token = tokenOf(cookies);
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
    const rows = await made.store.client.session.findMany();
    expect(rows.map((row) => row.token)).toContain(hashToken(token));
    expect(JSON.stringify(rows)).not.toContain(token);
    expect((await contextFor(cookies)).actor.rights.has("manage people")).toBe(true);
  });

  test("is refused with the same words for a wrong password and for a stranger", async () => {
    const wrong = signIn(nobody, new Headers(), { email, password: "not that at all" });
    const stranger = signIn(nobody, new Headers(), { email: "no@example.com", password });
    const [a, b] = await Promise.all([wrong, stranger].map((one) => one.catch((error: unknown) => error)));
    expect(a).toMatchObject({ code: "sign-in-refused" });
    expect((a as Error).message).toBe((b as Error).message);
  });

  test("is limited, for one person and for one address, and what succeeds does not count", async () => {
    for (let time = 0; time < 12; time++) await signIn(nobody, new Headers(), { email, password });
    const attempt = () =>
      signIn(nobody, new Headers(), { email: "many@example.com", password: "guess" }).catch((error) => error);
    const answers = [];
    for (let time = 0; time < 11; time++) answers.push(await attempt());
    expect(answers.slice(0, 10).map((error) => error.code)).toEqual(Array(10).fill("sign-in-refused"));
    expect(answers[10]).toMatchObject({ code: "too-many-requests", retryAfter: expect.any(Number) });
    await expect(signIn(nobody, new Headers(), { email, password })).resolves.toBeDefined();
  });

  test("ends with sign-out", async () => {
    const { cookies } = await signIn(nobody, new Headers(), { email, password });
    const { cookies: cleared } = await signOut(await contextFor(cookies), sent(cookies));
    expect(cleared.join()).toMatch(/session_token=;.*Max-Age=0/i);
    await expect(contextFor(cookies)).rejects.toThrow("sign nobody in");
  });
});

describe("proof of identity", () => {
  test("is fresh after the password, and not after a wrong one", async () => {
    const { cookies } = await signIn(nobody, new Headers(), { email, password });
    const session = await contextFor(cookies);
    const later = () => new Date(Date.now() + (freshMinutes + 1) * 60_000);
    const input = { email: "later@example.com", role: "viewer" as const, databaseRoles: [] };
    await expect(invitePerson({ ...session, now: later }, input)).rejects.toMatchObject({
      code: "sign-in-again",
    });
    await expect(
      proveIdentity({ ...session, now: later }, sent(cookies), { password: "wrong" }),
    ).rejects.toMatchObject({ code: "proof-refused" });
    await proveIdentity({ ...session, now: later }, sent(cookies), { password });
    await expect(invitePerson({ ...(await contextFor(cookies)), now: later }, input)).resolves.toBeDefined();
  });
});

describe("a person who is disabled", () => {
  test("is signed out at once and cannot come back, by password or by a new one", async () => {
    const owner = await contextFor((await signIn(nobody, new Headers(), { email, password })).cookies);
    const invited = await invitePerson(owner, { email: "bo@example.com", role: "viewer", databaseRoles: [] });
    const token = invited.path.split("/").at(-1) ?? "";
    await acceptInvitation(nobody, { token, name: "Bo", password });
    const { cookies } = await signIn(nobody, new Headers(), { email: "bo@example.com", password });
    const bo = await contextFor(cookies);
    const address = await inviteToNewPassword(owner, bo.actor.id);
    await disablePerson(owner, bo.actor.id);
    await expect(contextFor(cookies)).rejects.toThrow("sign nobody in");
    await expect(signIn(nobody, new Headers(), { email: "bo@example.com", password })).rejects.toMatchObject({
      code: "sign-in-refused",
    });
    await expect(
      acceptInvitation(nobody, { token: address.path.split("/").at(-1) ?? "", password }),
    ).rejects.toMatchObject({ code: "no-such-invitation" });
    await enablePerson(owner, bo.actor.id);
    await expect(signIn(nobody, new Headers(), { email: "bo@example.com", password })).resolves.toBeDefined();
  });

  test("is never the last owner, nor oneself", async () => {
    const owner = await contextFor((await signIn(nobody, new Headers(), { email, password })).cookies);
    await expect(disablePerson(owner, owner.actor.id)).rejects.toMatchObject({ code: "own-account" });
    const { changeRoles } = await import("./change-person");
    await expect(
      changeRoles(owner, { personId: owner.actor.id, role: "viewer", databaseRoles: [] }),
    ).rejects.toMatchObject({ code: "last-owner" });
  });
});

describe("a second factor", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Half a minute later the app on the phone shows another code. */
  const nextCode = (secret: string): string => {
    vi.setSystemTime(Date.now() + 30_000);
    return totp(secret);
  };
  const refusedOf = async (action: string): Promise<number> =>
    made.store.client.auditEntry.count({ where: { action, result: "denied" } });

  test("is set up with a code, asked for at sign-in and at proof, replaced by a backup code once, and removed", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const first = await signIn(nobody, new Headers(), { email, password });
    const owner = await contextFor(first.cookies);
    await expect(offerSecondFactor(owner, sent(first.cookies), "wrong")).rejects.toMatchObject({
      code: "proof-refused",
    });
    const offer = await offerSecondFactor(owner, sent(first.cookies), password);
    await expect(confirmSecondFactor(owner, sent(first.cookies), "000000")).rejects.toMatchObject({
      code: "code-refused",
    });
    const { cookies: going } = await confirmSecondFactor(owner, sent(first.cookies), totp(offer.secret));
    expect((await contextFor(going)).actor.id).toBe(owner.actor.id);

    const step = await signIn(nobody, new Headers(), { email, password });
    expect(step.secondFactor).toBe(true);
    await expect(contextFor(step.cookies)).rejects.toThrow("sign nobody in");
    await expect(signInWithCode(nobody, sent(step.cookies), "123456")).rejects.toMatchObject({
      code: "code-refused",
    });
    const { cookies } = await signInWithCode(nobody, sent(step.cookies), nextCode(offer.secret));
    const signedIn = await contextFor(cookies);

    const again = await signIn(nobody, new Headers(), { email, password });
    const [backup = ""] = offer.backupCodes;
    await expect(signInWithCode(nobody, sent(again.cookies), backup)).resolves.toBeDefined();
    const third = await signIn(nobody, new Headers(), { email, password });
    await expect(signInWithCode(nobody, sent(third.cookies), backup)).rejects.toMatchObject({
      code: "code-refused",
    });

    await expect(proveIdentity(signedIn, sent(cookies), { password })).rejects.toMatchObject({
      code: "code-missing",
    });
    await expect(proveIdentity(signedIn, sent(cookies), { password, code: "111111" })).rejects.toMatchObject({
      code: "code-refused",
    });
    await proveIdentity(signedIn, sent(cookies), { password, code: nextCode(offer.secret) });
    await removeSecondFactor(signedIn, sent(cookies), password);
    expect((await signIn(nobody, new Headers(), { email, password })).secondFactor).toBe(false);
  });

  test("takes each code once, at sign-in and at proof, also of two at once, and writes down what it refuses", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const first = await signIn(nobody, new Headers(), { email, password });
    const owner = await contextFor(first.cookies);
    const { secret } = await offerSecondFactor(owner, sent(first.cookies), password);
    const begun = totp(secret);
    const { cookies: going } = await confirmSecondFactor(owner, sent(first.cookies), begun);
    const signedIn = await contextFor(going);
    const step = async () => (await signIn(nobody, new Headers(), { email, password })).cookies;
    const [atSignIn, atProof] = [await refusedOf("session.begin"), await refusedOf("session.prove")];

    // Watched while the factor was set up. Who typed it themselves goes on with the next one.
    const typing = await step();
    await expect(signInWithCode(nobody, sent(typing), begun)).rejects.toMatchObject({ code: "code-used" });
    const own = nextCode(secret);
    await expect(signInWithCode(nobody, sent(typing), own)).resolves.toBeDefined();
    const code = nextCode(secret);
    const sessions = await made.store.client.session.count();
    const both = await Promise.allSettled(
      (await Promise.all([step(), step()])).map((cookies) => signInWithCode(nobody, sent(cookies), code)),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await made.store.client.session.count()).toBe(sessions + 1);
    // Typed with the spaces that apps show, it is the same code.
    await expect(
      signInWithCode(nobody, sent(await step()), `${code.slice(0, 3)} ${code.slice(3)}`),
    ).rejects.toMatchObject({ code: "code-used" });
    await expect(proveIdentity(signedIn, sent(going), { password, code })).rejects.toMatchObject({
      code: "code-used",
    });
    const next = nextCode(secret);
    await proveIdentity(signedIn, sent(going), { password, code: next });
    await expect(proveIdentity(signedIn, sent(going), { password, code: next })).rejects.toMatchObject({
      code: "code-used",
    });
    await expect(signInWithCode(nobody, sent(await step()), "000000")).rejects.toMatchObject({
      code: "code-refused",
    });
    expect(await refusedOf("session.begin")).toBe(atSignIn + 4);
    expect(await refusedOf("session.prove")).toBe(atProof + 2);
    await removeSecondFactor(signedIn, sent(going), password);
  });

  test("does not let somebody in who was disabled between the password and the code", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const owner = await contextFor((await signIn(nobody, new Headers(), { email, password })).cookies);
    const cyd = { email: "cyd@example.com", password: "seven slow swans 7" };
    const invited = await invitePerson(owner, { email: cyd.email, role: "viewer", databaseRoles: [] });
    await acceptInvitation(nobody, { token: invited.path.split("/").at(-1) ?? "", name: "Cyd", ...cyd });
    const { cookies } = await signIn(nobody, new Headers(), cyd);
    const own = await contextFor(cookies);
    const { secret } = await offerSecondFactor(own, sent(cookies), cyd.password);
    await confirmSecondFactor(own, sent(cookies), totp(secret));
    const step = await signIn(nobody, new Headers(), cyd);
    expect(step.secondFactor).toBe(true);
    await disablePerson(owner, own.actor.id);
    await expect(signInWithCode(nobody, sent(step.cookies), nextCode(secret))).rejects.toMatchObject({
      code: "sign-in-refused",
    });
    expect(await made.store.client.session.count({ where: { userId: own.actor.id } })).toBe(0);

    // Who lost the phone and the codes asks an owner, who has proven who they are.
    await enablePerson(owner, own.actor.id);
    const unproven = { ...owner, now: () => new Date(Date.now() + (freshMinutes + 1) * 60_000) };
    await expect(removeSecondFactorOf(unproven, own.actor.id)).rejects.toMatchObject({
      code: "sign-in-again",
    });
    await removeSecondFactorOf(owner, own.actor.id);
    expect((await signIn(nobody, new Headers(), cyd)).secondFactor).toBe(false);
    await expect(removeSecondFactorOf(owner, own.actor.id)).rejects.toMatchObject({
      code: "no-second-factor",
    });
  });

  test("a name with letters that nobody sees is refused", async () => {
    const owner = await contextFor((await signIn(nobody, new Headers(), { email, password })).cookies);
    const invited = await invitePerson(owner, {
      email: "dee@example.com",
      role: "viewer",
      databaseRoles: [],
    });
    const token = invited.path.split("/").at(-1) ?? "";
    for (const name of ["Ana\u202e", "A\u200bna", "Ana\nowner", "\u0007"]) {
      await expect(acceptInvitation(nobody, { token, name, password })).rejects.toMatchObject({
        details: ["name: The name holds letters that cannot be seen."],
      });
    }
    await expect(acceptInvitation(nobody, { token, name: "Zoë Ünal 木", password })).resolves.toBeDefined();
  });

  test("keeps its secret encrypted, for its person alone", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const { cookies } = await signIn(nobody, new Headers(), { email, password });
    const owner = await contextFor(cookies);
    const offer = await offerSecondFactor(owner, sent(cookies), password);
    const { twoFactor } = made.store.client;
    const rows = JSON.stringify(await twoFactor.findMany());
    expect(rows).not.toContain(offer.secret);
    for (const code of offer.backupCodes) expect(rows).not.toContain(code);

    // Who can write to the store and knows their own codes puts their own factor into somebody else's row.
    await confirmSecondFactor(owner, sent(cookies), totp(offer.secret));
    const eve = { email: "eve@example.com", password: "eight early eels 8" };
    const invited = await invitePerson(owner, { email: eve.email, role: "viewer", databaseRoles: [] });
    await acceptInvitation(nobody, { token: invited.path.split("/").at(-1) ?? "", name: "Eve", ...eve });
    const own = (await signIn(nobody, new Headers(), eve)).cookies;
    const known = await contextFor(own);
    const theirs = await offerSecondFactor(known, sent(own), eve.password);
    await confirmSecondFactor(known, sent(own), totp(theirs.secret));
    const { secret, backupCodes } = await twoFactor.findUniqueOrThrow({ where: { userId: known.actor.id } });
    await twoFactor.update({ where: { userId: owner.actor.id }, data: { secret, backupCodes } });
    await expect(signIn(nobody, new Headers(), { email, password })).rejects.toMatchObject({
      code: "second-factor-damaged",
    });
  });
});
