import { afterAll, beforeAll, expect, test } from "vitest";
import { AppError } from "../postgres/app-error";
import { type CheckedDatabase, checkedDatabase } from "../testing/checked-database";
import { type TestStore, testStore } from "../testing/test-store";
import { createPlan } from "./create-plan";
import { readDatabase } from "./read-database";
import { replan } from "./replan";

let made: TestStore;
let watched: CheckedDatabase;

beforeAll(async () => {
  made = await testStore();
  watched = await checkedDatabase(made, {
    expected: "CREATE TABLE users (id varchar(36) PRIMARY KEY, name text NOT NULL);",
    actual: "CREATE TABLE users (id uuid PRIMARY KEY, name text); CREATE TABLE hotfix (id int);",
  });
});

afterAll(async () => {
  await made.drop();
  await watched.drop();
});

test("what a long list did not show is planned as well, but no drop that nobody chose", async () => {
  const { differences } = await readDatabase(made.operator, watched.slug);
  const all = differences.map(({ difference }) => difference.id);
  const shown = await watched.differenceIn("name");
  const drop = await watched.differenceIn("hotfix");
  const others = all.filter((id) => id !== shown && id !== drop);
  expect(others.length).toBeGreaterThan(0);
  const rest = await createPlan(made.operator, watched.slug, {
    ...{ differences: [], othersThan: [shown], drops: true },
  });
  expect(rest.options.only.toSorted()).toEqual(others.toSorted());
  const whole = await createPlan(made.operator, watched.slug, {
    ...{ differences: [shown], othersThan: [shown] },
  });
  expect(whole.options.only.toSorted()).toEqual([shown, ...others].toSorted());
  // A plan made in its place keeps of its own what the list did not show.
  const less = await replan(made.operator, whole.id, { differences: [], othersThan: [shown] });
  expect(less.options.only.toSorted()).toEqual(others.toSorted());
});

test("a plan for nothing is refused, with what to do", async () => {
  await expect(createPlan(made.operator, watched.slug, { differences: [] })).rejects.toThrow(
    new AppError("nothing-to-plan", "No difference is chosen.", { hint: "Tick at least one." }),
  );
});
