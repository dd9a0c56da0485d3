/** Any plan does what it says and nothing else, and can be taken back: the whole one, and one for each difference alone. */
import { describe, expect, it } from "vitest";
import { makePlan } from "../../plan/make-plan";
import type { Plan } from "../../plan/plan";
import { displayName } from "../../postgres/identity";
import { planSides, runScript } from "../plan-sides";
import { majors } from "../test-server";
import { propertyCases } from "./cases";
import { chosenCases } from "./chosen-cases";
import { tryCodeChange, tryPlan } from "./try-plan";
import { unchosenCases } from "./unchosen-cases";

const cases = [...propertyCases, ...unchosenCases, ...chosenCases].flatMap((one) => {
  const [first, second] = [one.one, one.other].map(
    (side) => `${one.before ?? ""}\n${side};\n${one.behind ?? ""}`,
  ) as [string, string];
  const least = one.from ?? 14;
  return [
    { ...one, least, direction: "there", actual: first, expected: second },
    { ...one, least, direction: "back", actual: second, expected: first, rows: undefined },
  ];
});

const resolvedBy = ({ fixes }: Plan): readonly string[] =>
  fixes.filter(({ resolves }) => resolves.length > 0).map(({ object }) => displayName(object));

describe.each(majors)("on PostgreSQL %i", (major) => {
  it.each(cases.filter(({ least }) => major >= least))(
    "$name, $direction",
    { timeout: 300_000 },
    async ({ direction, actual, expected, rows, manual = [], alone, each, withoutDrops }) => {
      const sides = await planSides(expected, actual, major);
      try {
        if (rows !== undefined) await runScript(sides.actualDatabase, rows);
        const { drift } = sides;
        expect(drift.differences.length).toBeGreaterThan(0);
        const plan = makePlan(drift, sides.expected, sides.actual);
        expect(plan.manual.map(({ object }) => `${object.kind} ${object.name}`)).toEqual(manual);
        expect(makePlan(drift, sides.expected, sides.actual)).toEqual(plan);
        expect(await tryPlan(sides, {}, major)).toEqual([]);
        for (const { id, object } of alone ? drift.differences : [])
          expect(resolvedBy(makePlan(drift, sides.expected, sides.actual, { only: [id] }))).toEqual([
            displayName(object),
          ]);
        for (const { id, object } of drift.differences.slice(
          0,
          each ? undefined : direction === "there" ? 4 : 2,
        ))
          expect(await tryPlan(sides, { only: [id] }), `only ${object.kind} ${object.name}`).toEqual([]);
        if (withoutDrops) expect(await tryPlan(sides, { drops: false }), "without drops").toEqual([]);
        expect(await tryCodeChange(sides)).toEqual([]);
      } finally {
        await sides.drop();
      }
    },
  );
});
