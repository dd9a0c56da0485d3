import { afterAll, beforeAll, expect, test } from "vitest";
import { visitor } from "../access/authority";
import { rightsOfScopes } from "../access/scope";
import { hashToken } from "../access/token";
import { type TestStore, testStore } from "../testing/test-store";
import type { Context } from "./context";
import { makeToken, revokeToken } from "./service-token";
import { tokenActor } from "./token-actor";

let made: TestStore;
let owner: Context;
let nobody: Context;
beforeAll(async () => {
  made = await testStore();
  owner = { ...made.operator, actor: { ...made.operator.actor, authenticatedAt: new Date() } };
  nobody = { ...made.operator, actor: visitor };
});
afterAll(() => made.drop());

const input = { name: "pipeline", scopes: ["check" as const], databases: [], days: 7 };

test("a token is kept as its hash, is what its scopes say, and ends when it is revoked", async () => {
  const { text, token } = await makeToken(owner, input);
  expect(text).toMatch(/^plumbline_[\w-]{43}$/);
  const rows = await made.store.client.serviceToken.findMany();
  expect(rows.map((row) => row.tokenHash)).toContain(hashToken(text));
  expect(JSON.stringify(rows)).not.toContain(text);
  expect(text.startsWith(token.prefix)).toBe(true);
  const actor = await tokenActor(nobody, text);
  expect([...actor.rights].toSorted()).toEqual(["read databases", "request checks"]);
  expect(
    (await made.store.client.serviceToken.findUniqueOrThrow({ where: { id: token.id } })).lastUsedAt,
  ).not.toBeNull();
  await revokeToken(owner, token.id);
  await expect(tokenActor(nobody, text)).rejects.toMatchObject({ code: "not-signed-in" });
});

test("a token ends by itself", async () => {
  const { text } = await makeToken(owner, input);
  const later = { ...nobody, now: () => new Date(Date.now() + 7 * 86_400_000 + 1) };
  await expect(tokenActor(later, text)).rejects.toMatchObject({ code: "not-signed-in" });
});

test("no token approves and runs, and none has a person's rights", async () => {
  await expect(makeToken(owner, { ...input, scopes: ["approve", "run"] })).rejects.toMatchObject({
    code: "scopes-too-many",
  });
  const all = rightsOfScopes(["read", "check", "plan", "approve", "run", "share", "admin"]);
  for (const right of ["manage people", "manage tokens", "bypass approval"] as const) {
    expect(all.has(right)).toBe(false);
  }
});

test("a token is limited, and told when it may ask again", async () => {
  const { text } = await makeToken(owner, input);
  await tokenActor(nobody, text);
  await made.store.client.rateLimit.updateMany({
    where: { key: { startsWith: "token:" } },
    data: { count: 600 },
  });
  await expect(tokenActor(nobody, text)).rejects.toMatchObject({
    code: "too-many-requests",
    retryAfter: expect.any(Number),
  });
});

test("making one asks for a fresh proof", async () => {
  await expect(makeToken(made.operator, input)).rejects.toMatchObject({ code: "sign-in-again" });
});
