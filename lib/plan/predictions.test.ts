/** What a plan says of its statements, beside what the server did: the lock it took, the rows it read, the files it wrote anew. */
import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { connect, type Session } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { type LockMode, lockModes } from "../postgres/lock-mode";
import { lockModeOf } from "../testing/lock-mode-of";
import { planSides } from "../testing/plan-sides";
import { majors, testServer } from "../testing/test-server";
import { makePlan } from "./make-plan";
import type { Plan, PlannedStatement } from "./plan";
import { one, other } from "./predictions.cases";

const types = `CREATE DOMAIN plain AS varchar(36); CREATE DOMAIN checked AS varchar(36) CHECK (VALUE <> 'x'); CREATE DOMAIN present AS int NOT NULL;
  CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TYPE other AS ENUM ('a', 'b'); CREATE DOMAIN felt AS mood; CREATE DOMAIN dated AS timestamp;`;

/** postgres-facts.md §1a: what keeps its bytes, what is written anew, what takes a word of ours. */
const kept: readonly (readonly [string, string])[] = [
  ["varchar(10)", "varchar(20)"],
  ["varchar(10)", "varchar"],
  ["varchar(10)", "text"],
  ["text", "varchar"],
  ["cidr", "inet"],
  ["numeric(10,2)", "numeric(12,2)"],
  ["numeric(10,2)", "numeric"],
  ["timestamp(3)", "timestamp"],
  ["timestamptz(3)", "timestamptz(6)"],
  ["interval(3)", "interval"],
  ["time(3)", "time"],
  ["varbit(3)", "varbit(9)"],
  ["bit(3)", "varbit"],
  ["int", "oid"],
  ["oid", "int"],
  ["plain", "text"],
  ["varchar(36)", "plain"],
  ["xml", "text"],
  ["dated", "timestamp"],
  ["text", 'text COLLATE "C"'],
];
const rewritten: readonly (readonly [string, string])[] = [
  ["text", "varchar(9)"],
  ["varchar(20)", "varchar(10)"],
  ["numeric", "numeric(10,2)"],
  ["numeric(10,2)", "numeric(10,4)"],
  ["char(5)", "text"],
  ["char(5)", "varchar(9)"],
  ["char(5)", "char(9)"],
  ["int", "bigint"],
  ["bigint", "int"],
  ["int", "numeric"],
  ["bigint", "float8"],
  ["int", "text"],
  ["uuid", "text"],
  ["uuid", "varchar(36)"],
  ["json", "jsonb"],
  ["date", "timestamp"],
  ["timestamp", "timestamp(3)"],
  ["mood", "text"],
  ["text", "int"],
  ["text", "uuid"],
  ["text", "date"],
  ["text", "jsonb"],
  ["text", "mood"],
  ["int", "bool"],
  ["mood", "other"],
  ["int[]", "bigint[]"],
  ["varchar(36)", "checked"],
  ["plain", "checked"],
  ["int", "present"],
  // A domain's length is not looked for: the values are looked at again.
  ["plain", "varchar(36)"],
  ["checked", "varchar(36)"],
  ["checked", "plain"],
  ["varchar(36)[]", "plain[]"],
  ["bit(3)", "varbit(9)"],
  ["varchar(10)[]", "varchar(20)[]"],
  ["varchar[]", "text[]"],
  ["inet", "text"],
  ["name", "text"],
];

interface Observed {
  readonly statement: PlannedStatement;
  readonly lock: LockMode | null;
  readonly rewritten: readonly string[];
  readonly scanned: readonly string[];
  /** True where the plan made the table itself: it has no rows that would be read. */
  readonly empty: boolean;
}

