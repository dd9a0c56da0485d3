import { afterAll, beforeAll, expect, test } from "vitest";
import { as, type CheckedDatabase, checkedDatabase, personOf } from "../testing/checked-database";
import { type TestStore, testStore } from "../testing/test-store";
import { addComment, commentBodySchema, mentionsIn, removeComment } from "./comment";
import { countMentions, listMentions, markMentionsSeen } from "./mentions";
import { readActivity } from "./read-activity";

let made: TestStore;
let orders: CheckedDatabase;
let subject: { kind: "difference"; id: string };

beforeAll(async () => {
  made = await testStore();
  orders = await checkedDatabase(made, {
    expected: "CREATE TABLE users (id int); CREATE TABLE folders (id int);",
    actual: "CREATE TABLE users (id int);",
  });
  subject = { kind: "difference", id: await orders.differenceIn("folders") };
  await made.store.client.user.createMany({
    data: [
      { id: "ana", name: "Ana", email: "ana@example.org", role: "viewer" },
      { id: "ana-maria", name: "Ana Maria", email: "ana.maria@example.org", role: "owner" },
      { id: "gone", name: "Gil", email: "gil@example.org", role: "owner", disabledAt: new Date() },
      { id: "elsewhere", name: "Eve", email: "eve@example.org" },
    ],
  });
});

afterAll(async () => {
  await made.drop();
  await orders.drop();
});

const viewer = () => as(made.operator, personOf("viewer", { on: orders.slug, id: "ana" }));
const activity = () => readActivity(made.operator, orders.slug, subject);

test("a viewer's comment is seen by another, as the text that was typed, and speaks to who may read the database", async () => {
  const body = "@Ana Maria, look: <img src=x onerror=alert(1)>\n@Gil and @Eve cannot.";
  await addComment(viewer(), orders.slug, subject, commentBodySchema.parse(body));
  const { comments, readers } = await activity();
  expect(comments).toMatchObject([{ author: { id: "ana", name: "ana" }, body, mentions: ["ana-maria"] }]);
  expect(readers.map(({ name }) => name)).toEqual(["Ana", "Ana Maria"]);
});

test("only who wrote a comment may remove it, and then its words are in the store no longer", async () => {
  const { id } = await addComment(viewer(), orders.slug, subject, "canary-of-a-comment");
  await expect(removeComment(made.operator, orders.slug, id)).rejects.toMatchObject({ code: "not-allowed" });
  await removeComment(viewer(), orders.slug, id);
  await removeComment(viewer(), orders.slug, id);
  const rows = await made.store.client.$queryRaw<
    readonly { text: string }[]
  >`SELECT c::text AS text FROM comments c
    UNION ALL SELECT a::text FROM audit_entries a`;
  expect(rows.length).toBeGreaterThan(2);
  expect(rows.filter(({ text }) => text.includes("canary-of-a-comment"))).toEqual([]);
  expect((await activity()).comments.find((comment) => comment.id === id)).toMatchObject({
    body: "",
    removedAt: expect.any(Date),
  });
  expect(await made.store.client.auditEntry.count({ where: { action: "difference.remove-comment" } })).toBe(
    1,
  );
});

test("what is not there cannot be talked about, nor by whom it is not there for", async () => {
  const stranger = as(made.operator, personOf("owner", { on: "another" }));
  await expect(addComment(stranger, orders.slug, subject, "hello")).rejects.toMatchObject({
    code: "no-such-database",
  });
  await expect(readActivity(stranger, orders.slug, subject)).rejects.toMatchObject({
    code: "no-such-database",
  });
  for (const [kind, id] of [
    ["difference", "D-AAAAAAAA"],
    ["plan", "P-1"],
    ["run", "R-1"],
    ["plan", "1"],
  ] as const) {
    await expect(addComment(made.operator, orders.slug, { kind, id }, "hello")).rejects.toMatchObject({
      code: `no-such-${kind}`,
    });
  }
  await expect(removeComment(made.operator, orders.slug, "no id")).rejects.toMatchObject({
    code: "no-such-comment",
  });
});

test("a mention is a whole name, the longest that fits, in any case, of everybody who bears it", () => {
  const people = [
    { id: "1", name: "Ana" },
    { id: "2", name: "Ana Maria" },
    { id: "3", name: "ana" },
    { id: "4", name: "Jo (ops)" },
  ];
  expect(mentionsIn("@ana: and @ANA MARIA!", people)).toEqual(["1", "3", "2"]);
  expect(mentionsIn("mail@ana.example, @Anabel, ana", people)).toEqual([]);
  expect(mentionsIn("(@Jo (ops))", people)).toEqual(["4"]);
});

test("who is spoken to finds it among their mentions, new until they say that they saw it", async () => {
  const maria = as(made.operator, personOf("owner", { on: orders.slug, id: "ana-maria" }));
  await made.store.client.user.update({ where: { id: "ana-maria" }, data: { mentionsSeenAt: new Date() } });
  const before = await countMentions(maria);
  await addComment(viewer(), orders.slug, subject, "@Ana Maria, is this yours?");
  // What one writes to oneself is no news.
  await addComment(maria, orders.slug, subject, "@Ana Maria, remember this");
  const taken = await addComment(viewer(), orders.slug, subject, "@Ana Maria, forget it");
  await removeComment(viewer(), orders.slug, taken.id);
  expect([before, await countMentions(maria)]).toEqual([0, 1]);
  const [newest] = await listMentions(maria);
  expect(newest).toMatchObject({
    ...{ fresh: true, database: { slug: orders.slug } },
    comment: { body: "@Ana Maria, is this yours?", subject },
  });
  expect(await countMentions(viewer())).toBe(0);
  // Who may not read the database any more is told nothing of it.
  const elsewhere = as(made.operator, personOf("owner", { on: "another", id: "ana-maria" }));
  expect([await countMentions(elsewhere), await listMentions(elsewhere)]).toEqual([0, []]);
  await markMentionsSeen(maria, newest?.comment.at ?? new Date(Number.NaN));
  expect(await countMentions(maria)).toBe(0);
  expect((await listMentions(maria))[0]?.fresh).toBe(false);
  // A moment that is still to come would hide what nobody has seen.
  await markMentionsSeen(maria, new Date("2099-01-01"));
  await addComment(
    { ...viewer(), now: () => new Date(Date.now() + 1_000) },
    orders.slug,
    subject,
    "@Ana Maria!",
  );
  expect(await countMentions(maria)).toBe(1);
});
