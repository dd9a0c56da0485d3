import { afterAll, beforeAll, expect, test } from "vitest";
import { visitor } from "../access/authority";
import { readAudit } from "../store/audit";
import { as, type CheckedDatabase, checkedDatabase, personOf } from "../testing/checked-database";
import { type TestStore, testStore } from "../testing/test-store";
import { addComment } from "./comment";
import type { Context } from "./context";
import { decideDifference, decisionSchema } from "./decide-difference";
import { openShareLink } from "./open-share-link";
import { readReport } from "./read-report";
import {
  createShareLink,
  endShareLink,
  listShareLinksOf,
  previewShare,
  type ShareInput,
  shareSchema,
} from "./share-link";

let made: TestStore;
let orders: CheckedDatabase;
let id: string;
let person = 0;

beforeAll(async () => {
  made = await testStore();
  orders = await checkedDatabase(made, {
    expected: `CREATE TABLE users (id int, note text DEFAULT 'expectedcanary');
      CREATE FUNCTION secret() RETURNS text LANGUAGE sql AS $$ SELECT 'expectedcanary' $$;`,
    actual: `CREATE TABLE users (id int, note text DEFAULT 'actualcanary');
      COMMENT ON TABLE users IS 'commentcanary';
      CREATE FUNCTION secret() RETURNS text LANGUAGE sql AS $$ SELECT 'bodycanary' -- linecanary
      $$;`,
  });
  id = await orders.differenceIn("note");
  await addComment(sharer(), orders.slug, { kind: "difference", id }, "saidcanary");
  await decideDifference(
    sharer(),
    orders.slug,
    id,
    decisionSchema.parse({ decision: "fix database", reason: "reasoncanary" }),
  );
});

afterAll(async () => {
  await made.drop();
  await orders.drop();
});

const sharer = (): Context =>
  as(made.operator, personOf("operator", { on: orders.slug, id: "sharercanary" }));

/** Somebody without an account, each time from another address. */
const stranger = (): Context => ({
  ...made.operator,
  actor: visitor,
  request: { id: "1", address: `192.0.2.${++person}`, agent: "a browser" },
});

const input = (changes: Partial<ShareInput> = {}): ShareInput => ({
  ...{ hide: ["names", "roles", "rows", "comments", "literals"], term: "7 days", passcode: "" },
  ...{ maximumOpens: null, note: "for the vendor", ...changes },
});

const daysOn = (context: Context, days: number): Context => ({
  ...context,
  now: () => new Date(Date.now() + days * 86_400_000),
});

const nothing = { shows: "nothing" };

test.each(["database", "check", "difference"])(
  "a link to a %s shows it to a stranger, and nothing that is hidden",
  async (what) => {
    const number = (await readReport(sharer(), orders.slug, "database")).check.id;
    const subject = { database: "database", check: number, difference: id }[what] ?? "";
    const { token } = await createShareLink(sharer(), orders.slug, subject, input());
    const opened = await openShareLink(stranger(), token, null);
    if (opened.shows !== "report") throw new Error("not opened");
    const text = JSON.stringify(opened.report);
    expect(text).toContain('"note"');
    const { watched } = orders;
    const secrets = [
      "expectedcanary",
      "actualcanary",
      "commentcanary",
      "bodycanary",
      "linecanary",
      "saidcanary",
    ];
    for (const secret of [
      ...secrets,
      "reasoncanary",
      "sharercanary",
      watched.name,
      `"${watched.user}"`,
      watched.host,
    ]) {
      expect(text).not.toContain(secret);
    }
    const open = JSON.stringify(await previewShare(sharer(), orders.slug, subject, []));
    expect(open).toContain(watched.name);
    expect(open).toContain("actualcanary");
  },
);

test("the page is frozen: what changes afterwards does not reach it", async () => {
  const { token } = await createShareLink(sharer(), orders.slug, "database", input());
  const before = await openShareLink(stranger(), token, null);
  await orders.run("ALTER TABLE users ADD COLUMN later int");
  await orders.check();
  expect(await openShareLink(stranger(), token, null)).toEqual(before);
  const { token: fresh } = await createShareLink(sharer(), orders.slug, "database", input());
  expect(JSON.stringify(await openShareLink(stranger(), fresh, null))).toContain("later");
});

test("unknown, expired, revoked, used up and a wrong passcode all answer the same", async () => {
  const { token, link } = await createShareLink(sharer(), orders.slug, id, input({ maximumOpens: 1 }));
  expect(await openShareLink(daysOn(stranger(), 8), token, null)).toEqual(nothing);
  expect((await openShareLink(stranger(), token, null)).shows).toBe("report");
  expect(await openShareLink(stranger(), token, null)).toEqual(nothing);
  expect(await openShareLink(stranger(), `${token.slice(0, -1)}_`, null)).toEqual(nothing);
  const { token: other, link: ended } = await createShareLink(sharer(), orders.slug, id, input());
  await endShareLink(sharer(), ended.id);
  expect(await openShareLink(stranger(), other, null)).toEqual(nothing);
  const listed = await listShareLinksOf(sharer(), orders.slug);
  expect(listed.find((each) => each.link.id === link.id)).toMatchObject({
    state: "used up",
    opens: [{ agent: "a browser" }],
  });
  expect(listed.find((each) => each.link.id === ended.id)).toMatchObject({ state: "revoked", opens: [] });
});