/** Runs the statements, each in a transaction of its own, and looks at relations that were there before the first. */
async function observe(session: Session, plan: Plan): Promise<readonly Observed[]> {
  const observed: Observed[] = [];
  await session.execute("SET search_path = pg_catalog");
  const files = () =>
    session.query<{ oid: string; kind: string; file: string; name: string; scans: string }>(
      `SELECT oid::text, relkind::text AS kind, relfilenode::text AS file, oid::regclass::text AS name,
              pg_stat_get_xact_numscans(oid)::text AS scans
       FROM pg_class WHERE oid >= 16384 AND relkind IN ('r', 'p', 'm', 'v', 'S', 'f', 'i', 'I')`,
    );
  // What the plan itself makes nobody waits for: it is all one transaction to others.
  const first = await files();
  const there = new Set(first.map(({ oid }) => oid));
  const names = new Set(first.map(({ name }) => name));
  for (const statement of plan.statements) {
    if (statement.transaction === "outside") {
      // What runs in no transaction gives its locks up before anybody can look.
      await session.execute(statement.sql);
      continue;
    }
    await session.execute("BEGIN");
    // Within the transaction: the counts of scans are set back between two.
    const before = new Map((await files()).map((one) => [one.oid, one]));
    await session.execute(statement.sql);
    const locks = await session.query<{ oid: string; mode: string }>(
      "SELECT relation::text AS oid, mode FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation' AND relation >= 16384",
    );
    const after = await files();
    await session.execute("COMMIT");
    // The files of a sequence are a page, and an index is built anew without its table as well.
    const tables = after.filter(({ oid, kind }) => there.has(oid) && before.has(oid) && !/[SiI]/.test(kind));
    const own =
      statement.object.table === undefined ? null : `${statement.object.schema}.${statement.object.table}`;
    const strengths = locks
      .filter(({ oid }) => there.has(oid))
      .map(({ mode }) => lockModes.indexOf(lockModeOf(mode)))
      // Reading the catalog of a table is no lock that anybody waits for.
      .filter((strength) => strength > lockModes.indexOf("ACCESS SHARE"));
    observed.push({
      statement,
      lock: lockModes[Math.max(...strengths, -1)] ?? null,
      rewritten: tables.filter(({ oid, file }) => before.get(oid)?.file !== file).map(({ name }) => name),
      scanned: tables.filter(({ oid, scans }) => before.get(oid)?.scans !== scans).map(({ name }) => name),
      empty: own !== null && !names.has(own),
    });
  }
  return observed;
}

async function observed(
  expected: string,
  actual: string,
  major: number,
  online = false,
): Promise<readonly Observed[]> {
  const sides = await planSides(expected, actual, major);
  try {
    const plan = makePlan(sides.drift, sides.expected, sides.actual, { online });
    expect(plan.manual).toEqual([]);
    const session = await connect(connectionSettingsFromUrl(sides.actualDatabase.url));
    return await observe(session, plan).finally(() => session.close());
  } finally {
    await sides.drop();
  }
}

const wrong = (found: readonly Observed[]): readonly string[] =>
  found.flatMap(({ statement, lock, rewritten: files, scanned, empty }) => [
    ...(lock === statement.lock ? [] : [`said ${statement.lock}, took ${lock}: ${statement.sql}`]),
    ...(files.length > 0 === (statement.rewrite ?? false)
      ? []
      : [`said rewrite ${statement.rewrite ?? false}, saw ${files.join()}: ${statement.sql}`]),
    ...(empty || scanned.length > 0 === ((statement.scan ?? false) || (statement.rewrite ?? false))
      ? []
      : [`said scan ${statement.scan ?? false}, saw ${scanned.join()}: ${statement.sql}`]),
    // Whoever reads a materialized view expects it to be written anew; that it cannot be read meanwhile is what hurts.
    ...(statement.rewrite &&
    !statement.hazards.some(
      ({ code }) =>
        code === (statement.object.kind === "materialized view" ? "blocks-reads" : "table-rewrite"),
    )
      ? [`a rewrite without its hazard: ${statement.sql}`]
      : []),
  ]);

