/** A security label is not lost without a word: it may be what masks a column. */
import { describe, expect, test } from "vitest";
import { Catalog } from "../catalog/catalog";
import { readSnapshot, writeSnapshot } from "../catalog/snapshot";
import { compare } from "../drift/compare";
import { kindOf, kinds } from "../kinds/registry";
import { labelAgain } from "../plan/label-again";
import { makePlan } from "../plan/make-plan";
import { planScript } from "../plan/script";
import { identityKey } from "../postgres/identity";
import { readDatabase, rowsOf, runScript } from "../testing/plan-sides";
import { majors } from "../testing/test-server";
import { runPlan } from "./run-plan";
import { prepareRun } from "./run-plan.fixture";

// Providers are modules that a server is built with: the row is written as SECURITY LABEL would write it.
const label = (column: number): string => `
  SET allow_system_table_mods = on;
  INSERT INTO pg_seclabel (objoid, classoid, objsubid, provider, label)
    VALUES ('v'::regclass, 'pg_class'::regclass, ${column}, 'anon', 'MASKED WITH VALUE NULL'),
           ('t'::regclass, 'pg_class'::regclass, 1, 'anon', 'MASKED WITH VALUE NULL')`;

const schema = (type: string): string =>
  `CREATE TABLE t (a ${type}, b int); CREATE VIEW v AS SELECT a FROM t; CREATE TABLE other (x ${type});`;

const everyKind = `CREATE TABLE s."T" ("a.b" int); CREATE VIEW s."V" AS SELECT 1 AS a; CREATE MATERIALIZED VIEW s.m AS SELECT 1 AS a;
  CREATE FUNCTION s.f(int, text[]) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE PROCEDURE s.p(OUT a int, b text) LANGUAGE sql AS 'SELECT 1';
  CREATE AGGREGATE s.g(int) (SFUNC = int4pl, STYPE = int); CREATE DOMAIN s.d AS int; CREATE TYPE s.e AS ENUM ('a');
  CREATE TYPE s.c AS (a int); CREATE TYPE s.r AS RANGE (SUBTYPE = numeric); CREATE FUNCTION s.t() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
  CREATE EVENT TRIGGER "T" ON ddl_command_start EXECUTE FUNCTION s.t(); ALTER EVENT TRIGGER "T" DISABLE; CREATE PUBLICATION "P";
  CREATE LANGUAGE "L" HANDLER plpgsql_call_handler; CREATE FOREIGN DATA WRAPPER w; CREATE SERVER x FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE s.ft (a int) SERVER x`;

const labels = async (run: Awaited<ReturnType<typeof prepareRun>>): Promise<number> =>
  (await rowsOf(run.sides.actualDatabase, "SELECT FROM pg_seclabel")).length;

