import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { hazardQuestions } from "../plan/hazard-answers";
import { findPlan, type StoredPlan } from "../store/plans";
import { savePolicy } from "../store/policies";
import { type CheckedDatabase, checkedDatabase } from "../testing/checked-database";
import { person } from "../testing/run-stage";
import { type TestStore, testStore } from "../testing/test-store";
import { answerHazard } from "./answer-hazard";
import { checkPlan } from "./check-plan";
import { comparePlans } from "./compare-plans";
import type { Context } from "./context";
import { createPlan } from "./create-plan";
import { discardPlan } from "./discard-plan";
import { countPlansWaiting, listPlans } from "./list-plans";
import { markRead } from "./mark-read";
import { approvalOf } from "./plan-approval";
import { readDatabase } from "./read-database";
import { readPlan } from "./read-plan";
import { replan } from "./replan";
import { requestApproval } from "./request-approval";
import { bypassApproval, reviewPlan, withdrawReview } from "./review-plan";
import { setPolicy } from "./set-policy";

let made: TestStore;
let watched: CheckedDatabase;
let ann: Context;
let ben: Context;
let vic: Context;
let olga: Context;
let plan: StoredPlan;

const expected = "CREATE TABLE users (id varchar(36) PRIMARY KEY, name text NOT NULL);";
const actual = `CREATE TABLE users (id uuid PRIMARY KEY, name text);
  CREATE TABLE hotfix (id int);
  INSERT INTO users SELECT gen_random_uuid(), 'user ' || n FROM generate_series(1, 50) n;`;

beforeAll(async () => {
  made = await testStore();
  watched = await checkedDatabase(made, { expected, actual });
  ann = await person(made, "Ann", "operator");
  ben = await person(made, "Ben", "approver");
  vic = await person(made, "Vic", "viewer");
  olga = await person(made, "Olga", "owner");
});

afterAll(async () => {
  await made.drop();
  await watched.drop();
});

const policy = {
  ...{ approvals: 1, selfApproval: false, windowRequired: false, rehearsalRequired: false },
  ...{ longestLockSeconds: null, approvalHours: 24 },
};

const differences = async (): Promise<string[]> =>
  (await readDatabase(made.operator, watched.slug)).differences.map(({ difference }) => difference.id);

beforeEach(async () => {
  const { database } = await readDatabase(made.operator, watched.slug);
  await savePolicy(made.store, database.id, policy, { id: "owner", name: "owner" });
  plan = await createPlan(ann, watched.slug, { differences: await differences() });
});

/** Everything that has to be done before anybody is asked. */
async function prepare(who: Context = ann): Promise<void> {
  await readAll(who);
  await answerHazard(who, plan.id, { keys: hazardQuestions(plan.content).map(({ key }) => key) });
}

const readAll = (who: Context): Promise<void> =>
  markRead(
    who,
    plan.id,
    plan.content.statements.map((_, position) => position),
    true,
  );

async function requested(): Promise<void> {
  await prepare();
  await requestApproval(ann, plan.id, plan.hash);
}

const approve = (who: Context, hash = plan.hash): Promise<void> =>
  reviewPlan(who, plan.id, { verdict: "approve", hash });

const code = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "done",
    (error: { readonly code?: string }) => error.code,
  );

test("a plan leaves drops out unless they are asked for, and is bound to what the server says it is", async () => {
  expect(plan).toMatchObject({ state: "draft", databaseName: watched.watched.name, losesData: false });
  expect(plan.databaseOid).toMatch(/^\d+$/);
  expect(plan.systemIdentifier).toMatch(/^\d{10,}$/);
  expect(plan.content.statements.some(({ sql }) => sql.includes("hotfix"))).toBe(false);
  const dropping = await createPlan(ann, watched.slug, { differences: await differences(), drops: true });
  expect(dropping.losesData).toBe(true);
  expect(dropping.hash).not.toBe(plan.hash);
  const drop = await watched.differenceIn("hotfix");
  expect(await code(createPlan(ann, watched.slug, { differences: [drop] }))).toBe("nothing-to-plan");
});

test("the same plan made twice has the same hash, and every part of what it is for is in it", async () => {
  const again = await createPlan(ann, watched.slug, { differences: await differences() });
  expect(again.hash).toBe(plan.hash);
  expect(again.number).not.toBe(plan.number);
});

