import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { visitor } from "../access/authority";
import { deviceCookieName, knownDevice, knownDeviceDays } from "../access/known-device";
import { rateLimits, signInDelay } from "../access/rate-limit";
import { publicOrigin } from "../access/session-cookie";
import { findPasswordByEmail, findPersonByEmail, setPasswordHash } from "../store/people";
import { type TestStore, testStore } from "../testing/test-store";
import { acceptInvitation } from "./accept-invitation";
import { authenticationOf } from "./authentication-of";
import type { Context } from "./context";
import { inviteToNewPassword } from "./invite-person";
import { personActor } from "./person-actor";
import { proveIdentity } from "./prove-identity";
import { type SignInOutcome, signIn, signInWithNewPassword } from "./sign-in";

const email = "ana@example.com";
const password = "four quiet herons 9";
let made: TestStore;
let start: Date;
let now: Date;

beforeAll(async () => {
  made = await testStore();
  const { password: passwords } = await authenticationOf(made.operator).$context;
  const hash = await passwords.hash(password);
  for (const [id, each] of [
    ["ana", email],
    ["bo", "bo@example.com"],
  ] as const) {
    await made.store.client.user.create({
      data: { id, name: id, email: each, role: "owner", emailVerified: true },
    });
    await setPasswordHash(made.store, id, hash);
  }
});
afterAll(() => made.drop());

beforeEach(async () => {
  start = new Date();
  now = start;
  await made.store.client.rateLimit.deleteMany();
  await made.store.client.nonce.deleteMany();
});

/** Somebody who is not signed in, at this address. */
const at = (address: string): Context => ({
  ...made.operator,
  actor: visitor,
  request: { id: "request", address, agent: null },
  now: () => now,
});

const sent = (cookies: readonly string[]): Headers =>
  new Headers({ cookie: cookies.map((cookie) => cookie.split(";")[0]).join("; ") });

/** What came of a try: in, refused, or for how many seconds there is none. */
async function tried(work: Promise<SignInOutcome>): Promise<"in" | "refused" | number> {
  return work.then(
    () => "in" as const,
    (error) => {
      if (error.code === "sign-in-refused") return "refused";
      if (error.code === "too-many-requests") return error.retryAfter as number;
      throw error;
    },
  );
}

let guesses = 0;
/** One guess at somebody's password, from an address that nobody had before. */
const guess = (whom = email) =>
  tried(
    signIn(at(`198.18.${Math.floor(guesses / 250)}.${guesses++ % 250}`), new Headers(), {
      email: whom,
      password: "a guess",
    }),
  );

async function attack(whom = email): Promise<void> {
  for (let time = 0; time < signInDelay.free; time++) expect(await guess(whom)).toBe("refused");
  expect(await guess(whom)).toBe(signInDelay.firstSeconds);
}

test("guesses at one person from everywhere wait longer and longer, and the wait is not their own", async () => {
  await attack();
  const waits: number[] = [];
  for (let time = 0; time < 8; time++) {
    const wait = await guess();
    if (typeof wait !== "number") throw new Error("a guess passed");
    waits.push(wait);
    now = new Date(now.getTime() + wait * 1000);
    expect(await guess()).toBe("refused");
  }
  expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900, 900]);
  // In a day: the free ones, the steps up to the longest wait, and then one for each of those.
  expect(signInDelay.free + 5 + 86_400 / signInDelay.mostSeconds).toBeLessThan(125);
  now = new Date(now.getTime() + signInDelay.forgottenSeconds * 1000);
  expect(await guess()).toBe("refused");
});

test("of many guesses at once one passes when a wait is over", async () => {
  await attack();
  now = new Date(now.getTime() + 30_000);
  const answers = await Promise.all(Array.from({ length: 8 }, () => guess()));
  expect(answers.filter((answer) => answer === "refused")).toHaveLength(1);
});

