import { existsSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { compare } from "../drift/compare";
import { planSides, readDatabase, runThroughPsql } from "../testing/plan-sides";
import { majors } from "../testing/test-server";
import { makePlan } from "./make-plan";
import { planScript } from "./script";

const canary = path.join(tmpdir(), `plumbline-canary-${process.pid}`);

/** Names, labels, comments and bodies that would end a quote, a comment or a line, or call psql itself. */
const hostile = [
  `x\n\\! touch ${canary}\n--`,
  `y"; \\! touch ${canary}`,
  "back\\slash' \\g",
  "*/ /* :name :'name' :\"name\"",
  "$$ \\\\ $body$",
];

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string): string => `E'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;

const hostileSchema = (major: number): string =>
  hostile
    .map((name, index) => {
      const table = quoted(name);
      return `
        CREATE TABLE ${table} (id integer PRIMARY KEY, ${table} text DEFAULT ${literal(name)},
          CONSTRAINT ${quoted(`${name}c`)} CHECK (${table} <> ${literal(name)}));
        CREATE INDEX ${quoted(`i${name}`)} ON ${table} (lower(${table}));
        COMMENT ON TABLE ${table} IS ${literal(name)};
        CREATE TYPE ${quoted(`t${name}`)} AS ENUM (${literal(name)});
        CREATE VIEW ${quoted(`v${name}`)} AS SELECT ${table} AS ${table} FROM ${table} WHERE ${table} <> ${literal(name)};
        CREATE FUNCTION ${quoted(`f${name}`)}(${table} text) RETURNS text LANGUAGE sql AS ${literal(`SELECT ${literal(name)} -- ${index}`)};
        CREATE POLICY ${table} ON ${table} USING (${table} <> ${literal(name)});
        GRANT SELECT (${table}) ON ${table} TO PUBLIC;`;
    })
    .join("\n") +
  (major >= 15 ? `\nCREATE TABLE u (a text, CONSTRAINT "n\n\\q" UNIQUE NULLS NOT DISTINCT (a));` : "");

describe.each(majors)("on PostgreSQL %i", (major) => {
  it.each([false, true])(
    "runs hostile names through psql and lets none of them out (online: %s)",
    async (online) => {
      rmSync(canary, { force: true });
      const empty = "SELECT 1";
      const there = await planSides(hostileSchema(major), empty, major);
      try {
        expect(there.drift.differences.length).toBeGreaterThan(hostile.length);
        const script = planScript(makePlan(there.drift, there.expected, there.actual, { online }));
        const ran = runThroughPsql(there.actualDatabase, script);
        expect(ran).toEqual({ code: 0, output: "", errors: "" });
        expect(compare(there.expected, await readDatabase(there.actualDatabase)).differences).toEqual([]);

        // And everything away again, each object by its own name.
        const filled = await readDatabase(there.actualDatabase);
        const nothing = there.actual;
        const back = planScript(makePlan(compare(nothing, filled), nothing, filled, { online }));
        expect(runThroughPsql(there.actualDatabase, back)).toEqual({ code: 0, output: "", errors: "" });
        expect(compare(nothing, await readDatabase(there.actualDatabase)).differences).toEqual([]);
        expect(existsSync(canary)).toBe(false);
      } finally {
        await there.drop();
      }
    },
  );

  it("writes comments of our own words alone, and no command of psql", async () => {
    const sides = await planSides(hostileSchema(major), "SELECT 1", major);
    try {
      const plan = makePlan(sides.drift, sides.expected, sides.actual);
      let rest = planScript(plan);
      for (const { sql } of plan.statements) rest = rest.replace(`${sql};`, "");
      for (const line of rest.split("\n").filter((text) => text.startsWith("--")))
        expect(line).toMatch(/^-- [a-zA-Z0-9 .,:=_/<>-]+$/);
      expect(rest).not.toContain("\\");
    } finally {
      await sides.drop();
    }
  });

  it("leaves the database as it was when a statement fails", async () => {
    const sides = await planSides(
      "CREATE TABLE a (id integer); CREATE TABLE t (c text NOT NULL)",
      "CREATE TABLE t (c text); INSERT INTO t VALUES (NULL)",
      major,
    );
    try {
      const script = planScript(makePlan(sides.drift, sides.expected, sides.actual));
      const ran = runThroughPsql(sides.actualDatabase, script);
      expect(ran.code).toBe(3);
      expect(ran.errors).toContain("contains null values");
      expect(compare(sides.actual, await readDatabase(sides.actualDatabase)).differences).toEqual([]);
    } finally {
      await sides.drop();
    }
  });
});
