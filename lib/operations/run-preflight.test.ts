import { describe, expect, it } from "vitest";
import { makePlan } from "../plan/make-plan";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { planSides, rowsOf, runScript } from "../testing/plan-sides";
import { majors } from "../testing/test-server";
import { runPreflight } from "./run-preflight";

interface Case {
  readonly name: string;
  readonly expected: string;
  readonly actual: string;
  /** Rows that let the plan through, and rows that stop it. */
  readonly good: string;
  readonly bad: string;
  /** Part of the question that finds the bad rows. */
  readonly question: string;
  readonly since?: number;
}

const cases: readonly Case[] = [
  {
    name: "a value too long for the new length",
    expected: "CREATE TABLE t (c varchar(3))",
    actual: "CREATE TABLE t (c text)",
    good: "INSERT INTO t VALUES ('abc'), (NULL)",
    bad: "INSERT INTO t VALUES ('abcd')",
    question: "more than 3 characters",
  },
  {
    name: "a number out of range",
    expected: "CREATE TABLE t (c smallint)",
    actual: "CREATE TABLE t (c bigint)",
    good: "INSERT INTO t VALUES (32767), (-32768), (NULL)",
    bad: "INSERT INTO t VALUES (32768)",
    question: "outside of",
  },
  {
    name: "a double that no integer holds",
    expected: "CREATE TABLE t (c integer)",
    actual: "CREATE TABLE t (c double precision)",
    good: "INSERT INTO t VALUES (1.5), (2147483647)",
    bad: "INSERT INTO t VALUES (3e10)",
    question: "outside of",
  },
  {
    name: "a numeric with too many digits",
    expected: "CREATE TABLE t (c numeric(4,2))",
    actual: "CREATE TABLE t (c numeric)",
    good: "INSERT INTO t VALUES (99.994), (-99)",
    bad: "INSERT INTO t VALUES (99.996)",
    question: "digits before the point",
  },
  {
    name: "a text that is no uuid",
    expected: "CREATE TABLE t (c uuid)",
    actual: "CREATE TABLE t (c text)",
    good: "INSERT INTO t VALUES ('a0000001-0000-4000-8000-00000000000a'), (NULL)",
    bad: "INSERT INTO t VALUES ('a0000001-0000-4000-8000')",
    question: "cannot be read as uuid",
  },
  {
    name: "a text that is no integer",
    expected: "CREATE TABLE t (c integer)",
    actual: "CREATE TABLE t (c text)",
    good: "INSERT INTO t VALUES (' 12 '), ('-7')",
    bad: "INSERT INTO t VALUES ('2147483648')",
    question: "cannot be read as integer",
  },
  {
    name: "uuids that differ in capitals alone",
    expected: "CREATE TABLE t (c uuid PRIMARY KEY)",
    actual: "CREATE TABLE t (c varchar(36) PRIMARY KEY)",
    good: "INSERT INTO t VALUES ('a0000001-0000-4000-8000-00000000000a')",
    bad: "INSERT INTO t VALUES ('A0000001-0000-4000-8000-00000000000A')",
    question: "become the same as uuid",
  },
  {
    name: "a label that the enum does not have",
    expected: "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (c mood)",
    actual: "CREATE TABLE t (c text)",
    good: "INSERT INTO t VALUES ('ok'), (NULL)",
    bad: "INSERT INTO t VALUES ('glad')",
    question: "no label of",
  },
  {
    name: "an enum label in use that goes away",
    expected: "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (c mood)",
    actual: "CREATE TYPE mood AS ENUM ('sad', 'mad', 'ok'); CREATE TABLE t (c mood)",
    good: "INSERT INTO t VALUES ('ok'), (NULL)",
    bad: "INSERT INTO t VALUES ('mad')",
    question: "goes away (mad)",
  },
  {
    name: "an enum label in an array that goes away",
    expected: "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (c mood[])",
    actual: "CREATE TYPE mood AS ENUM ('sad', 'mad', 'ok'); CREATE TABLE t (c mood[])",
    good: "INSERT INTO t VALUES ('{ok}')",
    bad: "INSERT INTO t VALUES ('{ok,mad}')",
    question: "goes away (mad)",
  },
  {
    name: "a null",
    expected: "CREATE TABLE t (c text NOT NULL)",
    actual: "CREATE TABLE t (c text)",
    good: "INSERT INTO t VALUES ('')",
    bad: "INSERT INTO t VALUES (NULL)",
    question: "is null",
  },
  {
    name: "rows that a new column could not fill",
    expected: "CREATE TABLE t (c text, d integer NOT NULL)",
    actual: "CREATE TABLE t (c text)",
    good: "SELECT 1",
    bad: "INSERT INTO t VALUES ('x')",
    question: "would have no value",
  },
  {
    name: "duplicates under a unique constraint",
    expected: "CREATE TABLE t (a text, b text, CONSTRAINT u UNIQUE (a, b))",
    actual: "CREATE TABLE t (a text, b text)",
    good: "INSERT INTO t VALUES ('x', NULL), ('x', NULL), ('x', 'y')",
    bad: "INSERT INTO t VALUES ('x', 'y'), ('x', 'y')",
    question: "the same in a, b",
  },
  {
    name: "duplicate nulls where nulls are not distinct",
    expected: "CREATE TABLE t (a text, CONSTRAINT u UNIQUE NULLS NOT DISTINCT (a))",
    actual: "CREATE TABLE t (a text)",
    good: "INSERT INTO t VALUES (NULL), ('x')",
    bad: "INSERT INTO t VALUES (NULL), (NULL)",
    question: "the same in a",
    since: 15,
  },
  {
    name: "a null under a primary key",
    expected: "CREATE TABLE t (a text PRIMARY KEY)",
    actual: "CREATE TABLE t (a text)",
    good: "INSERT INTO t VALUES ('x')",
    bad: "INSERT INTO t VALUES (NULL)",
    question: "where a is null",
  },
  {
    name: "values that a collation takes to be the same",
    expected: `CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
      CREATE TABLE t (a text COLLATE nocase, CONSTRAINT u UNIQUE (a))`,
    actual: `CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
      CREATE TABLE t (a text COLLATE nocase)`,
    good: "INSERT INTO t VALUES ('x'), ('y')",
    bad: "INSERT INTO t VALUES ('x'), ('X')",
    question: "the same in a",
  },
  {
    name: "duplicates under a unique index on an expression of some rows",
    expected: `CREATE TABLE t (a text, "B ,)" boolean); CREATE UNIQUE INDEX u ON t (lower(a) DESC, "B ,)") WHERE a <> 'x'`,
    actual: `CREATE TABLE t (a text, "B ,)" boolean)`,
    good: "INSERT INTO t VALUES ('x', true), ('x', true), ('y', true)",
    bad: "INSERT INTO t VALUES ('y', true), ('Y', true)",
    question: "takes to be the same",
  },
  {
    name: "orphans of a composite key",
    expected: `CREATE TABLE p (a integer, b integer, PRIMARY KEY (a, b));
      CREATE TABLE t (a integer, b integer, CONSTRAINT f FOREIGN KEY (a, b) REFERENCES p (a, b))`,
    actual:
      "CREATE TABLE p (a integer, b integer, PRIMARY KEY (a, b)); CREATE TABLE t (a integer, b integer)",
    good: "INSERT INTO p VALUES (1, 1); INSERT INTO t VALUES (1, 1), (1, NULL), (9, NULL)",
    bad: "INSERT INTO t VALUES (1, 9)",
    question: "in no row of public.p",
  },
  {
    name: "half a reference under MATCH FULL",
    expected: `CREATE TABLE p (a integer, b integer, PRIMARY KEY (a, b));
      CREATE TABLE t (a integer, b integer, CONSTRAINT f FOREIGN KEY (a, b) REFERENCES p (a, b) MATCH FULL)`,
    actual:
      "CREATE TABLE p (a integer, b integer, PRIMARY KEY (a, b)); CREATE TABLE t (a integer, b integer)",
    good: "INSERT INTO p VALUES (1, 1); INSERT INTO t VALUES (1, 1), (NULL, NULL)",
    bad: "INSERT INTO t VALUES (1, NULL)",
    question: "in no row of public.p",
  },
  {
    name: "orphans between two types that become one",
    expected: "CREATE TABLE p (a varchar(36) PRIMARY KEY); CREATE TABLE t (a varchar(36) REFERENCES p (a))",
    actual: "CREATE TABLE p (a uuid PRIMARY KEY); CREATE TABLE t (a varchar(36))",
    good: `INSERT INTO p VALUES ('a0000001-0000-4000-8000-00000000000a');
      INSERT INTO t VALUES ('a0000001-0000-4000-8000-00000000000a'), (NULL)`,
    bad: "INSERT INTO t VALUES ('A0000001-0000-4000-8000-00000000000A')",
    question: "in no row of public.p",
  },
  {
    name: "rows that violate a check",
    expected: "CREATE TABLE t (a integer, CONSTRAINT positive CHECK (a > 0 AND a <> 3))",
    actual: "CREATE TABLE t (a integer)",
    good: "INSERT INTO t VALUES (1), (NULL)",
    bad: "INSERT INTO t VALUES (3)",
    question: "violate positive",
  },
  {
    name: "rows that violate a check over a column of another type",
    expected: "CREATE TABLE t (a varchar(36), CONSTRAINT small CHECK (a = lower(a)))",
    actual: "CREATE TABLE t (a text)",
    good: "INSERT INTO t VALUES ('x')",
    bad: "INSERT INTO t VALUES ('X')",
    question: "violate small",
  },
  {
    name: "rows that violate a constraint that was never validated",
    expected: "CREATE TABLE t (a integer, CONSTRAINT positive CHECK (a > 0))",
    actual: "CREATE TABLE t (a integer); ALTER TABLE t ADD CONSTRAINT positive CHECK (a > 0) NOT VALID",
    good: "INSERT INTO t VALUES (1)",
    bad: "ALTER TABLE t DROP CONSTRAINT positive; INSERT INTO t VALUES (-1); ALTER TABLE t ADD CONSTRAINT positive CHECK (a > 0) NOT VALID",
    question: "violate positive",
  },
  {
    name: "rows outside of a partition's bound",
    expected: `CREATE TABLE p (at date) PARTITION BY RANGE (at);
      CREATE TABLE t PARTITION OF p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')`,
    actual: "CREATE TABLE p (at date) PARTITION BY RANGE (at); CREATE TABLE t (at date)",
    good: "INSERT INTO t VALUES ('2024-01-01')",
    bad: "INSERT INTO t VALUES ('2025-01-01')",
    question: "outside of its bound",
  },
  {
    name: "rows outside of a list partition's values",
    expected:
      "CREATE TABLE p (a text) PARTITION BY LIST (a); CREATE TABLE t PARTITION OF p FOR VALUES IN ('x', NULL)",
    actual: "CREATE TABLE p (a text) PARTITION BY LIST (a); CREATE TABLE t (a text)",
    good: "INSERT INTO t VALUES ('x'), (NULL)",
    bad: "INSERT INTO t VALUES ('y')",
    question: "outside of its bound",
  },
];