test("from draft to approved: read, answered, requested, approved by another person", async () => {
  const way = async () => {
    const { status, step, blockers } = await readPlan(ann, plan.id);
    return { status, step, codes: blockers.map((blocker) => blocker.code) };
  };
  expect(await way()).toEqual({
    ...{ status: "Draft", step: "request approval" },
    codes: ["unread", "unanswered", "unchecked"],
  });
  expect(await code(requestApproval(ann, plan.id, plan.hash))).toBe("plan-not-ready");
  await prepare();
  await requestApproval(ann, plan.id, plan.hash);
  expect(await way()).toMatchObject({ status: "Needs approval", step: "approve" });
  expect(await code(approve(ben))).toBe("plan-not-ready");
  await readAll(ben);
  expect(await countPlansWaiting(ben)).toBe(1);
  await approve(ben);
  expect(await countPlansWaiting(ben)).toBe(0);
  expect(await way()).toEqual({ status: "Ready", step: "run", codes: [] });
  expect(await approvalOf(made.store, plan.number, new Date())).toMatchObject({ approved: true });
  const later = new Date(Date.now() + 25 * 3_600_000);
  expect(await approvalOf(made.store, plan.number, later)).toMatchObject({ approved: false, expired: true });
  await withdrawReview(ben, plan.id);
  expect(await way()).toMatchObject({ status: "Needs approval" });
});

test("who made or requested a plan cannot approve it, whatever their role", async () => {
  plan = await createPlan(ben, watched.slug, { differences: await differences() });
  await prepare(ben);
  await requestApproval(ben, plan.id, plan.hash);
  expect(await code(approve(ben))).toBe("self-approval");
  await requested();
  expect((await findPlan(made.store, plan.number))?.requestedById).toBe(ann.actor.id);
  expect(await code(approve(ben))).toBe("self-approval");
});

test.each([
  ["viewer", "not-allowed", () => vic],
  ["operator", "not-allowed", () => ann],
  ["worker", "no-such-plan", () => made.worker],
] as const)("a %s may not approve", async (_, answer, who) => {
  await requested();
  expect(await code(approve(who()))).toBe(answer);
});

test("a token with every right may not approve: four eyes are people's", async () => {
  await requested();
  const token: Context = { ...olga, actor: { ...olga.actor, kind: "token" } };
  await readAll(token);
  expect(await code(approve(token))).toBe("not-allowed");
  // What it made is its maker's.
  const actor = { ...ann.actor, kind: "token", id: "a token", behind: olga.actor.id } as const;
  plan = await createPlan({ ...ann, actor }, watched.slug, { differences: await differences() });
  await requested();
  expect(await code(approve(olga))).toBe("self-approval");
});

test("a viewer changes nothing, and to who may not read the database a plan does not exist", async () => {
  for (const work of [
    async () => createPlan(vic, watched.slug, { differences: await differences() }),
    () => discardPlan(vic, plan.id),
    () => replan(vic, plan.id),
    () => checkPlan(vic, plan.id),
    () => answerHazard(vic, plan.id, { keys: [] }),
    () => requestApproval(vic, plan.id, plan.hash),
    () => bypassApproval(vic, plan.id, { hash: plan.hash, reason: "because it is urgent" }),
    () => setPolicy(vic, watched.slug, policy),
  ])
    expect(await code(work())).toBe("not-allowed");
  const stranger: Context = { ...vic, actor: { ...vic.actor, rights: new Set() } };
  const foreign = await readPlan(stranger, plan.id).catch((error: unknown) => error);
  const absent = await readPlan(stranger, "P-99999").catch((error: unknown) => error);
  expect(foreign).toMatchObject({ code: "no-such-plan", message: `There is no plan ${plan.id}.` });
  expect(absent).toMatchObject({ code: "no-such-plan", message: "There is no plan P-99999." });
  expect(await listPlans(stranger)).toEqual([]);
});

test("one byte of a plan that was changed in the store ends it: nobody can request, approve or bypass it", async () => {
  await requested();
  await readAll(ben);
  const [first] = plan.content.statements;
  await made.store.client.$executeRaw`
    UPDATE plans SET content = replace(content::text, ${first?.sql.slice(0, 12) ?? ""}, ${`${first?.sql.slice(0, 11)}~`})::json
     WHERE number = ${plan.number}`;
  expect(await code(approve(ben))).toBe("plan-altered");
  expect(await code(requestApproval(ann, plan.id, plan.hash))).toBe("plan-altered");
  expect(await code(bypassApproval(olga, plan.id, { hash: plan.hash, reason: "because it is urgent" }))).toBe(
    "plan-altered",
  );
  expect(await approvalOf(made.store, plan.number, new Date())).toMatchObject({ approved: false });
  expect((await readPlan(ann, plan.id)).status).toBe("Stale");
});

test("an approval that was given stands no more once the content is changed", async () => {
  await requested();
  await readAll(ben);
  await approve(ben);
  await made.store.client.plan.update({ where: { number: plan.number }, data: { databaseOid: "1" } });
  expect(await approvalOf(made.store, plan.number, new Date())).toMatchObject({ approved: false });
});