describe.each(majors)("on PostgreSQL %i", (major) => {
  test.each([
    [0, "SECURITY LABEL FOR anon ON VIEW public.v IS 'MASKED WITH VALUE NULL'"],
    [1, "SECURITY LABEL FOR anon ON COLUMN public.v.a IS 'MASKED WITH VALUE NULL'"],
  ])("what is made anew gets its label (column %i) again, or nothing is done", async (column, again) => {
    const run = await prepareRun(schema("bigint"), schema("int"), { major });
    try {
      await runScript(run.sides.actualDatabase, label(column));
      // A plan is made from what a check kept.
      const actual = readSnapshot(writeSnapshot(await readDatabase(run.sides.actualDatabase)));
      const plan = makePlan(compare(run.sides.expected, actual), run.sides.expected, actual);
      expect(plan.statements.map(({ sql }) => sql)).toContain(again);
      // No module that writes labels is loaded here.
      await expect(runScript(run.sides.actualDatabase, planScript(plan))).rejects.toThrow(
        'security label provider "anon" is not loaded',
      );
      expect(await labels(run)).toBe(2);
    } finally {
      await run.drop();
    }
  });

  // What a label says is lost, or kept, is seen; that Postgres takes it is not: no module that writes labels is loaded.
  test.each([
    {
      what: "a foreign table that is made anew, and its column",
      schema: (server: string) =>
        `CREATE FOREIGN DATA WRAPPER w; CREATE SERVER one FOREIGN DATA WRAPPER w; CREATE SERVER two FOREIGN DATA WRAPPER w;
         CREATE FOREIGN TABLE f (a int, b int) SERVER ${server}`,
      sides: ["two", "one"],
      labelled: "('f'::regclass, 'pg_class'::regclass, 0), ('f'::regclass, 'pg_class'::regclass, 2)",
      again: ["FOREIGN TABLE public.f", "COLUMN public.f.b"],
    },
    {
      what: "an enum that gives way to a new one",
      schema: (labels: string) => `CREATE TYPE e AS ENUM (${labels}); CREATE TABLE t (x e)`,
      sides: ["'b', 'a'", "'a', 'b'"],
      labelled: "('e'::regtype, 'pg_type'::regclass, 0)",
      again: ["TYPE public.e"],
    },
    {
      what: "a domain that is replaced because its type is",
      schema: (labels: string) =>
        `CREATE TYPE e AS ENUM (${labels}); CREATE DOMAIN d AS e; CREATE TABLE t (x d)`,
      sides: ["'b', 'a'", "'a', 'b'"],
      labelled: "('d'::regtype, 'pg_type'::regclass, 0)",
      again: ["DOMAIN public.d"],
    },
    {
      what: "a composite type that gives way to a new one, and its part",
      schema: (parts: string) => `CREATE TYPE c AS (${parts}); CREATE TABLE t (x c)`,
      sides: ["b int, a int", "a int, b int, gone int"],
      labelled: `('c'::regtype::oid, 'pg_type'::regclass, 0), ('c'::regclass::oid, 'pg_class'::regclass, 1),
        ('c'::regclass::oid, 'pg_class'::regclass, 3)`,
      again: ["TYPE public.c", "COLUMN public.c.a"],
    },
  ])("the plan writes the labels of $what again", async ({ schema: build, sides, labelled, again }) => {
    const [expected = "", actual = ""] = sides;
    const run = await prepareRun(build(expected), build(actual), { major });
    try {
      await runScript(
        run.sides.actualDatabase,
        `SET allow_system_table_mods = on; INSERT INTO pg_seclabel (objoid, classoid, objsubid, provider, label)
         SELECT o, c, s, 'anon', 'MASKED' FROM (VALUES ${labelled}) v (o, c, s)`,
      );
      const present = await readDatabase(run.sides.actualDatabase);
      const plan = makePlan(compare(run.sides.expected, present), run.sides.expected, present);
      expect(plan.manual).toEqual([]);
      expect(plan.statements.map(({ sql }) => sql).filter((sql) => sql.startsWith("SECURITY LABEL"))).toEqual(
        again.map((target) => `SECURITY LABEL FOR anon ON ${target} IS 'MASKED'`),
      );
      await expect(runScript(run.sides.actualDatabase, planScript(plan))).rejects.toThrow(
        'security label provider "anon" is not loaded',
      );
    } finally {
      await run.drop();
    }
  });

  test("a plan that was made before the label was set is rolled back, and names it", async () => {
    const run = await prepareRun(schema("bigint"), schema("int"), { major });
    try {
      await runScript(run.sides.actualDatabase, label(1));
      const outcome = await runPlan(run.request, run.hooks);
      expect(outcome).toMatchObject({ status: "rolled back" });
      expect(outcome.details.join("\n")).toContain(
        "view public.v, column a, would lose its security label of anon",
      );
      expect(await labels(run)).toBe(2);
    } finally {
      await run.drop();
    }
  });

  test("a view that comes back without the labelled column is not labelled there", async () => {
    const without =
      "CREATE TABLE t (a bigint, b int); CREATE VIEW v AS SELECT b FROM t; CREATE TABLE other (x bigint);";
    const run = await prepareRun(without, schema("bigint"), { major });
    try {
      await runScript(run.sides.actualDatabase, label(1));
      const actual = await readDatabase(run.sides.actualDatabase);
      const plan = makePlan(compare(run.sides.expected, actual), run.sides.expected, actual);
      expect(plan.statements.map(({ sql }) => sql).join("; ")).toContain("CREATE VIEW public.v");
      expect(plan.statements.filter(({ sql }) => sql.startsWith("SECURITY LABEL"))).toEqual([]);
    } finally {
      await run.drop();
    }
  });

  test("Postgres reads what is written for every kind that takes labels", async () => {
    const run = await prepareRun(`CREATE SCHEMA s; ${everyKind}`, "", { major });
    try {
      const objects = run.sides.expected.objects.filter(
        (object) => kindOf(object).securityLabel !== undefined && object.kind !== "base type",
      );
      const labelled = new Catalog({
        ...{ serverVersion: 180_000, objects, dependencies: [], coverage: run.sides.expected.coverage },
        diagnostics: [],
        securityLabels: objects.map((object) => ({
          ...{ object: identityKey(object), provider: "any one", label: "it's" },
          column: object.kind === "column" ? object.name : "",
        })),
      });
      expect(new Set(objects.map(({ kind }) => kind))).toEqual(
        new Set(
          kinds
            .filter(({ kind, securityLabel }) => securityLabel !== undefined && kind !== "base type")
            .map(({ kind }) => kind),
        ),
      );
      for (const object of objects) {
        const [statement] = labelAgain(object, labelled);
        await expect(runScript(run.sides.expectedDatabase, statement?.sql ?? "")).rejects.toThrow(
          'security label provider "any one" is not loaded',
        );
      }
    } finally {
      await run.drop();
    }
  });

  test("what keeps its label is changed", async () => {
    const views = "DROP VIEW v; CREATE VIEW v AS SELECT 1 AS a;";
    const run = await prepareRun(schema("bigint") + views, schema("int") + views, { major });
    try {
      await runScript(run.sides.actualDatabase, label(0));
      expect(await runPlan(run.request, run.hooks)).toMatchObject({ status: "committed", details: [] });
      expect(await labels(run)).toBe(2);
    } finally {
      await run.drop();
    }
  });
});