describe.each(majors)("on PostgreSQL %i", (major) => {
  it("types that keep their bytes, and types that are written anew", { timeout: 300_000 }, async () => {
    // A table of its own for each pair, so that each change is a statement of its own.
    const tables = (pairs: readonly (readonly [string, string])[], side: 0 | 1, prefix: string): string =>
      pairs.map((pair, place) => `CREATE TABLE ${prefix}${place} (c ${pair[side]}, x int);`).join("\n");
    const all = (side: 0 | 1): string =>
      types + tables(kept, side, "kept_") + tables(rewritten, side, "anew_");
    const found = await observed(all(1), all(0), major);
    expect(wrong(found)).toEqual([]);
    const changes = found.filter(({ statement }) => / TYPE /.test(statement.sql));
    expect(changes).toHaveLength(kept.length + rewritten.length);
    for (const { statement, rewritten: files } of changes)
      expect(files.length, statement.sql).toBe(statement.sql.includes("public.kept_") ? 0 : 1);
    // Postgres itself must raise what does not fit: an explicit cast would cut it.
    for (const { statement } of changes)
      expect(statement.sql).not.toMatch(/USING .*(?:character|bit)[a-z ]*\(\d/);
    expect(found.filter(({ statement }) => statement.sql.startsWith("ANALYZE"))).toHaveLength(changes.length);
  });

  it("columns of every kind, added", async () => {
    const functions = `CREATE FUNCTION v() RETURNS int LANGUAGE plpgsql VOLATILE AS 'BEGIN RETURN 1; END';
      CREATE FUNCTION s() RETURNS int LANGUAGE plpgsql STABLE AS 'BEGIN RETURN 1; END';`;
    const columns: readonly (readonly [string, boolean])[] = [
      ["int", false],
      ["int NOT NULL DEFAULT 5", false],
      ["timestamptz NOT NULL DEFAULT now()", false],
      ["text DEFAULT 'random()' || 'x'", false],
      ["int DEFAULT s()", false],
      ["plain DEFAULT 'y'", false],
      ["uuid DEFAULT gen_random_uuid()", true],
      ["timestamptz DEFAULT clock_timestamp()", true],
      ["int DEFAULT v()", true],
      ["serial", true],
      ["int GENERATED ALWAYS AS IDENTITY", true],
      ["int GENERATED ALWAYS AS (x + 1) STORED", true],
      ["checked", true],
      ["present DEFAULT 1", true],
    ];
    const found = await observed(
      types +
        functions +
        columns.map(([column], place) => `CREATE TABLE t${place} (x int, c ${column});`).join("\n"),
      types + functions + columns.map((_, place) => `CREATE TABLE t${place} (x int);`).join("\n"),
      major,
    );
    expect(wrong(found)).toEqual([]);
    const said = found.filter(({ statement }) => / ADD COLUMN /.test(statement.sql));
    const byTable = new Map(
      said.map(({ statement }) => [statement.object.table, statement.rewrite ?? false]),
    );
    expect(columns.map((_, place) => byTable.get(`t${place}`))).toEqual(
      columns.map(([, rewrite]) => rewrite),
    );
  });

  it("what goes to another tablespace", async () => {
    const space = `predicted_${major}_${randomBytes(4).toString("hex")}`;
    const session = await connect(connectionSettingsFromUrl((await testServer(major)).url("postgres")));
    try {
      // Beneath the server's own directory: its files need no place of ours.
      await session.execute("SET allow_in_place_tablespaces = on");
      await session.execute(`CREATE TABLESPACE ${space} LOCATION ''`);
      const lying = (where: string): string => `CREATE TABLE moved (x text) ${where};
        CREATE TABLE beside (x int); CREATE INDEX moves ON beside (x) ${where};
        CREATE TABLE keyed (x int PRIMARY KEY ${where.replace("TABLESPACE", "USING INDEX TABLESPACE")});
        CREATE TABLE seen (x int); CREATE MATERIALIZED VIEW filed ${where} AS SELECT x FROM seen;`;
      const [away, home] = [lying(`TABLESPACE ${space}`), lying("")];
      const found = [...(await observed(away, home, major)), ...(await observed(home, away, major))];
      const moves = found.filter(({ statement }) => statement.sql.includes(" SET TABLESPACE "));
      expect(moves).toHaveLength(8);
      for (const { statement, lock, rewritten: files } of moves) {
        expect(lock, statement.sql).toBe(statement.lock);
        // Files are copied page by page; those of indexes by themselves are not the table's.
        expect(files.length > 0, statement.sql).toBe(statement.rewrite ?? false);
        expect(statement.rewrite ?? false, statement.sql).toBe(!statement.sql.startsWith("ALTER INDEX"));
        if (statement.rewrite)
          expect(statement.hazards, statement.sql).toContainEqual({ code: "table-rewrite" });
      }
    } finally {
      await session.execute(`DROP TABLESPACE IF EXISTS ${space}`);
      await session.close();
    }
  });

  it.each([
    ["there", other, one, false],
    ["back", one, other, false],
    ["there, online", other, one, true],
    ["back, online", one, other, true],
  ])("every fix of the hazard table, %s", { timeout: 300_000 }, async (_, expected, actual, online) => {
    const found = await observed(expected, actual, major, online);
    expect(wrong(found)).toEqual([]);
    expect(found.length).toBeGreaterThan(40);
  });
});
