import { afterEach, describe, expect, it } from "vitest";
import { compare } from "../drift/compare";
import type { Difference } from "../drift/difference";
import {
  type PlanSides,
  planSides,
  readDatabase,
  rowsOf,
  runScript,
  runThroughPsql,
} from "../testing/plan-sides";
import { majors } from "../testing/test-server";
import { planRenames, type RenamePair } from "./rename-plan";
import { planScript } from "./script";

let sides: PlanSides;
afterEach(() => sides?.drop());

/** A schema in which much hangs on one table and its columns. */
const hung = (table: string, name: string): string => `
  CREATE TABLE ${table} (id integer PRIMARY KEY, ${name} text NOT NULL CHECK (length(${name}) > 1), boss integer,
    shout text GENERATED ALWAYS AS (upper(${name})) STORED, CONSTRAINT boss_of FOREIGN KEY (boss) REFERENCES ${table} (id));
  CREATE INDEX by_name ON ${table} (lower(${name})) WHERE ${name} <> 'id';
  CREATE UNIQUE INDEX once ON ${table} (${name});
  CREATE TABLE orders (id integer PRIMARY KEY, who integer CONSTRAINT of_who REFERENCES ${table} (id), note text);
  CREATE VIEW named AS SELECT id, ${name} FROM ${table};
  CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE TRIGGER stamp BEFORE UPDATE OF ${name} ON ${table} FOR EACH ROW WHEN (old.${name} <> new.${name}) EXECUTE FUNCTION stamp();
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON ${table} USING (${name} <> 'x');
  COMMENT ON COLUMN ${table}.${name} IS 'who'; GRANT SELECT (${name}) ON ${table} TO PUBLIC;
  CREATE STATISTICS both_of ON id, ${name} FROM ${table};`;

const rows = (table: string, name: string): string =>
  `INSERT INTO ${table} (id, ${name}, boss) VALUES (1, 'ann', NULL), (2, 'bob', 1); INSERT INTO orders VALUES (1, 2, 'x')`;

const suggested = (differences: readonly Difference[]): readonly RenamePair[] =>
  differences.flatMap((difference): readonly RenamePair[] =>
    difference.type === "missing" && difference.perhapsRenamed !== undefined
      ? [[difference.id, difference.perhapsRenamed.difference]]
      : [],
  );

/** Runs the plan through psql, sees nothing left, takes it back, sees everything as it was. */
async function thereAndBack(pairs: readonly RenamePair[]): Promise<readonly string[]> {
  const { plan, undo, kept } = planRenames(sides.drift, sides.expected, sides.actual, pairs);
  expect(plan.manual).toEqual([]);
  expect(plan.hazards.map(({ code }) => code)).not.toContain("data-loss");
  expect(runThroughPsql(sides.actualDatabase, planScript(plan))).toMatchObject({ code: 0, errors: "" });
  expect(named(compare(sides.expected, await readDatabase(sides.actualDatabase)).differences)).toEqual([]);
  expect(runThroughPsql(sides.actualDatabase, planScript(undo.plan))).toMatchObject({ code: 0, errors: "" });
  expect(named(compare(sides.actual, await readDatabase(sides.actualDatabase)).differences)).toEqual([]);
  return kept;
}

const named = (differences: readonly Difference[]): readonly string[] =>
  differences.map(({ type, object }) => `${type} ${object.kind} ${object.table ?? ""} ${object.name}`);

