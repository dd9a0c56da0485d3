import { describe, expect, it } from "vitest";
import { makePlan } from "../../plan/make-plan";
import { planScript } from "../../plan/script";
import { planSides, runThroughPsql } from "../../testing/plan-sides";
import { majors } from "../../testing/test-server";
import { boundsMeet } from "./partition-bounds";

const range = (from: string, to: string): string => `FOR VALUES FROM (${from}) TO (${to})`;
const list = (values: string): string => `FOR VALUES IN (${values})`;

describe("two bounds", () => {
  it.each([
    [["integer"], range("1", "10"), range("10", "20"), false],
    [["integer"], range("1", "11"), range("10", "20"), true],
    [["integer"], range("MINVALUE", "9"), range("9", "MAXVALUE"), false],
    [["integer"], range("'-5'", "3"), range("'-10'", "'-5'"), false],
    [["bigint"], range("9", "100"), range("99", "1000"), true],
    [["numeric(9,2)"], range("1.50", "2"), range("2.00", "3"), false],
    [["date"], range("'2026-01-01'", "'2026-02-01'"), range("'2026-02-01'", "'2026-03-01'"), false],
    [["date"], range("'2026-01-01'", "'2026-02-02'"), range("'2026-02-01'", "'2026-03-01'"), true],
    [["date"], range("'2026-01-01'", "infinity"), range("'2026-02-01'", "'2026-03-01'"), null],
    [
      ["timestamp with time zone"],
      range("'2026-01-01 00:00:00+00'", "'2026-01-01 00:00:00.5+00'"),
      range("'2026-01-01 00:00:00.45+00'", "'2026-01-02 00:00:00+00'"),
      true,
    ],
    [["text"], range("'a'", "'b'"), range("'b'", "'c'"), false],
    [["text"], range("'a'", "'b'"), range("'B'", "'c'"), null],
    [["integer", "text"], range("1, 'a'", "2, 'a'"), range("2, 'b'", "3, MAXVALUE"), null],
    [["integer", "text"], range("1, 'a'", "2, 'a'"), range("3, 'b'", "4, MINVALUE"), false],
    [["integer"], list("1, 2"), list("3, 4"), false],
    [["integer"], list("1, 2"), list("2, NULL"), true],
    [["text"], list("'a, b', 'c'"), list("'b', NULL"), false],
    [["text"], list("'it''s'"), list("'it''s', 'c'"), true],
    [["public.span"], list("'[1,2)'"), list("'[1,1]'"), null],
    [[], list("'a'"), list("'b'"), null],
    [[], list("'a'"), list("'a'"), true],
    [["integer"], "DEFAULT", "DEFAULT", true],
    [["integer"], "DEFAULT", list("1"), false],
    [["text"], "FOR VALUES WITH (modulus 4, remainder 1)", "FOR VALUES WITH (modulus 2, remainder 1)", true],
    [["text"], "FOR VALUES WITH (modulus 4, remainder 1)", "FOR VALUES WITH (modulus 2, remainder 0)", false],
  ] as const)("of %j: %s and %s have values in common: %s", (types, one, other, meet) => {
    expect(boundsMeet(types, one, other)).toBe(meet);
    expect(boundsMeet(types, other, one)).toBe(meet);
  });
});

const root = "CREATE TABLE r (k integer NOT NULL) PARTITION BY RANGE (k);";

describe.each(majors)("on PostgreSQL %i", (major) => {
  it("a new partition waits for one that nobody expects, has rows of its bound, and was not chosen", async () => {
    const sides = await planSides(
      `${root} CREATE TABLE fresh PARTITION OF r FOR VALUES FROM (5) TO (15); CREATE TABLE beside PARTITION OF r FOR VALUES FROM (20) TO (30)`,
      `${root} CREATE TABLE stale PARTITION OF r FOR VALUES FROM (1) TO (10)`,
      major,
    );
    try {
      const plan = makePlan(sides.drift, sides.expected, sides.actual, { drops: false });
      expect(plan.fixes.map(({ object }) => object).filter(({ kind }) => kind === "table")).toEqual([
        { kind: "table", schema: "public", name: "beside" },
      ]);
      expect(plan.manual.map(({ object, reason }) => [object.name, reason])).toEqual([
        [
          "fresh",
          "Its bound overlaps that of table public.stale, which nobody expects: that one has to go first.",
        ],
      ]);
      expect(runThroughPsql(sides.actualDatabase, planScript(plan))).toMatchObject({ code: 0, errors: "" });
    } finally {
      await sides.drop();
    }
  });

  it("a new partition takes along the change of the bound that it overlaps", async () => {
    const sides = await planSides(
      `${root} CREATE TABLE fresh PARTITION OF r FOR VALUES FROM (5) TO (15); CREATE TABLE shrinks PARTITION OF r FOR VALUES FROM (1) TO (5); CREATE TABLE moves PARTITION OF r FOR VALUES FROM (30) TO (40)`,
      `${root} CREATE TABLE shrinks PARTITION OF r FOR VALUES FROM (1) TO (10); CREATE TABLE moves PARTITION OF r FOR VALUES FROM (20) TO (30)`,
      major,
    );
    try {
      const only = sides.drift.differences
        .filter(({ object }) => object.name === "fresh")
        .map(({ id }) => id);
      const plan = makePlan(sides.drift, sides.expected, sides.actual, { only });
      expect(plan.fixes.map(({ object }) => object.name)).toContain("shrinks");
      expect(plan.fixes.map(({ object }) => object.name)).not.toContain("moves");
      expect(plan.manual).toEqual([]);
      expect(runThroughPsql(sides.actualDatabase, planScript(plan))).toMatchObject({ code: 0, errors: "" });
    } finally {
      await sides.drop();
    }
  });
});
