/** Views that name columns by their place: their texts are the same where tables have their columns in another order, and mean something else. */
import { expect, it } from "vitest";
import { compare } from "../drift/compare";
import type { Drift } from "../drift/drift";
import { makePlan } from "../plan/make-plan";
import type { Plan } from "../plan/plan";
import { planSides } from "../testing/plan-sides";
import { majors, testServer } from "../testing/test-server";
import { normalise } from "./normalise";

async function between(
  expected: string,
  actual: string,
  major: number,
): Promise<{ readonly drift: Drift; readonly plan: Plan }> {
  const sides = await planSides(expected, actual, major);
  try {
    const server = await testServer(major);
    const { unverified, ...alike } = await normalise(sides.expected, sides.actual, {
      shadowUrl: () => Promise.resolve(server.url("postgres")),
    });
    const drift = compare(alike.expected, alike.actual, { unverified });
    return { drift, plan: makePlan(drift, alike.expected, alike.actual) };
  } finally {
    await sides.drop();
  }
}

const tables = (
  order: readonly string[],
): string => `CREATE TABLE t (${order.map((name) => `${name} int`).join(", ")});
  CREATE TABLE "T, u" (id int, "Odd ""one" int);`;
const view = `CREATE VIEW v AS SELECT x.first, o.k
  FROM t x(first, second) JOIN "T, u" o(k, m) ON o.m = x.first;`;

it.each(majors)("on PostgreSQL %i nobody says that they are as they should be", async (major) => {
  const other = await between(tables(["a", "b"]) + view, tables(["b", "a"]) + view, major);
  expect(other.drift).toMatchObject({ verdict: "unknown", differences: [] });
  expect(other.drift.unverified).toEqual([
    {
      object: { kind: "view", schema: "public", name: "v" },
      attributes: ["definition"],
      reason:
        "Its text names the columns of public.t by their place, and they stand in another order on the two sides.",
    },
  ]);
  const same = await between(tables(["a", "b"]) + view, tables(["a", "b"]) + view, major);
  expect(same.drift).toMatchObject({ verdict: "clean", differences: [] });
});

it.each(majors)("on PostgreSQL %i they are made only where they mean what they should", async (major) => {
  const materialized = "CREATE MATERIALIZED VIEW m AS SELECT first FROM t x(first);";
  const missing = await between(tables(["a", "b"]) + view + materialized, tables(["b", "a"]), major);
  expect(missing.plan.statements).toEqual([]);
  expect(missing.plan.manual.map(({ object, reason }) => [object.name, reason.slice(0, 48)])).toEqual([
    ["m", "Its text names the columns of public.t by their "],
    ["v", "Its text names the columns of public.t by their "],
  ]);
  // The server writes the names of all columns, also of those that were given none: the text itself is another one.
  const half = (order: readonly string[]): string =>
    `${tables(order)} CREATE VIEW v AS SELECT first FROM t x(first);`;
  const changed = await between(half(["a", "b"]), half(["b", "a"]), major);
  expect(changed.drift.differences.map(({ type, object }) => `${type} ${object.name}`)).toEqual([
    "changed v",
  ]);
  expect(changed.plan.statements).toEqual([]);
  expect(changed.plan.manual).toHaveLength(1);
  const there = await between(tables(["a", "b"]) + view + materialized, tables(["a", "b"]), major);
  expect(there.plan.manual).toEqual([]);
  const whole = await between(tables(["a", "b"]) + view + materialized, "SELECT", major);
  expect(whole.plan.manual).toEqual([]);
});
