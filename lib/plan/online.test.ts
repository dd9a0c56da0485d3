import { describe, expect, it } from "vitest";
import { compare } from "../drift/compare";
import { planSides, readDatabase, runScript, runThroughPsql } from "../testing/plan-sides";
import { majors } from "../testing/test-server";
import { makePlan } from "./make-plan";
import { planScript } from "./script";

const plain = `
  CREATE TABLE p (id integer, code text);
  CREATE TABLE q (id integer PRIMARY KEY);
  CREATE TABLE t (id integer, p_id integer, name text, gone text);
  CREATE INDEX t_gone ON t (gone);
  CREATE TABLE log (at date NOT NULL, id integer) PARTITION BY RANGE (at);
`;
const promised = `
  CREATE TABLE q (id integer PRIMARY KEY);
  CREATE TABLE p (id integer PRIMARY KEY, code text, CONSTRAINT "Code" UNIQUE (code) INCLUDE (id) DEFERRABLE);
  CREATE TABLE t (id integer, p_id integer REFERENCES p (id), name text NOT NULL, gone text, CONSTRAINT named CHECK (name <> ''));
  CREATE UNIQUE INDEX t_name ON t (lower(name)) WHERE id > 0;
  CREATE TABLE log (at date NOT NULL, id integer REFERENCES q (id)) PARTITION BY RANGE (at);
  CREATE INDEX log_id ON log (id);
`;

describe.each(majors)("on PostgreSQL %i", (major) => {
  it("takes weaker or shorter locks step by step, and closes the same drift", async () => {
    const sides = await planSides(promised, plain, major);
    try {
      await runScript(
        sides.actualDatabase,
        "INSERT INTO p VALUES (1, 'x'); INSERT INTO t VALUES (1, 1, 'n', NULL); CREATE TABLE log_24 PARTITION OF log FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
      );
      const actual = await readDatabase(sides.actualDatabase);
      const drift = compare(sides.expected, actual, { scope: "everything" });
      const plan = makePlan(drift, sides.expected, actual, { online: true, drops: false });
      const sql = plan.statements.map((statement) => statement.sql);
      expect(sql.filter((text) => text.startsWith("CREATE UNIQUE INDEX CONCURRENTLY"))).toHaveLength(3);
      // A check, a foreign key, and two columns that are not null: one by itself, one for its primary key.
      expect(sql.filter((text) => text.endsWith(" NOT VALID"))).toHaveLength(4);
      expect(sql.filter((text) => text.includes("VALIDATE CONSTRAINT"))).toHaveLength(4);
      // Partitioned tables have no online form: theirs stand in the transaction.
      const inside = plan.statements.filter(({ transaction }) => transaction === "inside").map((s) => s.sql);
      expect(inside.filter((text) => / log_id ON |log_id_fkey/.test(text))).toHaveLength(2);
      const scanning = plan.statements.filter(
        ({ scan, lock }) => scan === true && lock === "ACCESS EXCLUSIVE",
      );
      expect(scanning.map((statement) => statement.sql)).toEqual([]);

      expect(runThroughPsql(sides.actualDatabase, planScript(plan))).toEqual({
        code: 0,
        output: "",
        errors: "",
      });
      const after = compare(sides.expected, await readDatabase(sides.actualDatabase)).differences;
      expect(after.map(({ type, object }) => `${type} ${object.name}`).toSorted()).toEqual(
        ["unexpected log_24", "unexpected t_gone"].toSorted(),
      );
    } finally {
      await sides.drop();
    }
  });

  it("drops indexes concurrently, and clears away what a failed build left before it builds again", async () => {
    const sides = await planSides(
      "CREATE TABLE t (a integer); CREATE UNIQUE INDEX t_a ON t (a)",
      "CREATE TABLE t (a integer); CREATE INDEX t_old ON t (a); INSERT INTO t VALUES (1), (1)",
      major,
    );
    try {
      const first = planScript(makePlan(sides.drift, sides.expected, sides.actual, { online: true }));
      expect(first).toContain("DROP INDEX CONCURRENTLY public.t_old");
      const failed = runThroughPsql(sides.actualDatabase, first);
      expect(failed.code).toBe(3);
      expect(failed.errors).toContain("could not create unique index");

      await runScript(sides.actualDatabase, "DELETE FROM t");
      const left = await readDatabase(sides.actualDatabase);
      const again = compare(sides.expected, left);
      expect(again.differences).toContainEqual(
        expect.objectContaining({ type: "changed", object: expect.objectContaining({ name: "t_a" }) }),
      );
      const second = planScript(makePlan(again, sides.expected, left, { online: true }));
      expect(second.indexOf("DROP INDEX CONCURRENTLY public.t_a")).toBeLessThan(
        second.indexOf("CREATE UNIQUE INDEX CONCURRENTLY t_a"),
      );
      expect(runThroughPsql(sides.actualDatabase, second)).toEqual({ code: 0, output: "", errors: "" });
      expect(compare(sides.expected, await readDatabase(sides.actualDatabase)).differences).toEqual([]);
    } finally {
      await sides.drop();
    }
  });

  it("keeps what is rebuilt around another fix, and what other fixes wait for, in the one transaction", async () => {
    const sides = await planSides(
      `CREATE TABLE t (id varchar(36), n integer, CONSTRAINT t_id CHECK (id <> 'x'));
       CREATE INDEX t_part ON t (n) WHERE id <> 'x'; CREATE TABLE fresh (a integer); CREATE INDEX fresh_a ON fresh (a)`,
      `CREATE TABLE t (id text, n integer, CONSTRAINT t_id CHECK (id <> 'x'));
       CREATE INDEX t_part ON t (n) WHERE id <> 'x'`,
      major,
    );
    try {
      const plan = makePlan(sides.drift, sides.expected, sides.actual, { online: true });
      expect(plan.fixes.some(({ action }) => action === "rebuild" || action === "recreate")).toBe(true);
      const rebuilt = plan.fixes
        .filter(({ reason }) => reason.type === "rebuild")
        .flatMap(({ statements }) => statements.map((position) => plan.statements[position]?.transaction));
      expect(new Set(rebuilt)).toEqual(new Set(rebuilt.length === 0 ? [] : ["inside"]));
      expect(plan.statements.map(({ sql }) => sql)).toContain(
        "CREATE INDEX fresh_a ON public.fresh USING btree (a)",
      );
      expect(runThroughPsql(sides.actualDatabase, planScript(plan)).code).toBe(0);
      expect(compare(sides.expected, await readDatabase(sides.actualDatabase)).differences).toEqual([]);
    } finally {
      await sides.drop();
    }
  });
});