test("a page that shows another hash decides nothing", async () => {
  await requested();
  await readAll(ben);
  expect(await code(approve(ben, "0".repeat(64)))).toBe("plan-changed");
});

test("twenty approvals at once of one person leave one, and of twenty people twenty", async () => {
  await requested();
  await readAll(ben);
  await Promise.all(Array.from({ length: 20 }, () => approve(ben)));
  const { counted } = await approvalOf(made.store, plan.number, new Date());
  expect(counted).toHaveLength(1);
  const many = await Promise.all(
    Array.from({ length: 20 }, (_, number) => person(made, `Reviewer ${number}`, "approver")),
  );
  await Promise.all(many.map(readAll));
  await Promise.all(many.map((who) => approve(who)));
  expect((await approvalOf(made.store, plan.number, new Date())).counted).toHaveLength(21);
});

test("an approver who is demoted or may not sign in any more does not count", async () => {
  await requested();
  const dora = await person(made, "Dora", "approver");
  await readAll(dora);
  await approve(dora);
  const approved = async () => (await approvalOf(made.store, plan.number, new Date())).approved;
  expect(await approved()).toBe(true);
  const set = (data: { readonly role?: string; readonly disabledAt?: Date | null }) =>
    made.store.client.user.update({ where: { id: dora.actor.id }, data });
  await set({ role: "operator" });
  expect(await approved()).toBe(false);
  await set({ role: "approver" });
  expect(await approved()).toBe(true);
  await set({ disabledAt: new Date() });
  expect(await approved()).toBe(false);
});

test("a request for changes wants a comment, stops the plan, and is taken back by approving", async () => {
  await requested();
  expect(
    await code(reviewPlan(ben, plan.id, { verdict: "request changes", hash: plan.hash, comment: " " })),
  ).toBe("invalid-input");
  await reviewPlan(ben, plan.id, {
    verdict: "request changes",
    hash: plan.hash,
    comment: "Not on a Friday.",
  });
  expect((await readPlan(ann, plan.id)).status).toBe("Rejected");
  await readAll(ben);
  await approve(ben);
  expect((await readPlan(ann, plan.id)).status).toBe("Ready");
});

test("an owner may go without approval with a fresh proof and a reason, and everybody sees it", async () => {
  const reason = "The application is down and nobody else is awake.";
  expect(await code(bypassApproval(ben, plan.id, { hash: plan.hash, reason }))).toBe("not-allowed");
  expect(await code(bypassApproval(olga, plan.id, { hash: plan.hash, reason: "urgent" }))).toBe(
    "invalid-input",
  );
  const old: Context = {
    ...olga,
    actor: { ...olga.actor, authenticatedAt: new Date(Date.now() - 6 * 60_000) },
  };
  expect(await code(bypassApproval(old, plan.id, { hash: plan.hash, reason }))).toBe("sign-in-again");
  await bypassApproval(olga, plan.id, { hash: plan.hash, reason });
  const seen = (await listPlans(ben)).find((listed) => listed.plan.number === plan.number);
  expect(seen?.approval).toMatchObject({ approved: true, bypass: { reviewerName: "Olga", comment: reason } });
  const waits = async (who: Context) =>
    (await listPlans(who)).find((listed) => listed.plan.number === plan.number)?.toRead;
  // Who approves is told until they have read it; who decided it, and who may not approve, are not.
  expect([await waits(ben), await waits(olga), await waits(vic)]).toEqual([true, false, false]);
  await readAll(ben);
  expect(await waits(ben)).toBe(false);
  const entries = await made.store.client.auditEntry.findMany({ where: { objectId: plan.id } });
  expect(entries.map(({ action }) => action)).toEqual(["plan.make", "plan.bypass"]);
});

test("hazards that lose data want the name of their table, compared here", async () => {
  plan = await createPlan(ann, watched.slug, { differences: await differences(), drops: true });
  const losing = hazardQuestions(plan.content).filter(({ typed }) => typed !== null);
  expect(losing.map(({ typed }) => typed)).toEqual(["public.hotfix"]);
  const keys = losing.map(({ key }) => key);
  expect(await code(answerHazard(ann, plan.id, { keys }))).toBe("wrong-confirmation");
  expect(await code(answerHazard(ann, plan.id, { keys, typed: "hotfix" }))).toBe("wrong-confirmation");
  expect(await code(answerHazard(ann, plan.id, { keys: ["data-loss\nanything"], typed: "x" }))).toBe(
    "no-such-hazard",
  );
  await answerHazard(ann, plan.id, { keys, typed: "public.hotfix" });
  expect((await readPlan(ann, plan.id)).answers.map(({ hazard }) => hazard)).toEqual(keys);
});

