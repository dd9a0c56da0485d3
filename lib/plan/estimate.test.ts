import { expect, test } from "vitest";
import { statement } from "../postgres/statement";
import { estimateStatement, type KnownSizes, longestLock, tableKey, withCreated } from "./estimate";
import type { PlannedStatement } from "./plan";

const users = { kind: "table", schema: "public", name: "users" };
const id = { kind: "column", schema: "public", table: "users", name: "id" };
const folders = { kind: "table", schema: "public", name: "folders" };

const planned = (...parameters: Parameters<typeof statement>): PlannedStatement => ({
  ...statement(...parameters),
  fixes: [],
});

const rewrite = planned("ALTER TABLE users ALTER id TYPE text", id, {
  lock: "ACCESS EXCLUSIVE",
  rewrite: true,
});
const quick = planned("ALTER TABLE users ALTER id DROP DEFAULT", id, { lock: "ACCESS EXCLUSIVE" });
const scan = planned("ALTER TABLE folders VALIDATE CONSTRAINT c", folders, {
  lock: "SHARE ROW EXCLUSIVE",
  scan: true,
});

const sizes: KnownSizes = new Map([
  [
    tableKey("public", "users"),
    { rows: 1_000, tableBytes: 24 * 1_048_576, indexBytes: 8 * 1_048_576, from: "check C-1" },
  ],
]);

test("a rewrite takes as long as its table and indexes are large, and says where the size is from", () => {
  const { seconds, basis } = estimateStatement(rewrite, sizes);
  expect(seconds).toBeCloseTo(2.01);
  expect(basis).toBe("about 1,000 rows, 32 MB written anew at 16 MB/s, ± half; size from check C-1");
});

test("what reads no row takes a moment, and what is not known is not guessed", () => {
  expect(estimateStatement(quick, new Map()).seconds).toBe(0.01);
  expect(estimateStatement(rewrite, new Map())).toEqual({
    seconds: null,
    basis: "the size of its table is not known",
  });
});

test("every table of a transaction waits for all of it, and the unknown is the longest", () => {
  const known = longestLock([[quick, rewrite], [quick]], sizes);
  expect(known).toMatchObject({ tables: [{ schema: "public", name: "users" }], readsWait: true });
  expect(known.seconds).toBeCloseTo(2.02);
  expect(longestLock([[rewrite], [scan]], sizes)).toMatchObject({
    ...{ seconds: null, tables: [{ schema: "public", name: "folders" }] },
    ...{ readsWait: false, writesWait: true },
  });
});

test("a table that the plan itself makes is empty", () => {
  const created = withCreated(sizes, [{ action: "create", object: folders }]);
  expect(longestLock([[rewrite], [scan]], created).seconds).toBeCloseTo(2.01);
  expect(
    withCreated(sizes, [{ action: "create", object: users }]).get(tableKey("public", "users"))?.rows,
  ).toBe(1_000);
});

test("nobody waits for a plan that locks nothing in use", () => {
  expect(longestLock([[planned("COMMENT ON TABLE users IS 'x'", users)]], sizes)).toMatchObject({
    ...{ seconds: 0, tables: [], writesWait: false },
  });
});
