import { afterAll, beforeAll, expect, test } from "vitest";
import { rightsOf } from "../access/authority";
import { connect } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { type TestDatabase, testServer } from "../testing/test-server";
import { type TestStore, testStore } from "../testing/test-store";
import { addDatabase } from "./add-database";
import { checkDatabase } from "./check-database";
import type { Context } from "./context";
import { addIgnoreRule, listIgnoreRules, previewIgnoreRule, removeIgnoreRule } from "./ignore-rules";
import { readDatabase } from "./read-database";
import { requestCheck } from "./request-check";

let made: TestStore;
let watched: TestDatabase;
let slug: string;

beforeAll(async () => {
  made = await testStore();
  watched = await (await testServer()).createDatabase("ignored");
  const session = await connect(connectionSettingsFromUrl(watched.url));
  await session.script(`
    CREATE TABLE users (id int); COMMENT ON TABLE users IS 'people';
    CREATE TABLE tmp_import (id int); CREATE TABLE tmp_export (id int)`);
  await session.close();
  const { database, check } = await addDatabase(made.operator, {
    connection: { ...watched, database: watched.name, tls: "disable" },
    source: { given: "pasted", text: "CREATE TABLE users (id int);" },
  });
  slug = database.slug;
  await runCheck(check.number);
});

afterAll(async () => {
  await made.drop();
  await watched.drop();
});

async function runCheck(number: number): Promise<void> {
  const workerId = crypto.randomUUID();
  await made.store.client.worker.create({ data: { id: workerId, hostname: "test", processId: 1 } });
  await checkDatabase(made.worker, { number, workerId, signal: new AbortController().signal });
}

async function checkAgain(): Promise<Awaited<ReturnType<typeof readDatabase>>> {
  await runCheck((await requestCheck(made.operator, slug)).check.number);
  return readDatabase(made.operator, slug);
}

const tables = { kind: "table", name: "tmp_*", reason: "loaded by hand every week" };

test("a rule shows beforehand what it covers, covers it from the next check on, and lets go when removed", async () => {
  expect(
    (await previewIgnoreRule(made.operator, slug, tables)).whole.map(({ object }) => object.name),
  ).toEqual(["tmp_export", "tmp_import"]);
  const tmp = await addIgnoreRule(made.operator, slug, tables);
  const comment = await addIgnoreRule(made.operator, slug, {
    ...{ kind: "table", attribute: "comment", reason: "comments are the DBA's" },
  });
  expect((await readDatabase(made.operator, slug)).check?.result?.verdict).toBe("drift");

  const covered = await checkAgain();
  expect(covered.check?.result).toMatchObject({
    verdict: "clean",
    counts: { ignored: 3, unexpected: 0, changed: 0 },
  });
  expect(covered.differences.map(({ difference }) => difference.ignoredBy).sort()).toEqual(
    [tmp.id, tmp.id, comment.id].sort(),
  );
  const { rules } = await listIgnoreRules(made.operator, slug);
  expect(rules.map(({ covers, active }) => [covers.whole.length, active])).toEqual([
    [2, true],
    [1, true],
  ]);

  await removeIgnoreRule(made.operator, slug, tmp.id);
  expect((await checkAgain()).check?.result).toMatchObject({ verdict: "drift", counts: { unexpected: 2 } });
  await expect(removeIgnoreRule(made.operator, slug, tmp.id)).rejects.toMatchObject({
    code: "no-such-ignore-rule",
  });
});

test("a rule on an attribute leaves the drop of its object to be seen", async () => {
  const covers = await previewIgnoreRule(made.operator, slug, {
    ...{ kind: "table", attribute: "comment", name: "tmp_*", reason: "x" },
  });
  expect(covers).toEqual({ whole: [], inPart: [] });
});

test("an attribute may be called as pages call it, and one that nothing has is refused", async () => {
  const preview = (kind: string | null, attribute: string) =>
    previewIgnoreRule(made.operator, slug, { kind, attribute, reason: "x" });
  expect((await preview("table", "Comment")).whole).toHaveLength(1);
  await expect(preview("column", "statistics target")).resolves.toBeDefined();
  await expect(preview("column", "row security")).rejects.toThrow("No column has an attribute of this name.");
  await expect(preview(null, "comments")).rejects.toThrow("No kind of object has an attribute of this name.");
  await expect(preview(null, "statistics target")).rejects.toThrow("Choose the kind too.");
});

test("rules are an owner's to make; who may not see the database learns nothing of it", async () => {
  const as = (rights: Context["actor"]["rights"]): Context => ({
    ...made.operator,
    actor: { ...made.operator.actor, rights },
  });
  await expect(addIgnoreRule(as(rightsOf("approver")), slug, tables)).rejects.toMatchObject({
    code: "not-allowed",
  });
  await expect(listIgnoreRules(as(new Set()), slug)).rejects.toMatchObject({ code: "no-such-database" });
  expect((await listIgnoreRules(as(rightsOf("viewer")), slug)).rules).toHaveLength(1);
});

test("making and removing a rule stand in the audit log", async () => {
  const entries = await made.store.client.auditEntry.findMany({
    where: { action: { startsWith: "ignore-rule." } },
    orderBy: { number: "asc" },
  });
  expect(entries.map(({ action }) => action)).toEqual([
    "ignore-rule.add",
    "ignore-rule.add",
    "ignore-rule.remove",
  ]);
});