test("the policy is set by owners with a fresh proof, counts at once, and stands in the audit log", async () => {
  expect(await code(setPolicy(ben, watched.slug, policy))).toBe("not-allowed");
  await requested();
  await readAll(ben);
  await approve(ben);
  await setPolicy(olga, watched.slug, { ...policy, approvals: 2, longestLockSeconds: "" });
  expect((await readPlan(ann, plan.id)).status).toBe("Needs approval");
  const entry = await made.store.client.auditEntry.findFirst({
    where: { action: "policy.set" },
    orderBy: { number: "desc" },
  });
  expect(JSON.parse(entry?.detail ?? "")).toMatchObject({
    before: { approvals: 1 },
    after: { approvals: 2 },
  });
});

test("a plan is compared with the one it replaced, statement by statement", async () => {
  const [first = ""] = await differences();
  const later = await replan(ann, plan.id, { differences: [await watched.differenceIn("name")] });
  expect(first).not.toBe("");
  expect((await readPlan(ann, plan.id)).status).toBe("Discarded");
  expect((await readPlan(ann, plan.id)).plan.replacedBy).toBe(later.number);
  const { statements, earlier } = await comparePlans(ann, later.id, null);
  expect(earlier?.number).toBe(plan.number);
  expect(statements.filter((statement) => statement.in === "later")).toEqual([]);
  expect(statements.filter((statement) => statement.in === "earlier").length).toBeGreaterThan(0);
});

test("a change in the live database that the checks see makes the plan stale and ends its approvals", async () => {
  await requested();
  await readAll(ben);
  await approve(ben);
  await watched.run("ALTER TABLE users ADD COLUMN surprise int");
  try {
    const checks = await checkPlan(ann, plan.id);
    expect(checks.find(({ name }) => name === "database")).toMatchObject({ result: "fail" });
    expect(checks.find(({ name }) => name === "data")).toMatchObject({ result: "pass" });
    const overview = await readPlan(ann, plan.id);
    expect(overview.status).toBe("Stale");
    expect(overview.stale?.appeared.map(({ sentence }) => sentence).join()).toContain("surprise");
    expect(overview.approval).toMatchObject({ approved: false, counted: [] });
    expect(await approvalOf(made.store, plan.number, new Date())).toMatchObject({ approved: false });
    expect(await code(approve(ben))).toBe("plan-not-ready");
    expect(await code(replan(ann, plan.id))).toBe("check-first");
  } finally {
    await watched.run("ALTER TABLE users DROP COLUMN surprise");
  }
});

test("a newer check with another fingerprint ends plans too, and re-planning goes on from it", async () => {
  await watched.run("COMMENT ON TABLE users IS 'changed'");
  await watched.check();
  const overview = await readPlan(ann, plan.id);
  expect(overview).toMatchObject({
    status: "Stale",
    stale: { side: "database", check: expect.stringMatching(/^C-/) },
  });
  const entry = await made.store.client.auditEntry.findFirst({
    where: { action: "plan.void", objectId: plan.id },
  });
  expect(entry).toMatchObject({ actorKind: "worker" });
  const next = await replan(ann, plan.id);
  expect(next.replaces).toBe(plan.number);
  expect((await checkPlan(ann, next.id)).find(({ name }) => name === "database")).toMatchObject({
    result: "pass",
  });
});

test("what the rows say is told as counts, never as values", async () => {
  await watched.run("UPDATE users SET name = NULL WHERE name = 'user 7'");
  try {
    const checks = await checkPlan(ann, plan.id);
    expect(checks.find(({ name }) => name === "data")).toMatchObject({
      result: "fail",
      sentence: expect.stringMatching(/^1 row would stop it/),
    });
    const stored = await made.store.client.planCheck.findMany({ where: { planNumber: plan.number } });
    expect(JSON.stringify(stored)).not.toContain("user 7");
  } finally {
    await watched.run("UPDATE users SET name = 'user 7' WHERE name IS NULL");
  }
});

test("a database that cannot be reached leaves the checks without an answer, which is never pass", async () => {
  const { database } = await readDatabase(made.operator, watched.slug);
  await made.store.client.database.update({ where: { id: database.id }, data: { port: 1 } });
  try {
    const checks = await checkPlan(ann, plan.id);
    expect(checks.every(({ result }) => result === "not run")).toBe(true);
    expect(await code(prepare().then(() => requestApproval(ann, plan.id, plan.hash)))).toBe("plan-not-ready");
  } finally {
    await made.store.client.database.update({
      where: { id: database.id },
      data: { port: database.connection.port },
    });
  }
});
