/** Changes that take something along unseen: each is brought to what is expected, with the rows that were there. */
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compare } from "../../drift/compare";
import { makePlan } from "../../plan/make-plan";
import type { Plan } from "../../plan/plan";
import { planScript } from "../../plan/script";
import { connect } from "../../postgres/connect";
import { connectionSettingsFromUrl } from "../../postgres/connection-settings";
import { planSides, readDatabase, rowsOf, runThroughPsql } from "../../testing/plan-sides";
import { majors, testServer } from "../../testing/test-server";

const suffix = randomBytes(4).toString("hex");
const role = (name: string): string => `hard_${name}_${suffix}`;

async function onServers(sql: string): Promise<void> {
  for (const major of majors) {
    const session = await connect(connectionSettingsFromUrl((await testServer(major)).url("postgres")));
    await session.script(sql).finally(() => session.close());
  }
}

/** Brings the actual side to the expected one through psql, and gives the plan and the rows of a query afterwards. */
async function close(
  sides: { readonly expected: string; readonly actual: string; readonly rows?: string },
  major: number,
): Promise<{ readonly plan: Plan; readonly rows: readonly unknown[]; readonly left: readonly string[] }> {
  const made = await planSides(sides.expected, sides.actual, major);
  try {
    const plan = makePlan(made.drift, made.expected, made.actual);
    expect(plan.manual).toEqual([]);
    expect(runThroughPsql(made.actualDatabase, planScript(plan))).toMatchObject({ code: 0, errors: "" });
    const after = compare(made.expected, await readDatabase(made.actualDatabase)).differences;
    const left = after.map((difference) =>
      JSON.stringify(difference.type === "changed" ? difference.attributes : difference.object),
    );
    return {
      plan,
      left,
      rows: sides.rows === undefined ? [] : await rowsOf(made.actualDatabase, sides.rows),
    };
  } finally {
    await made.drop();
  }
}

beforeAll(() => onServers(`CREATE ROLE ${role("one")}; CREATE ROLE ${role("two")}`));
afterAll(() => onServers(`DROP ROLE ${role("one")}, ${role("two")}`));

