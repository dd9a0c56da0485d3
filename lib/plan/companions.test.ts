import { describe, expect, it } from "vitest";
import { compare } from "../drift/compare";
import { planSides, readDatabase, runScript } from "../testing/plan-sides";
import { majors } from "../testing/test-server";
import { makePlan } from "./make-plan";
import { planScript } from "./script";

const cases = [
  {
    name: "an inherited column and its parent's",
    expected:
      "CREATE TABLE p (id bigint, x text); CREATE TABLE c (y integer) INHERITS (p); CREATE TABLE g () INHERITS (c)",
    actual:
      "CREATE TABLE p (id integer); CREATE TABLE c (y integer) INHERITS (p); CREATE TABLE g () INHERITS (c)",
  },
  {
    name: "a partition's column and its root's",
    expected:
      "CREATE TABLE p (id bigint, k integer) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)",
    actual:
      "CREATE TABLE p (id integer, k integer, x text) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)",
  },
  {
    name: "a column of several parents and theirs",
    expected:
      "CREATE TABLE a (x bigint); CREATE TABLE b (x bigint); CREATE TABLE c (y integer) INHERITS (a, b); CREATE TABLE g () INHERITS (c)",
    actual:
      "CREATE TABLE a (x integer); CREATE TABLE b (x integer); CREATE TABLE c (y integer) INHERITS (a, b); CREATE TABLE g () INHERITS (c)",
  },
  {
    name: "the types of tables that change places, and their parents'",
    expected:
      "CREATE TABLE a (x bigint); CREATE TABLE b (x text); CREATE TABLE c () INHERITS (b); CREATE TABLE d () INHERITS (a)",
    actual:
      "CREATE TABLE a (x integer); CREATE TABLE b (x integer); CREATE TABLE c () INHERITS (a); CREATE TABLE d () INHERITS (b)",
  },
  {
    name: "that a table is a partition, and all in which the two have to be alike",
    expected:
      "CREATE TABLE r (k integer, x bigint NOT NULL) PARTITION BY LIST (k); CREATE TABLE p (k integer, x bigint NOT NULL); ALTER TABLE r ATTACH PARTITION p FOR VALUES IN (1)",
    actual:
      "CREATE TABLE r (k integer, x integer) PARTITION BY LIST (k); CREATE TABLE p (k integer, x smallint)",
  },
  {
    name: "a typed table's columns and the type's attributes",
    expected:
      "CREATE TYPE pair AS (a bigint, b text, c date); CREATE TABLE t OF pair (c WITH OPTIONS DEFAULT '2026-01-01')",
    actual: "CREATE TYPE pair AS (a integer, b text); CREATE TABLE t OF pair",
  },
];

