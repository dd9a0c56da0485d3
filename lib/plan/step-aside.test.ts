/** What nobody expects and nobody chose to drop, in the way of a column's new type: put back as it was, or the change is left to people. */
import { describe, expect, it } from "vitest";
import { compare } from "../drift/compare";
import { planSides, readDatabase, runScript } from "../testing/plan-sides";
import { majors } from "../testing/test-server";
import { makePlan } from "./make-plan";
import { planScript } from "./script";

const table = (type: string): string =>
  `CREATE TABLE t (id integer PRIMARY KEY, data ${type}, "n N" ${type}, k integer);`;

type Case = readonly [from: string, to: string, stranger: string];

const beside = (from: string, to: string, strangers: readonly string[]): readonly Case[] =>
  strangers.map((stranger) => [from, to, stranger]);

/** What nobody expects, by the type that the column has and is to have: what cannot be counted on to fit the new one. */
const unfit: readonly Case[] = [
  ...beside("jsonb", "varchar(200)", [
    "CREATE VIEW v AS SELECT data->>'a' AS a FROM t",
    "CREATE MATERIALIZED VIEW v AS SELECT data->>'a' AS a FROM t",
    "CREATE VIEW v AS SELECT * FROM t; CREATE VIEW w AS SELECT data->>'a' AS a FROM v",
    `CREATE VIEW v AS SELECT t."n N" ? 'a' AS a FROM t`,
    "ALTER TABLE t ADD CONSTRAINT c CHECK (data->>'a' <> '')",
    "ALTER TABLE t ADD g text GENERATED ALWAYS AS (data->>'a') STORED",
    "CREATE POLICY p ON t USING (data->>'a' = 'x')",
    "CREATE RULE r AS ON INSERT TO t WHERE new.data->>'a' = 'x' DO ALSO SELECT 1",
    "CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW WHEN (new.data->>'a' = 'x') EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "CREATE STATISTICS s ON k, (data->>'a') FROM t",
    "CREATE INDEX i ON t ((data->>'a'))",
    "CREATE INDEX i ON t USING gin (data)",
    "CREATE INDEX i ON t USING gin (data jsonb_path_ops)",
    "CREATE INDEX i ON t (k) WHERE data ? 'a'",
    "CREATE FUNCTION f() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT data->>'a' FROM t; END",
  ]),
  ...beside("uuid", "varchar(36)", [
    "CREATE VIEW v AS SELECT k FROM t WHERE data = '8e1c6d0a-6f3c-4f0e-9d3a-2b8f7f1c0a11'",
    "CREATE INDEX i ON t (k) WHERE data IN ('8e1c6d0a-6f3c-4f0e-9d3a-2b8f7f1c0a11', '8e1c6d0a-6f3c-4f0e-9d3a-2b8f7f1c0a12')",
  ]),
  ...beside("text", "uuid", [
    "CREATE VIEW v AS SELECT upper(data) AS a FROM t",
    "CREATE VIEW v AS SELECT k FROM t WHERE data LIKE 'a%'",
  ]),
  ...beside("integer", "text", [
    "ALTER TABLE t ADD CHECK (data > 0)",
    "CREATE VIEW v AS SELECT k FROM t WHERE 3 < data",
  ]),
];

/** The same for what fits it. */
const fit: readonly Case[] = [
  ...beside("jsonb", "varchar(200)", [
    "CREATE VIEW v AS SELECT data AS a, count(*) AS n FROM t WHERE k > 3 GROUP BY data",
    "CREATE INDEX i ON t (data)",
    "CREATE VIEW v AS SELECT data::text || 'x' AS a, count(DISTINCT data) AS n FROM t GROUP BY 1",
  ]),
  ...beside("uuid", "varchar(36)", [
    `CREATE VIEW v AS SELECT a.k, COALESCE(a.data, b.data) AS d FROM t a JOIN t b ON a.data = b."n N" WHERE a.data IS NOT NULL`,
  ]),
  // The text of a varchar is taken first, which every type has.
  ...beside("varchar(36)", "uuid", [
    "CREATE VIEW v AS SELECT upper(data) AS a FROM t",
    "CREATE VIEW v AS SELECT k FROM t WHERE data LIKE 'a%'",
    "ALTER TABLE t ADD CHECK (length(data) > 3)",
  ]),
  ...beside("varchar(36)", "text", ["CREATE VIEW v AS SELECT upper(data) AS a FROM t WHERE data LIKE 'a%'"]),
  ...beside("varchar(36)", "varchar(200)", ["CREATE INDEX i ON t (lower(data))"]),
  ...beside("integer", "bigint", ["CREATE VIEW v AS SELECT abs(data) + 1 AS a FROM t WHERE data > 3"]),
  ...beside("integer", "numeric", ["ALTER TABLE t ADD CHECK (data % 2 = 0)"]),
];

describe.each(majors)("on PostgreSQL %i", (major) => {
  it.each(unfit)("%s to %s is left to people beside %s", async (from, to, stranger) => {
    const sides = await planSides(table(to), `${table(from)} ${stranger}`, major);
    try {
      const plan = makePlan(sides.drift, sides.expected, sides.actual, { drops: false });
      const types = sides.drift.differences.filter(({ type }) => type === "changed");
      const left = plan.manual.filter(({ reason }) => reason.includes("Nobody expects it: drop it too"));
      expect(left.length).toBeGreaterThan(0);
      await runScript(sides.actualDatabase, planScript(plan));
      const after = compare(sides.expected, await readDatabase(sides.actualDatabase)).differences;
      const byHand = plan.manual.map(({ difference }) => difference);
      expect(after.filter(({ type }) => type === "changed").map(({ id }) => id)).toEqual(
        types.filter(({ id }) => byHand.includes(id)).map(({ id }) => id),
      );
      const present = await readDatabase(sides.actualDatabase);
      const whole = makePlan(compare(sides.expected, present), sides.expected, present);
      await runScript(sides.actualDatabase, planScript(whole));
      expect(compare(sides.expected, await readDatabase(sides.actualDatabase)).differences).toEqual([]);
    } finally {
      await sides.drop();
    }
  });

  it.each(fit)("%s to %s leaves %s as it was", async (from, to, stranger) => {
    const sides = await planSides(table(to), `${table(from)} ${stranger}`, major);
    try {
      const plan = makePlan(sides.drift, sides.expected, sides.actual, { drops: false });
      expect(plan.manual).toEqual([]);
      await runScript(sides.actualDatabase, planScript(plan));
      const after = compare(sides.expected, await readDatabase(sides.actualDatabase)).differences;
      expect(after.map(({ id }) => id)).toEqual(
        sides.drift.differences.filter(({ type }) => type === "unexpected").map(({ id }) => id),
      );
    } finally {
      await sides.drop();
    }
  });
});