describe.each(majors)("on PostgreSQL %i", (major) => {
  it("a parent's column gets another type though a child has a primary key of its own on it", async () => {
    const tables = (type: string): string => `
      CREATE TABLE parent (id ${type} NOT NULL, n ${type}); CREATE TABLE child (PRIMARY KEY (id)) INHERITS (parent);
      CREATE TABLE grandchild (CONSTRAINT own UNIQUE (n), PRIMARY KEY (id, n)) INHERITS (child);
      CREATE TABLE refers (c ${type} REFERENCES child (id));
      CREATE TABLE part (id ${type} NOT NULL, n int) PARTITION BY RANGE (n);
      CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (9); ALTER TABLE part_1 ADD PRIMARY KEY (id);`;
    const { left, rows } = await close(
      {
        expected: tables("bigint"),
        actual: `${tables("integer")} INSERT INTO child VALUES (1, 2); INSERT INTO refers VALUES (1); INSERT INTO part VALUES (1, 1)`,
        rows: "SELECT id, n FROM parent",
      },
      major,
    );
    expect(left).toEqual([]);
    expect(rows).toEqual([{ id: "1", n: "2" }]);
  });

  it("grants on columns are as expected after the owner changed, whoever had them", async () => {
    const table = `CREATE TABLE t (a int, b int, c int); CREATE VIEW v AS SELECT a, b FROM t;`;
    const { left } = await close(
      {
        expected: `${table} GRANT SELECT (b), UPDATE (b) ON t TO ${role("one")}; GRANT SELECT (c) ON t TO PUBLIC;
          GRANT SELECT (a) ON v TO ${role("one")};
          ALTER TABLE t OWNER TO ${role("two")}; ALTER VIEW v OWNER TO ${role("two")}`,
        actual: `${table} GRANT SELECT (a), UPDATE (b) ON t TO ${role("two")}; GRANT INSERT (b) ON t TO ${role("one")};
          GRANT SELECT (b) ON v TO ${role("two")};
          ALTER TABLE t OWNER TO ${role("one")}; ALTER VIEW v OWNER TO ${role("one")}`,
      },
      major,
    );
    expect(left).toEqual([]);
  });

  it("statistics targets of an index come back after a change of type under it", async () => {
    const table = (type: string): string => `CREATE TABLE t (id int, note ${type});
      CREATE INDEX i ON t (id, COALESCE(note, ''), (CASE WHEN id > 1 THEN note END));
      ALTER INDEX i ALTER COLUMN 2 SET STATISTICS 321; ALTER INDEX i ALTER COLUMN 3 SET STATISTICS 123;`;
    const { left } = await close(
      { expected: table("text"), actual: `${table("varchar(9)")} INSERT INTO t VALUES (1, 'x')` },
      major,
    );
    expect(left).toEqual([]);
  });

  it("a column that becomes an identity goes on behind its rows", async () => {
    const tables = (up: string, down: string): string =>
      `CREATE TABLE up (id int ${up}, x int); CREATE TABLE down (id int ${down}, x int); CREATE TABLE none (id bigint ${up}, x int);`;
    const identity = "GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY";
    const { left, rows } = await close(
      {
        expected: tables(identity, "GENERATED ALWAYS AS IDENTITY (INCREMENT -2 START -1)"),
        actual: `${tables("PRIMARY KEY", "NOT NULL")} INSERT INTO up VALUES (1), (7); INSERT INTO down VALUES (-5)`,
        rows: `WITH a AS (INSERT INTO up (x) VALUES (0) RETURNING id), b AS (INSERT INTO down (x) VALUES (0) RETURNING id),
                    c AS (INSERT INTO none (x) VALUES (0) RETURNING id) SELECT a.id AS up, b.id AS down, c.id::int AS none FROM a, b, c`,
      },
      major,
    );
    expect(left).toEqual([]);
    expect(rows).toEqual([{ up: 8, down: -7, none: 1 }]);
  });

  it("columns that take their numbers from a sequence that is new, or an identity that takes a serial's place, give none again", async () => {
    const { rows, left } = await close(
      {
        actual: `CREATE TABLE a (id serial PRIMARY KEY, x int); INSERT INTO a (x) SELECT 1 FROM generate_series(1, 9); DELETE FROM a WHERE id > 5;
          CREATE TABLE b (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, x int); INSERT INTO b (x) VALUES (1), (2), (3);
          CREATE TABLE c (id int PRIMARY KEY, x int); INSERT INTO c VALUES (41); CREATE TABLE d (id int PRIMARY KEY, x int); INSERT INTO d VALUES (7)`,
        expected: `CREATE TABLE a (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, x int); CREATE TABLE b (id bigserial PRIMARY KEY, x int);
          CREATE SEQUENCE shared; CREATE TABLE c (id bigint PRIMARY KEY DEFAULT nextval('shared'), x int); CREATE TABLE d (id bigint PRIMARY KEY DEFAULT nextval('shared'), x int)`,
        rows: `WITH a AS (INSERT INTO a (x) VALUES (0) RETURNING id), b AS (INSERT INTO b (x) VALUES (0) RETURNING id), d AS (INSERT INTO d (x) VALUES (0) RETURNING id)
          SELECT a.id::int AS a, b.id::int AS b, d.id::int AS d FROM a, b, d`,
      },
      major,
    );
    expect(rows).toEqual([{ a: 10, b: 4, d: 42 }]);
    expect(left).toEqual([]);
  });

  it("a column that becomes an identity goes on behind its rows though it still owns a sequence that it had before", async () => {
    const before =
      "CREATE TABLE t (id int PRIMARY KEY, x int); CREATE SEQUENCE numbers AS int OWNED BY t.id;";
    const { left, rows } = await close(
      {
        expected: `${before} ALTER TABLE t ALTER id ADD GENERATED BY DEFAULT AS IDENTITY; COMMENT ON SEQUENCE t_id_seq IS 'counts';
          GRANT USAGE ON SEQUENCE t_id_seq TO ${role("one")}`,
        actual: `${before} ALTER TABLE t ALTER id SET DEFAULT nextval('numbers'); INSERT INTO t (x) VALUES (1), (2)`,
        rows: "WITH made AS (INSERT INTO t (x) VALUES (0) RETURNING id) SELECT id, pg_sequence_last_value('numbers')::int AS numbers FROM made",
      },
      major,
    );
    expect(left).toEqual([]);
    expect(rows).toEqual([{ id: 3, numbers: 2 }]);
  });

  it.each([
    ["smallint", "boolean", "0, 1", [{ v: false }, { v: true }]],
    ["bigint", "boolean", "0, 1", [{ v: false }, { v: true }]],
    ["boolean", "smallint", "false, true", [{ v: 0 }, { v: 1 }]],
    ["boolean", "bigint", "false, true", [{ v: "0" }, { v: "1" }]],
  ])("%s becomes %s by way of integer", async (from, to, values, expected) => {
    const table = (type: string): string => `CREATE TABLE t (v ${type}, list ${type}[])`;
    const { left, rows, plan } = await close(
      {
        expected: table(to),
        actual: `${table(from)}; INSERT INTO t SELECT u, ARRAY[u] FROM unnest(ARRAY[${values}]::${from}[]) u`,
        rows: "SELECT v FROM t ORDER BY v",
      },
      major,
    );
    expect(left).toEqual([]);
    expect(rows).toEqual(expected);
    const asked = plan.statements.flatMap(({ preflight }) => preflight ?? []);
    expect(asked.some(({ question }) => question.includes("other than 0 and 1"))).toBe(to === "boolean");
  });
});

