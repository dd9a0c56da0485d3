import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findPgDump } from "../pg-dump";
import { majors, testServer } from "../test-server";
import { fillTables } from "./fill-tables";
import type { Case } from "./find-cases";
import { type Laboratory, openLaboratory } from "./laboratory";
import type { Outcome } from "./outcome";
import { runCase } from "./run-case";
import { plumbline, type Tool } from "./tool";

const major = majors[0] ?? 18;
let laboratory: Laboratory;
beforeAll(async () => {
  laboratory = await openLaboratory(major);
});
afterAll(() => laboratory.stop());

const pair = (before: string, after: string, facts: Partial<Case> = {}): Case => ({
  ...{ suite: "tests", name: "pair", old: before, new: after, roles: [], extensions: [], leastMajor: 0 },
  ...{ kindsChanged: [], same: false, obstacle: null, ...facts },
});

/** A tool whose every plan is this script. */
const scripted = (script: string): Tool => ({
  name: "scripted",
  plan: async () => ({ script, differences: null, manual: new Map() }),
});

async function judged(one: Case, tool: Tool = plumbline): Promise<Outcome> {
  const server = await testServer(18);
  const shadowUrl = async (): Promise<string> => server.url("postgres");
  const [outcome] = await runCase(one, { laboratory, tool, shadowUrl, directions: ["forward"] });
  if (outcome === undefined) throw new Error("no outcome");
  return outcome;
}

const widened = pair(
  "CREATE TABLE a (id int PRIMARY KEY, name varchar(10)); CREATE TABLE b (a int REFERENCES a)",
  "CREATE TABLE a (id bigint PRIMARY KEY, name text); CREATE TABLE b (a bigint REFERENCES a)",
);

describe("a pair", () => {
  it("is tried with rows in every partition that a bound leads to", async () => {
    const partitioned = (type: string): string => `
      CREATE TABLE log (day date NOT NULL, kind text DEFAULT 'q', size ${type}) PARTITION BY RANGE (day);
      CREATE TABLE log_old PARTITION OF log FOR VALUES FROM (MINVALUE) TO ('2019-01-01');
      CREATE TABLE log_2019 PARTITION OF log FOR VALUES FROM ('2019-01-01') TO ('2020-01-01') PARTITION BY LIST (kind);
      CREATE TABLE log_2019_a PARTITION OF log_2019 FOR VALUES IN ('a, (b)', 'it''s', NULL);
      CREATE TABLE log_2019_x PARTITION OF log_2019 FOR VALUES IN ('x');
      CREATE TABLE log_rest PARTITION OF log DEFAULT`;
    const url = await laboratory.createDatabase();
    const session = await laboratory.connectTo(url);
    try {
      await session.script(partitioned("integer"));
      expect(await fillTables(session)).toBe(4);
      const found = await session.query<{ at: string }>(
        "SELECT DISTINCT tableoid::regclass::text AS at FROM log ORDER BY 1",
      );
      expect(found.map(({ at }) => at)).toEqual(["log_2019_a", "log_2019_x", "log_old", "log_rest"]);
    } finally {
      await session.close();
    }
    expect(await judged(pair(partitioned("integer"), partitioned("bigint")))).toMatchObject({
      verdict: "closed",
      rows: 4,
    });
  });

  it("is closed by our plan in both directions, with its rows", async () => {
    const server = await testServer(18);
    const outcomes = await runCase(widened, {
      ...{ laboratory, tool: plumbline, shadowUrl: async () => server.url("postgres") },
      directions: ["forward", "backward"],
    });
    expect(outcomes.map(({ verdict, rows, tables }) => ({ verdict, rows, tables }))).toEqual([
      { verdict: "closed", rows: 6, tables: 2 },
      { verdict: "closed", rows: 6, tables: 2 },
    ]);
  });

  it("is open when a difference is left", async () => {
    const outcome = await judged(widened, scripted("ALTER TABLE a ALTER name TYPE text"));
    expect(outcome).toMatchObject({ verdict: "open", cause: expect.stringMatching(/^left: /) });
  });

  it("failed when rows are gone though the schema is right", async () => {
    const script = `DROP TABLE b, a; ${widened.new}`;
    const outcome = await judged(widened, scripted(script));
    expect(outcome).toMatchObject({ verdict: "failed", cause: "rows are lost" });
  });

  it("failed when values are others though all rows are there", async () => {
    const one = pair("CREATE TABLE a (id int)", "CREATE TABLE a (id int, more int)");
    const outcome = await judged(one, scripted("ALTER TABLE a ADD more int; UPDATE a SET id = id + 1"));
    expect(outcome).toMatchObject({ verdict: "failed", cause: "rows are lost" });
  });

  it("failed when the script does not run", async () => {
    const outcome = await judged(widened, scripted("ALTER TABLE nothing ADD x int"));
    expect(outcome).toMatchObject({ verdict: "failed", cause: expect.stringContaining("42P01") });
  });

  it("is judged without rows when the wanted schema does not admit them", async () => {
    const outcome = await judged(pair("CREATE TABLE a (x int)", "CREATE TABLE a (x int CHECK (x > 100))"));
    expect(outcome).toMatchObject({ verdict: "closed", rows: 0 });
    expect(outcome.notes).toContainEqual(expect.stringContaining("23514"));
  });

  it("is open when a difference is invented", async () => {
    const invented: Tool = {
      name: "inventive",
      plan: async () => ({ script: "", differences: 1, manual: new Map() }),
    };
    const sql = "CREATE TABLE a (x int)";
    const outcome = await judged(pair(sql, sql, { same: true }), invented);
    expect(outcome).toMatchObject({ verdict: "open", cause: "false difference" });
  });

  it("is skipped, with the reason, when it does not load or needs what is not here", async () => {
    expect(await judged(pair("CREATE TABLE a (x nothing)", ""))).toMatchObject({
      ...{ verdict: "skipped", detail: expect.stringContaining('type "nothing" does not exist') },
    });
    expect(await judged(pair("", "", { extensions: ["no_such_extension"] }))).toMatchObject({
      ...{ verdict: "skipped", cause: "the extension no_such_extension is not installed here" },
    });
    expect(await judged(pair("", "", { leastMajor: 99 }))).toMatchObject({ verdict: "skipped" });
  });

  it("names roles that are made for it and gone afterwards", async () => {
    const sql = "CREATE TABLE a (x int); GRANT SELECT ON a TO reader";
    const one = pair("CREATE TABLE a (x int)", sql, { roles: ["reader"] });
    expect(await judged(one)).toMatchObject({ verdict: "closed" });
    const unsaid = await judged({ ...one, roles: [] });
    expect(unsaid.notes).toContain("the role reader that the files presuppose was made beforehand");
    expect(unsaid).toMatchObject({ verdict: "closed" });
  });

  it("says when pg_dump had no word in it", async () => {
    const outcome = await judged(widened);
    const silent = outcome.notes.some((note) => note.startsWith("no pg_dump reads"));
    expect(silent).toBe((await findPgDump(major)) === null);
  });
});
