/** What the server itself keeps among a column's options is no option of the column's. */
import { describe, expect, it } from "vitest";
import { fingerprint } from "../../catalog/fingerprint";
import { planSides } from "../../testing/plan-sides";
import { majors } from "../../testing/test-server";

const tables = `
  CREATE TABLE t (id int PRIMARY KEY, plain text, counted int);
  ALTER TABLE t ALTER counted SET (n_distinct = 5);
  CREATE MATERIALIZED VIEW m AS SELECT id, counted FROM t;
  ALTER MATERIALIZED VIEW m ALTER counted SET (n_distinct = 7);`;

// The minor releases of November 2026 write such a number for every column; here it is written as they do.
const numbered = (number: number): string => `
  SET allow_system_table_mods = on;
  UPDATE pg_attribute SET attoptions = ARRAY['pg_attver=${number}'] || attoptions
    WHERE attrelid IN ('t'::regclass, 'm'::regclass) AND attnum > 0;`;

describe.each(majors)("on PostgreSQL %i", (major) => {
  it.each([
    [numbered(1), numbered(2)],
    [numbered(1), ""],
    ["", numbered(2)],
  ])(
    "a column's version number is neither a difference nor part of a fingerprint (%#)",
    async (expected, actual) => {
      const sides = await planSides(tables + expected, tables + actual, major);
      try {
        expect(sides.drift.differences).toEqual([]);
        expect(fingerprint(sides.expected)).toBe(fingerprint(sides.actual));
        expect(sides.actual.objects.find(({ name }) => name === "counted")?.options).toEqual([
          "n_distinct=5",
        ]);
        expect(sides.actual.objects.find(({ name }) => name === "m")?.columnOptions).toEqual({
          counted: ["n_distinct=7"],
        });
      } finally {
        await sides.drop();
      }
    },
  );

  it("an option of the column's own beside the number is a difference like any other", async () => {
    const other =
      "ALTER TABLE t ALTER counted SET (n_distinct = 6); ALTER MATERIALIZED VIEW m ALTER counted RESET (n_distinct);";
    const sides = await planSides(tables + other + numbered(1), tables + numbered(2), major);
    try {
      expect(
        sides.drift.differences.map((difference) => [
          difference.object.name,
          difference.type === "changed" && difference.attributes.map(({ attribute }) => attribute),
        ]),
      ).toEqual([
        ["m", ["columnOptions"]],
        ["counted", ["options"]],
      ]);
    } finally {
      await sides.drop();
    }
  });
});
