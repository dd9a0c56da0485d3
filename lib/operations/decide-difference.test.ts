import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { readAudit } from "../store/audit";
import { as, type CheckedDatabase, checkedDatabase, personOf } from "../testing/checked-database";
import { type TestStore, testStore } from "../testing/test-store";
import { decideDifference, decisionSchema, takeBackDecision } from "./decide-difference";
import { listDatabases } from "./list-databases";
import { readActivity } from "./read-activity";
import { readDatabase } from "./read-database";

let made: TestStore;
let orders: CheckedDatabase;
let id: string;

beforeAll(async () => {
  made = await testStore();
  orders = await checkedDatabase(made, {
    expected: "CREATE TABLE users (id varchar(36) PRIMARY KEY, note text);",
    actual: "CREATE TABLE users (id varchar(36) PRIMARY KEY, note varchar(10));",
  });
  id = await orders.differenceIn("note");
});

beforeEach(async () => {
  await made.store.client.decision.deleteMany();
});

afterAll(async () => {
  await made.drop();
  await orders.drop();
});

const accept = decisionSchema.parse({ decision: "accept", reason: "moves in March", term: "30" });
const health = async (now = made.operator.now) => {
  const overview = await readDatabase({ ...made.operator, now }, orders.slug);
  const listed = (await listDatabases({ ...made.operator, now })).databases[0];
  expect(listed?.health).toEqual(overview.health);
  return { state: overview.health.state, verdict: overview.check?.result?.verdict, overview };
};
const daysOn = (days: number) => () => new Date(Date.now() + days * 86_400_000);

test("what is accepted does not count while it holds, stays listed, and counts again when it ran out", async () => {
  expect(await health()).toMatchObject({ state: "drifted", verdict: "drift" });
  await decideDifference(as(made.operator, personOf("operator")), orders.slug, id, accept);
  const held = await health();
  expect(held).toMatchObject({ state: "in_sync", verdict: "clean" });
  expect(held.overview.differences.map(({ difference }) => difference.id)).toEqual([id]);
  expect(held.overview.decisions.get(id)).toMatchObject({ type: "accept", reason: "moves in March" });
  expect(held.overview.check?.result?.counts).toMatchObject({ changed: 0 });
  // The check of that day says nothing about a month later; only the acceptance is at stake here.
  await made.store.client.database.updateMany({ data: { staleAfterMinutes: 1_000_000 } });
  expect(await health(daysOn(29))).toMatchObject({ state: "in_sync" });
  expect(await health(daysOn(31))).toMatchObject({ state: "drifted", verdict: "drift" });
});

test("another decision takes the place of an acceptance, and taking it back opens the difference again", async () => {
  await decideDifference(made.operator, orders.slug, id, accept);
  await decideDifference(
    made.operator,
    orders.slug,
    id,
    decisionSchema.parse({ decision: "change code", reason: "" }),
  );
  expect(await health()).toMatchObject({ state: "drifted" });
  const activity = await readActivity(made.operator, orders.slug, { kind: "difference", id });
  expect(activity.decisions.map(({ type, endedAt }) => [type, endedAt === null])).toEqual([
    ["accept", false],
    ["change code", true],
  ]);
  await takeBackDecision(made.operator, orders.slug, id);
  expect((await readActivity(made.operator, orders.slug, { kind: "difference", id })).decision).toBeNull();
  await expect(takeBackDecision(made.operator, orders.slug, id)).rejects.toMatchObject({
    code: "no-such-decision",
  });
  const deeds = await readAudit(made.store, { action: "difference.*" }, { limit: 3 });
  expect(deeds.map(({ action }) => action)).toEqual([
    "difference.take-back-decision",
    "difference.decide",
    "difference.decide",
  ]);
});

test("of twenty decisions at once exactly one holds", async () => {
  await Promise.all(
    Array.from({ length: 20 }, () => decideDifference(made.operator, orders.slug, id, accept)),
  );
  expect(await made.store.client.decision.count({ where: { endedAt: null } })).toBe(1);
});

test("an acceptance needs a reason and a term, and nothing else does", () => {
  expect(decisionSchema.safeParse({ decision: "accept", reason: " ", term: "7" }).success).toBe(false);
  expect(decisionSchema.safeParse({ decision: "accept", reason: "known" }).success).toBe(false);
  expect(decisionSchema.safeParse({ decision: "accept", reason: "known", term: "365" }).success).toBe(false);
  expect(decisionSchema.safeParse({ decision: "fix database", reason: "" }).success).toBe(true);
});

test("viewers may not decide, only owners accept without an end, and a stranger finds no database", async () => {
  const forever = decisionSchema.parse({ decision: "accept", reason: "legacy", term: "none" });
  const asked = async (actor: ReturnType<typeof personOf>, input = accept) =>
    decideDifference(as(made.operator, actor), orders.slug, id, input);
  await expect(asked(personOf("viewer"))).rejects.toMatchObject({ code: "not-allowed" });
  await expect(asked(personOf("approver"), forever)).rejects.toMatchObject({ code: "not-allowed" });
  await expect(asked(personOf("owner", { on: "another" }))).rejects.toMatchObject({
    code: "no-such-database",
  });
  expect(await made.store.client.decision.count()).toBe(0);
  expect((await asked(personOf("operator", { on: orders.slug }))).until).not.toBeNull();
  expect((await asked(personOf("owner"), forever)).until).toBeNull();
  await expect(decideDifference(made.operator, orders.slug, "D-AAAAAAAA", accept)).rejects.toMatchObject({
    code: "no-such-difference",
  });
});