describe.each(majors)("on PostgreSQL %i", (major) => {
  it.each(cases.filter(({ since = 0 }) => since <= major))(
    "finds $name before the plan does",
    async (example) => {
      const sides = await planSides(example.expected, example.actual, major);
      try {
        const plan = makePlan(sides.drift, sides.expected, sides.actual);
        const questions = plan.statements.flatMap(({ preflight }) => preflight ?? []);
        const settings = connectionSettingsFromUrl(sides.actualDatabase.url);
        const apply = `BEGIN; SET LOCAL search_path = pg_catalog; ${plan.statements.map(({ sql }) => sql).join("; ")}; ROLLBACK`;
        expect(plan.manual).toEqual([]);

        await runScript(sides.actualDatabase, example.good);
        const before = await runPreflight(settings, questions);
        expect(before.filter(({ preflight, outcome }) => preflight.stops && outcome !== "pass")).toEqual([]);
        await runScript(sides.actualDatabase, apply);

        await runScript(sides.actualDatabase, example.bad);
        const after = await runPreflight(settings, questions);
        const stopping = after.filter(({ preflight, outcome }) => preflight.stops && outcome === "fail");
        expect(stopping.map(({ preflight }) => preflight.question).join("\n")).toContain(example.question);
        expect(stopping[0]?.failing).toBeGreaterThan(0);
        await expect(runScript(sides.actualDatabase, apply)).rejects.toThrow();
      } finally {
        await sides.drop();
      }
    },
  );

  it("tells apart what would be changed without a word from what would be refused", async () => {
    const sides = await planSides("CREATE TABLE t (c varchar(3))", "CREATE TABLE t (c text)", major);
    try {
      await runScript(sides.actualDatabase, "INSERT INTO t VALUES ('abc   ')");
      const plan = makePlan(sides.drift, sides.expected, sides.actual);
      const questions = plan.statements.flatMap(({ preflight }) => preflight ?? []);
      const results = await runPreflight(connectionSettingsFromUrl(sides.actualDatabase.url), questions);
      expect(results.map(({ preflight, outcome }) => [preflight.stops, outcome])).toEqual([
        [true, "pass"],
        [false, "fail"],
      ]);
    } finally {
      await sides.drop();
    }
  });

  it.each([
    ["integer", "numeric(8,2)", "1", "1.25"],
    ["numeric(6,1)", "numeric(6,2)", "1.2", "1.25"],
    ["real", "integer", "16777216", "16777217"],
    ["real", "numeric", "0.1", "0.123456789"],
    ["double precision", "bigint", "9007199254740992", "9007199254740993"],
    ["money", "numeric", "1.25", "1.255"],
    ["date", "timestamp", "'2026-01-02'", "'2026-01-02 03:04'"],
    ["timestamp(0)", "timestamp", "'2026-01-02 03:04'", "'2026-01-02 03:04:05.6'"],
    ["time", "timetz", "NULL", "'03:04+05'"],
    ["time", "interval", "'03:04'", "'1 day 03:04'"],
  ])("finds what %s would cut from %s, without calling it an obstacle", async (to, from, good, bad) => {
    const sides = await planSides(`CREATE TABLE t (c ${to})`, `CREATE TABLE t (c ${from})`, major);
    try {
      const plan = makePlan(sides.drift, sides.expected, sides.actual);
      const questions = plan.statements.flatMap(({ preflight }) => preflight ?? []);
      const settings = connectionSettingsFromUrl(sides.actualDatabase.url);
      const cut = async (): Promise<readonly string[]> =>
        (await runPreflight(settings, questions)).flatMap(({ preflight, outcome }) =>
          outcome === "pass" ? [] : [`${outcome} ${preflight.stops}`],
        );
      expect(plan.hazards.map(({ code }) => code)).toContain("data-loss");
      await runScript(sides.actualDatabase, `INSERT INTO t VALUES (${good})`);
      expect(await cut()).toEqual([]);
      await runScript(sides.actualDatabase, `INSERT INTO t VALUES (${bad})`);
      expect(await cut()).toEqual(["fail false"]);
      await runScript(sides.actualDatabase, plan.statements.map(({ sql }) => sql).join("; "));
    } finally {
      await sides.drop();
    }
  });

  it("reads no row where the types prove the answer", async () => {
    const sides = await planSides("CREATE TABLE t (c varchar(36))", "CREATE TABLE t (c uuid)", major);
    try {
      const plan = makePlan(sides.drift, sides.expected, sides.actual);
      const questions = plan.statements.flatMap(({ preflight }) => preflight ?? []);
      expect(questions).toMatchObject([{ cost: "none", sql: null }]);
      const [result] = await runPreflight(connectionSettingsFromUrl(sides.actualDatabase.url), questions);
      expect(result).toMatchObject({ outcome: "pass", reason: expect.stringContaining("36 characters") });
    } finally {
      await sides.drop();
    }
  });

  it("never takes a question without an answer for a pass", async () => {
    const sides = await planSides("CREATE TABLE t (c text NOT NULL)", "CREATE TABLE t (c text)", major);
    try {
      await runScript(sides.actualDatabase, "INSERT INTO t SELECT 'x' FROM generate_series(1, 300000)");
      const plan = makePlan(sides.drift, sides.expected, sides.actual);
      const questions = plan.statements.flatMap(({ preflight }) => preflight ?? []);
      const settings = connectionSettingsFromUrl(sides.actualDatabase.url);
      const [late] = await runPreflight(settings, questions, { timeout: 1 });
      expect(late?.outcome).toBe("timed out");
      const [dear] = await runPreflight(settings, questions, { maximumCost: 10 });
      expect(dear).toMatchObject({ outcome: "not run", cost: expect.any(Number) });
      const broken = {
        question: "?",
        sql: "SELECT 1 FROM nowhere",
        table: { kind: "table", name: "t" },
        cost: "scan",
        stops: true,
      } as const;
      const [failed] = await runPreflight(settings, [broken]);
      expect(failed).toMatchObject({ outcome: "not run", reason: expect.stringContaining("42P01") });
    } finally {
      await sides.drop();
    }
  });

  it("writes nothing and counts no further than the limit", async () => {
    const sides = await planSides("CREATE TABLE t (c text NOT NULL)", "CREATE TABLE t (c text)", major);
    try {
      await runScript(sides.actualDatabase, "INSERT INTO t SELECT NULL FROM generate_series(1, 5000)");
      const plan = makePlan(sides.drift, sides.expected, sides.actual);
      const questions = plan.statements.flatMap(({ preflight }) => preflight ?? []);
      const [result] = await runPreflight(connectionSettingsFromUrl(sides.actualDatabase.url), questions);
      expect(result).toMatchObject({ outcome: "fail", failing: 1000, orMore: true });
      expect(await rowsOf(sides.actualDatabase, "SELECT count(*)::int AS rows FROM t")).toEqual([
        { rows: 5000 },
      ]);
    } finally {
      await sides.drop();
    }
  });
});