test("under attack a person comes in from a browser or an address of theirs, by a one-time address, and proves who they are", async () => {
  const first = await signIn(at("192.0.2.1"), new Headers(), { email, password });
  await attack();
  const right = { email, password };
  expect(await tried(signIn(at("203.0.113.7"), new Headers(), right))).toBeTypeOf("number");
  expect(await tried(signIn(at("203.0.113.7"), sent(first.cookies), right))).toBe("in");
  expect(await tried(signIn(at("192.0.2.1"), new Headers(), right))).toBe("in");
  // Their coming in does not let the guesses go on sooner.
  expect(await guess()).toBe(signInDelay.firstSeconds);

  const ana = await findPersonByEmail(made.store, email);
  if (ana === null) throw new Error("Ana is gone");
  const session = await made.store.client.session.findFirstOrThrow({ where: { userId: "ana" } });
  const own = { ...at("203.0.113.7"), actor: personActor(ana, null), sessionId: session.id };
  await proveIdentity(own, new Headers(), { password });

  const owner = { ...own, actor: personActor(ana, now) };
  const { path } = await inviteToNewPassword(owner, "bo");
  await attack("bo@example.com");
  const there = at("203.0.113.8");
  const fresh = { email: "bo@example.com", password: "another quiet heron" };
  await acceptInvitation(there, { token: path.split("/").at(-1) ?? "", password: fresh.password });
  const { cookies } = await signInWithNewPassword(there, new Headers(), fresh);
  expect(await tried(signIn(at("203.0.113.9"), sent(cookies), fresh))).toBe("in");
});

test("nobody learns from it who exists", async () => {
  await signIn(at("192.0.2.1"), new Headers(), { email, password });
  const answers = async (whom: string) => {
    const all: unknown[] = [];
    for (let time = 0; time < signInDelay.free + 2; time++) all.push(await guess(whom));
    now = new Date(now.getTime() + 30_000);
    all.push(await guess(whom), await guess(whom));
    return all;
  };
  expect(await answers("nobody@example.com")).toEqual(await answers(email));
});

test("a browser or an address that is known has a limit of its own", async () => {
  const first = await signIn(at("192.0.2.1"), new Headers(), { email, password });
  const wrong = { email, password: "a guess" };
  for (const headers of [sent(first.cookies), new Headers()]) {
    const most = rateLimits["sign-in of a known device"].count;
    for (let time = 0; time < most; time++) {
      expect(await tried(signIn(at("192.0.2.1"), headers, wrong))).toBe("refused");
    }
    expect(await tried(signIn(at("192.0.2.1"), headers, wrong))).toBeTypeOf("number");
  }
  // Neither is a limit for the person.
  expect(await tried(signIn(at("203.0.113.7"), new Headers(), { email, password }))).toBe("in");
});

test("a cookie makes a browser known for one person, one password, ninety days, and signs nobody in", async () => {
  const { cookies } = await signIn(at("192.0.2.1"), new Headers(), { email, password });
  const name = deviceCookieName(publicOrigin());
  const cookie = cookies.find((one) => one.startsWith(`${name}=`)) ?? "";
  expect(cookie).toMatch(/; HttpOnly; SameSite=Strict/);
  const value = cookie.split(";")[0]?.split("=")[1] ?? "";
  const ana = await findPasswordByEmail(made.store, email);
  const bo = await findPasswordByEmail(made.store, "bo@example.com");
  if (ana === null || bo === null) throw new Error("somebody is gone");
  const known = (owner: typeof ana, given: string, days = 0) =>
    knownDevice(made.operator.secretKey, owner, given, new Date(now.getTime() + days * 86_400_000));
  expect(known(ana, value)).toBe(value.split(".")[0]);
  expect(known(ana, value, knownDeviceDays)).not.toBeNull();
  const [id, day, seal] = value.split(".");
  for (const forged of ["", "x", `${id}.${Number(day) + 1}.${seal}`, `${"A".repeat(22)}.${day}.${seal}`]) {
    expect(known(ana, forged)).toBeNull();
  }
  expect(known(ana, value, knownDeviceDays + 1)).toBeNull();
  expect(known(bo, value)).toBeNull();
  expect(known({ ...ana, passwordHash: "another" }, value)).toBeNull();
  expect(value).not.toContain("ana");
});