describe("rows that exclude each other are found before the constraint is tried", () => {
  const table = `CREATE SCHEMA ext; CREATE EXTENSION btree_gist WITH SCHEMA ext;
    CREATE TABLE t ("Room, (a)" text, during int4range, a int, b int, active boolean DEFAULT true);`;

  /** What the questions count, and whether Postgres lets the constraint through. */
  async function ask(constraint: string, rows: string, major = 18): Promise<readonly [number, boolean]> {
    const add = `ALTER TABLE t ADD CONSTRAINT c ${constraint};`;
    const sides = await planSides(table + add, `${table} INSERT INTO t VALUES ${rows}`, major);
    try {
      const plan = makePlan(sides.drift, sides.expected, sides.actual);
      const asked = plan.statements.flatMap(({ preflight }) => preflight ?? []);
      expect(asked.map(({ question }) => question)).toEqual([
        "Are there two rows of public.t that exclude each other?",
      ]);
      const [row] = await rowsOf<{ failing: string }>(sides.actualDatabase, asked[0]?.sql ?? "");
      return [Number(row?.failing), runThroughPsql(sides.actualDatabase, planScript(plan)).code === 0];
    } finally {
      await sides.drop();
    }
  }

  const cases: readonly (readonly [string, string, number])[] = [
    [
      'EXCLUDE USING gist ("Room, (a)" WITH =, during WITH &&)',
      "('x', '[1,3)'), ('x', '[2,4)'), ('y', '[2,4)')",
      1,
    ],
    [
      'EXCLUDE USING gist ("Room, (a)" WITH =, during WITH &&)',
      "('x', '[1,3)'), ('x', '[3,4)'), (NULL, '[3,4)')",
      0,
    ],
    [
      "EXCLUDE USING gist (int4range(a, b) WITH &&) WHERE (active AND a > 0)",
      "('x', NULL, 1, 5, true), ('x', NULL, 2, 6, true), ('x', NULL, 3, 4, false)",
      1,
    ],
    [
      "EXCLUDE USING gist (int4range(a, b) WITH &&) WHERE (active AND a > 0) DEFERRABLE",
      "('x', NULL, 0, 5), ('x', NULL, 2, 6)",
      0,
    ],
    [
      `EXCLUDE USING btree (lower("Room, (a)") COLLATE "C" text_pattern_ops DESC WITH =)`,
      "('X'), ('x'), ('y')",
      1,
    ],
    [
      "EXCLUDE USING gist ((a + b) WITH <>) INCLUDE (during) WITH (fillfactor = 70)",
      "('x', NULL, 1, 2), ('x', NULL, 2, 1)",
      0,
    ],
  ];
  it.each(cases)("%s with %s", async (constraint, rows, failing) => {
    expect(await ask(constraint, rows)).toEqual([failing, failing === 0]);
  });

  it.runIf(majors.includes(18)).each([
    ["('x', '[1,3)'), ('x', '[2,4)')", 1],
    ["('x', '[1,3)'), ('y', '[2,4)')", 0],
  ])("a key without overlaps with %s", async (rows, failing) => {
    expect(await ask('UNIQUE ("Room, (a)", during WITHOUT OVERLAPS)', rows)).toEqual([
      failing,
      failing === 0,
    ]);
  });
});

describe("a policy's change says which way it goes", () => {
  const change = async (before: string, after: string): Promise<readonly string[]> => {
    const table = `CREATE TABLE t (x int); CREATE POLICY p ON t `;
    const sides = await planSides(table + after, table + before);
    try {
      const plan = makePlan(sides.drift, sides.expected, sides.actual);
      return plan.hazards.map(({ code }) => code);
    } finally {
      await sides.drop();
    }
  };

  it.each([
    ["TO PUBLIC", `TO ${role("one")}`, ["access-narrowed"]],
    [`TO ${role("one")}`, `TO ${role("one")}, ${role("two")}`, ["access-widened"]],
    [`TO ${role("one")}`, `TO ${role("two")}`, ["access-widened", "access-narrowed"]],
    ["AS RESTRICTIVE TO PUBLIC", `AS RESTRICTIVE TO ${role("one")}`, ["access-widened"]],
    [`AS RESTRICTIVE TO ${role("one")}`, "AS RESTRICTIVE", ["access-narrowed"]],
    ["USING (true)", "USING (x > 1)", ["access-narrowed"]],
    ["USING (x > 1)", "USING (true)", ["access-widened"]],
    ["AS RESTRICTIVE USING (true)", "AS RESTRICTIVE USING (x > 1)", ["access-narrowed"]],
    ["USING (x > 1)", "USING (x > 2)", ["access-widened", "access-narrowed"]],
    ["USING (x > 1)", "USING (x > 1) WITH CHECK (false)", ["access-narrowed"]],
    ["FOR INSERT WITH CHECK (false)", "FOR INSERT WITH CHECK (x > 1)", ["access-widened"]],
  ])("%s → %s", async (before, after, codes) => {
    expect(await change(before, after)).toEqual(codes);
  });
});