describe.each(majors)("on PostgreSQL %i", (major) => {
  it.each(
    cases.flatMap(({ name, expected, actual }) => [
      { name, expected, actual },
      { name: `${name}, the other way round`, expected: actual, actual: expected },
    ]),
  )(
    "$name: each chosen alone takes what it cannot do without, and is gone afterwards",
    async ({ expected, actual }) => {
      const sides = await planSides(expected, actual, major);
      try {
        expect(sides.drift.differences.length).toBeGreaterThan(1);
        for (const { id } of sides.drift.differences) {
          const plan = makePlan(sides.drift, sides.expected, sides.actual, { only: [id] });
          const resolved = new Set(plan.fixes.flatMap((fix) => fix.resolves));
          expect(plan.statements.length).toBeGreaterThan(0);
          expect(resolved).toContain(id);
          // In a transaction that is rolled back, so that each difference is tried on the same database.
          const script = planScript(plan).replace(/^COMMIT;$/m, "");
          expect(script).toContain("BEGIN;");
          await runScript(sides.actualDatabase, `${script}; ROLLBACK`);
        }
        const [first] = sides.drift.differences;
        const plan = makePlan(sides.drift, sides.expected, sides.actual, { only: [first?.id ?? ""] });
        await runScript(sides.actualDatabase, planScript(plan));
        const left = compare(sides.expected, await readDatabase(sides.actualDatabase)).differences;
        const resolved = new Set(plan.fixes.flatMap((fix) => fix.resolves));
        expect(left.map(({ id }) => id)).toEqual(
          sides.drift.differences.map(({ id }) => id).filter((id) => !resolved.has(id)),
        );
      } finally {
        await sides.drop();
      }
    },
  );

  it("a column keeps its own default, comment and grants to itself", async () => {
    const table = "CREATE TABLE p (id integer, x text); CREATE TABLE c () INHERITS (p);";
    const sides = await planSides(
      table,
      `${table} ALTER TABLE p ALTER id SET DEFAULT 1; COMMENT ON COLUMN c.id IS 'own'`,
      major,
    );
    try {
      const own = sides.drift.differences.find(({ object }) => object.table === "c" && object.name === "id");
      const plan = makePlan(sides.drift, sides.expected, sides.actual, { only: [own?.id ?? ""] });
      expect(plan.fixes.flatMap((fix) => fix.resolves)).toEqual([own?.id]);
    } finally {
      await sides.drop();
    }
  });

  it("a column whose parent's cannot be changed in place is left to people as well", async () => {
    const sides = await planSides(
      "CREATE TABLE p (k bigint) PARTITION BY HASH (k); CREATE TABLE p1 PARTITION OF p FOR VALUES WITH (MODULUS 1, REMAINDER 0)",
      "CREATE TABLE p (k integer) PARTITION BY HASH (k); CREATE TABLE p1 PARTITION OF p FOR VALUES WITH (MODULUS 1, REMAINDER 0)",
      major,
    );
    try {
      const plan = makePlan(sides.drift, sides.expected, sides.actual);
      expect(plan.statements).toEqual([]);
      expect(plan.manual.map(({ object }) => object.table).toSorted()).toEqual(["p", "p1"]);
      expect(plan.manual.map(({ reason }) => reason).join()).toContain(
        "It comes with column public.p.k, which is left to be done by hand.",
      );
    } finally {
      await sides.drop();
    }
  });

  it("a key that a foreign key nobody expects refers to stays where the foreign key could not come back", async () => {
    const sides = await planSides(
      "CREATE TABLE lists (o integer NOT NULL, p integer NOT NULL, CONSTRAINT lists_pkey PRIMARY KEY (o))",
      `CREATE TABLE lists (o integer NOT NULL, p integer NOT NULL, CONSTRAINT lists_pkey PRIMARY KEY (o, p));
       CREATE TABLE notes (o integer, p integer, CONSTRAINT notes_fkey FOREIGN KEY (o, p) REFERENCES lists)`,
      major,
    );
    try {
      const key = sides.drift.differences.find(({ object }) => object.name === "lists_pkey");
      const plan = makePlan(sides.drift, sides.expected, sides.actual, { only: [key?.id ?? ""] });
      expect(plan.statements).toEqual([]);
      expect(plan.manual.map(({ reason }) => reason).join()).toContain("(42830)");
      const whole = makePlan(sides.drift, sides.expected, sides.actual);
      await runScript(sides.actualDatabase, planScript(whole));
      expect(compare(sides.expected, await readDatabase(sides.actualDatabase)).differences).toEqual([]);
    } finally {
      await sides.drop();
    }
  });

  it("a table that nobody expects is not dropped for the sake of a key that it refers to", async () => {
    const lists = "CREATE TABLE lists (o integer NOT NULL, p integer NOT NULL";
    const sides = await planSides(
      `${lists})`,
      `${lists}, CONSTRAINT lists_key UNIQUE (p));
       CREATE TABLE notes (p integer, CONSTRAINT notes_fkey FOREIGN KEY (p) REFERENCES lists (p))`,
      major,
    );
    try {
      const key = sides.drift.differences.find(({ object }) => object.name === "lists_key");
      const plan = makePlan(sides.drift, sides.expected, sides.actual, { only: [key?.id ?? ""] });
      expect(plan.statements).toEqual([]);
      expect(plan.manual.map(({ reason }) => reason).join()).toContain(
        "nobody expects table public.notes, to which it belongs",
      );
      const whole = makePlan(sides.drift, sides.expected, sides.actual);
      expect(whole.manual).toEqual([]);
      await runScript(sides.actualDatabase, planScript(whole));
      expect(compare(sides.expected, await readDatabase(sides.actualDatabase)).differences).toEqual([]);
    } finally {
      await sides.drop();
    }
  });
});
