import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { visitor } from "../access/authority";
import { rightsOfScopes } from "../access/scope";
import { hashToken } from "../access/token";
import { findPerson } from "../store/people";
import { type TestStore, testStore } from "../testing/test-store";
import { readInvitation } from "./accept-invitation";
import { changeRoles, disablePerson, enablePerson } from "./change-person";
import type { Context } from "./context";
import { invitePerson } from "./invite-person";
import { personActor } from "./person-actor";
import { makeToken, revokeToken } from "./service-token";
import { tokenActor } from "./token-actor";

let made: TestStore;
let owner: Context;
let nobody: Context;
beforeAll(async () => {
  made = await testStore();
  owner = await personIn("ana");
  nobody = { ...made.operator, actor: visitor };
});
afterAll(() => made.drop());

/** An owner who has just proven who they are. */
async function personIn(id: string): Promise<Context> {
  const email = `${id}@example.com`;
  await made.store.client.user.create({ data: { id, name: id, email, role: "owner", emailVerified: true } });
  const person = await findPerson(made.store, id);
  if (person === null) throw new Error(`${id} is gone`);
  return { ...made.operator, actor: personActor(person, new Date()) };
}

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

describe("what somebody handed out", () => {
  const endsOf = (action: string) =>
    made.store.client.auditEntry.findMany({ where: { action }, orderBy: { number: "asc" } });

  test("ends with the role that it took, is written down, and does not come back", async () => {
    const bo = await personIn("bo");
    const { text, token } = await makeToken(bo, input);
    await changeRoles(owner, { personId: "bo", role: "approver", databaseRoles: [] });
    await expect(tokenActor(nobody, text)).rejects.toMatchObject({ code: "not-signed-in" });
    const row = await made.store.client.serviceToken.findUniqueOrThrow({ where: { id: token.id } });
    expect(row.revokedAt).not.toBeNull();
    const told = (await endsOf("token.revoke")).at(-1);
    expect(told).toMatchObject({ objectId: token.id, actorId: "ana" });
    expect(JSON.parse(told?.detail ?? "")).toMatchObject({ name: "pipeline", reason: "bo has other roles" });
    await changeRoles(owner, { personId: "bo", role: "owner", databaseRoles: [] });
    await expect(tokenActor(nobody, text)).rejects.toMatchObject({ code: "not-signed-in" });
  });

  test("ends when they may not sign in any more: tokens, invitations, share links", async () => {
    const cyd = await personIn("cyd");
    const { text } = await makeToken(cyd, input);
    const invited = await invitePerson(cyd, { email: "dee@example.com", role: "owner", databaseRoles: [] });
    const invitation = invited.path.split("/").at(-1) ?? "";
    const database = await made.store.client.database.create({
      data: {
        ...{ id: randomUUID(), slug: "orders", name: "orders", environment: "other" as const },
        ...{ host: "127.0.0.1", port: 5432, databaseName: "orders", userName: "app", tls: "off" },
      },
    });
    const link = (by: string) => ({
      ...{ id: randomUUID(), tokenHash: hashToken(randomUUID()), databaseId: database.id },
      ...{ subjectKind: "drift", subjectId: "orders", redaction: [], content: {} },
      ...{ createdById: by, createdByName: by, expiresAt: new Date(Date.now() + 86_400_000) },
    });
    await made.store.client.shareLink.createMany({ data: [link("cyd"), link("ana")] });
    await readInvitation(nobody, invitation);
    await disablePerson(owner, "cyd");
    await expect(tokenActor(nobody, text)).rejects.toMatchObject({ code: "not-signed-in" });
    await expect(readInvitation(nobody, invitation)).rejects.toMatchObject({ code: "no-such-invitation" });
    const links = await made.store.client.shareLink.findMany({ orderBy: { createdById: "asc" } });
    expect(links.map(({ createdById, revokedAt }) => [createdById, revokedAt !== null])).toEqual([
      ["ana", false],
      ["cyd", true],
    ]);
    const deed = (await endsOf("person.disable")).at(-1);
    expect(JSON.parse(deed?.detail ?? "")).toMatchObject({
      ...{ tokensEnded: 1, invitationsEnded: 1, shareLinksEnded: 1 },
    });
    for (const action of ["token.revoke", "invitation.revoke", "share.revoke"]) {
      expect(JSON.parse((await endsOf(action)).at(-1)?.detail ?? ""), action).toMatchObject({
        reason: "cyd may not sign in any more",
      });
    }
    await enablePerson(owner, "cyd");
    await expect(tokenActor(nobody, text)).rejects.toMatchObject({ code: "not-signed-in" });
  });

  test("never does more than its maker may at the moment, whoever changed them, and how", async () => {
    const eve = await personIn("eve");
    const { text } = await makeToken(eve, { ...input, scopes: ["check", "admin"] });
    // As a race would leave it, or somebody who writes to the store.
    await made.store.client.user.update({ where: { id: "eve" }, data: { role: "viewer" } });
    expect([...(await tokenActor(nobody, text)).rights]).toEqual(["read databases"]);
    const invited = await invitePerson(eve, { email: "flo@example.com", role: "owner", databaseRoles: [] });
    const invitation = invited.path.split("/").at(-1) ?? "";
    await expect(readInvitation(nobody, invitation)).rejects.toMatchObject({ code: "no-such-invitation" });
    const orders = await made.store.client.database.findUniqueOrThrow({ where: { slug: "orders" } });
    await made.store.client.user.update({
      where: { id: "eve" },
      data: { role: null, databaseRoles: { create: { databaseId: orders.id, role: "operator" } } },
    });
    const actor = await tokenActor(nobody, text);
    expect([...actor.rights]).toEqual([]);
    expect([...(actor.databaseRights.get("orders") ?? [])].toSorted()).toEqual([
      ...["read databases", "request checks", "take backups"],
    ]);
    await made.store.client.user.delete({ where: { id: "eve" } });
    await expect(tokenActor(nobody, text)).rejects.toMatchObject({ code: "not-signed-in" });
  });
});