describe.each(majors)("renames on PostgreSQL %i", (major) => {
  it("keep the rows of a table that many things hang on, and take it back", async () => {
    sides = await planSides(
      hung("users", "name"),
      `${hung('"People"', "name")} ${rows('"People"', "name")}`,
      major,
    );
    const pairs = suggested(sides.drift.differences);
    expect(pairs).toHaveLength(1);
    expect(await thereAndBack(pairs)).toEqual([
      "table public.People becomes users: what it holds stays, which dropping it would have lost",
    ]);
    expect(await rowsOf(sides.actualDatabase, 'SELECT id, name, boss FROM "People" ORDER BY id')).toEqual([
      { id: 1, name: "ann", boss: null },
      { id: 2, name: "bob", boss: 1 },
    ]);
  });

  it("touch no key and no index of a renamed column", async () => {
    sides = await planSides(
      hung("users", "full_name"),
      `${hung("users", '"Name"')} ${rows("users", '"Name"')}`,
      major,
    );
    const pairs = suggested(sides.drift.differences);
    expect(pairs).toHaveLength(1);
    const { plan } = planRenames(sides.drift, sides.expected, sides.actual, pairs);
    const statements = plan.statements.map(({ sql }) => sql);
    expect(statements[0]).toBe('ALTER TABLE public.users RENAME COLUMN "Name" TO full_name');
    // What the server renames in its own texts is left alone; a view keeps its column's name, and is made anew.
    expect(statements.filter((sql) => /INDEX|(?<!RENAME )CONSTRAINT|TRIGGER|shout/.test(sql))).toEqual([]);
    await thereAndBack(pairs);
    expect(await rowsOf(sides.actualDatabase, 'SELECT "Name" AS name FROM users ORDER BY id')).toEqual([
      { name: "ann" },
      { name: "bob" },
    ]);
  });

  it("go through partitions and child tables, and leave what still differs to the rest of the plan", async () => {
    const tree = (column: string, type: string): string => `
      CREATE TABLE part (id integer, ${column} ${type}) PARTITION BY RANGE (id);
      CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (10);
      CREATE TABLE parent (${column} ${type}); CREATE TABLE child (more text) INHERITS (parent);`;
    sides = await planSides(
      tree("amount_cents", "bigint"),
      `${tree("amount", "bigint")} INSERT INTO part VALUES (1, 5); INSERT INTO child VALUES (7, 'x');
       ALTER TABLE part ALTER amount SET DEFAULT 3`,
      major,
    );
    const ids = new Map(
      sides.drift.differences.map(({ id, object }) => [`${object.table}.${object.name}`, id]),
    );
    await thereAndBack([
      [ids.get("part.amount") ?? "", ids.get("part.amount_cents") ?? ""],
      [ids.get("parent.amount_cents") ?? "", ids.get("parent.amount") ?? ""],
    ]);
    expect(
      await rowsOf(
        sides.actualDatabase,
        "SELECT amount FROM part UNION SELECT amount FROM parent ORDER BY 1",
      ),
    ).toEqual([{ amount: "5" }, { amount: "7" }]);
  });

  it("rename a table and a column of it at once", async () => {
    sides = await planSides(
      "CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL, born date, city text)",
      "CREATE TABLE people (id int PRIMARY KEY, email text NOT NULL, born date, town text); INSERT INTO people VALUES (1, 'a', NULL, 'X')",
      major,
    );
    const table = sides.drift.differences.map(({ id }) => id) as unknown as RenamePair;
    const { plan } = planRenames(sides.drift, sides.expected, sides.actual, [table]);
    // The column inside a renamed table is a difference of its own then: dropped and added, which a second look suggests to rename.
    expect(plan.hazards.map(({ code }) => code)).toContain("data-loss");
    await runScript(
      sides.actualDatabase,
      "ALTER TABLE people RENAME TO users; ALTER INDEX people_pkey RENAME TO users_pkey",
    );
    const actual = await readDatabase(sides.actualDatabase);
    sides = { ...sides, actual, drift: compare(sides.expected, actual) };
    const [pair] = suggested(sides.drift.differences);
    expect(pair).toBeUndefined();
    const ids = sides.drift.differences.map(({ id }) => id) as unknown as RenamePair;
    await thereAndBack([ids]);
  });

  it("are known for sure by an earlier reading of the same database, and of no other", async () => {
    sides = await planSides(
      "CREATE TABLE users (id int PRIMARY KEY, email text)",
      "CREATE TABLE users (id int PRIMARY KEY, email text)",
      major,
    );
    const earlier = sides.actual;
    await runScript(
      sides.actualDatabase,
      "ALTER TABLE users RENAME email TO anything; ALTER TABLE users ALTER anything TYPE varchar(9); CREATE TABLE things (x int)",
    );
    const actual = await readDatabase(sides.actualDatabase);
    const column = compare(sides.expected, actual, { earlier }).differences;
    expect(column.map(({ object, perhapsRenamed }) => [object.name, perhapsRenamed?.evidence])).toEqual([
      ["email", "same object"],
      ["things", undefined],
      ["anything", "same object"],
    ]);
    expect(suggested(compare(sides.expected, actual, { earlier: sides.expected }).differences)).toEqual([]);
    await runScript(
      sides.actualDatabase,
      "ALTER TABLE users RENAME TO other; ALTER TABLE other ADD a int, ADD b int, ADD c int",
    );
    const table = compare(sides.expected, await readDatabase(sides.actualDatabase), { earlier }).differences;
    expect(suggested(table)).toHaveLength(1);
  });

  it("are suggested for no two that could each be the other", async () => {
    sides = await planSides(
      "CREATE TABLE a (id int, first_name text, last_name text)",
      "CREATE TABLE a (id int, x int, y int, name text)",
      major,
    );
    expect(suggested(sides.drift.differences)).toEqual([]);
    const [first = "", second = ""] = sides.drift.differences
      .filter(({ type }) => type === "missing")
      .map(({ id }) => id);
    expect(() => planRenames(sides.drift, sides.expected, sides.actual, [[first, second]])).toThrow(
      "one must be a missing and one an unexpected object",
    );
  });
});