test("of twenty people at once no more get in than were allowed", async () => {
  const { token } = await createShareLink(sharer(), orders.slug, id, input({ maximumOpens: 3 }));
  const opened = await Promise.all(Array.from({ length: 20 }, () => openShareLink(stranger(), token, null)));
  expect(opened.filter(({ shows }) => shows === "report")).toHaveLength(3);
  expect(opened.filter(({ shows }) => shows === "nothing")).toHaveLength(17);
});

test("a passcode is asked for first, costs no opening, and is guessed in vain: after some tries even the right one fails", async () => {
  const { token, link } = await createShareLink(
    sharer(),
    orders.slug,
    id,
    input({ passcode: "open sesame", maximumOpens: 2 }),
  );
  expect(await openShareLink(stranger(), token, null)).toEqual({ shows: "passcode form" });
  expect(await openShareLink(stranger(), token, "open sesam")).toEqual(nothing);
  expect((await openShareLink(stranger(), token, "open sesame")).shows).toBe("report");
  const [listed] = (await listShareLinksOf(sharer(), orders.slug)).filter((each) => each.link.id === link.id);
  expect(listed?.link.opens).toBe(1);
  for (let tries = 0; tries < 20; tries++) await openShareLink(stranger(), token, `guess ${tries}`);
  expect(await openShareLink(stranger(), token, "open sesame")).toEqual(nothing);
  // What was guessed is written down, and what was not even looked at is not: it would fill the log.
  const written = await made.store.client.auditEntry.findMany({
    where: { action: "share.open", objectId: link.id },
  });
  expect(written.filter(({ result }) => result === "done")).toHaveLength(1);
  expect(written.filter(({ result }) => result === "denied")).toHaveLength(20);
});

test("an address that tries too many links is held off", async () => {
  const prober = stranger();
  for (let tries = 0; tries < 20; tries++)
    expect(await openShareLink(prober, `t${tries}`, null)).toEqual(nothing);
  await expect(openShareLink(prober, "t21", null)).rejects.toMatchObject({ code: "too-many-requests" });
});

test("the store holds neither the token nor the passcode nor what is hidden, and every deed is written down", async () => {
  const { token, link } = await createShareLink(
    sharer(),
    orders.slug,
    "database",
    input({ passcode: "open sesame" }),
  );
  await openShareLink(stranger(), token, "open sesame");
  await endShareLink(sharer(), link.id);
  const rows = await made.store.client.$queryRaw<readonly { text: string }[]>`
    SELECT l::text AS text FROM share_links l UNION ALL SELECT o::text FROM share_opens o
     UNION ALL SELECT a::text FROM audit_entries a WHERE a.object_kind = 'share'
     UNION ALL SELECT r::text FROM rate_limits r`;
  for (const { text } of rows) {
    for (const secret of [token, "open sesame", "actualcanary", "bodycanary"])
      expect(text).not.toContain(secret);
  }
  const deeds = await readAudit(made.store, { objects: [link.id] }, { limit: 5 });
  expect(deeds.map(({ action, actorKind }) => [action, actorKind])).toEqual([
    ["share.revoke", "person"],
    ["share.open", "visitor"],
    ["share.create", "person"],
  ]);
});

test("sharing takes the right, a fresh proof and a database one may read", async () => {
  const asked = (context: Context) => createShareLink(context, orders.slug, id, input());
  await expect(asked(as(made.operator, personOf("viewer")))).rejects.toMatchObject({ code: "not-allowed" });
  await expect(asked(as(made.operator, personOf("owner", { on: "another" })))).rejects.toMatchObject({
    code: "no-such-database",
  });
  await expect(asked(daysOn(sharer(), 1))).rejects.toMatchObject({ code: "sign-in-again" });
  const { link } = await createShareLink(sharer(), orders.slug, id, input());
  await expect(endShareLink(as(made.operator, personOf("viewer")), link.id)).rejects.toMatchObject({
    code: "not-allowed",
  });
  const foreign = as(made.operator, personOf("owner", { on: "another" }));
  await expect(endShareLink(foreign, link.id)).rejects.toMatchObject({ code: "no-such-share" });
  await expect(endShareLink(sharer(), "no id")).rejects.toMatchObject({ code: "no-such-share" });
  for (const subject of ["D-AAAAAAAA", "C-999", "P-999", "R-999", "x"]) {
    await expect(createShareLink(sharer(), orders.slug, subject, input())).rejects.toMatchObject({
      code: expect.stringMatching(/^no-such-/),
    });
  }
});

test("the form's choices are looked at", () => {
  const form = { hide: ["names"], term: "24 hours", passcode: "", maximumOpens: "", note: "" };
  expect(shareSchema.parse(form)).toMatchObject({ maximumOpens: null });
  expect(shareSchema.parse({ ...form, maximumOpens: "5" })).toMatchObject({ maximumOpens: 5 });
  for (const wrong of [
    { maximumOpens: "0" },
    { maximumOpens: "1.5" },
    { passcode: "12345" },
    { term: "1 year" },
    { hide: ["all"] },
  ]) {
    expect(shareSchema.safeParse({ ...form, ...wrong }).success).toBe(false);
  }
});
