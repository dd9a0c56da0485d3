/** What only newer servers know, asked of the servers. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, type Session } from "../../postgres/connect";
import { majors, testServer } from "../../testing/test-server";
import { namesByMajor, newerInText } from "./newer-words";

const sessions = new Map<number, Session>();
const on = (major: number): Session => {
  const session = sessions.get(major);
  if (session === undefined) throw new Error(`no session on ${major}`);
  return session;
};
const newest = Math.max(...majors);

beforeAll(async () => {
  for (const major of majors) {
    const { host, port, user, password } = await testServer(major);
    const session = await connect({ host, port, user, password, database: "postgres", tls: "disable" });
    await session.execute("SET search_path = pg_catalog");
    sessions.set(major, session);
  }
});
afterAll(async () => {
  for (const session of sessions.values()) await session.close();
});

/** What can stand in SQL: nothing that takes or gives what is the server's own. */
const names = async (major: number): Promise<ReadonlySet<string>> => {
  const rows = await on(major).query<{ name: string }>(`
    SELECT proname::text AS name FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
      AND prorettype NOT IN ('internal'::regtype, 'trigger'::regtype)
      AND NOT 'internal'::regtype = ANY (proargtypes::oid[]) AND proname !~ '^binary_upgrade_'
    UNION
    SELECT relname::text FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind IN ('r', 'v')`);
  return new Set(rows.map(({ name }) => name));
};

describe("names", () => {
  it("are those that each installed major brought", async () => {
    const known: Set<string>[] = [];
    for (const [place, major] of majors.entries()) {
      const present = await names(major);
      if (place > 0) {
        const before = majors[place - 1] ?? 0;
        const brought = [...present].filter((name) => !known.some((one) => one.has(name))).sort();
        const listed = [...namesByMajor]
          .filter(([since]) => since > before && since <= major)
          .flatMap(([, list]) => list)
          .sort();
        expect(brought.filter((name) => !listed.includes(name))).toEqual([]);
        expect(listed.filter((name) => known.some((one) => one.has(name)))).toEqual([]);
      }
      known.push(new Set(present));
    }
    expect(known.length).toBeGreaterThan(1);
  });
});

const queries: readonly (readonly [since: number, query: string])[] = [
  [15, "SELECT regexp_count('a', 'b') AS n"],
  [16, "SELECT JSON_ARRAY(1, 2) AS j"],
  [16, "SELECT JSON_OBJECTAGG('k': 1) AS j"],
  [16, "SELECT '1' IS JSON OBJECT AS j"],
  [16, "SELECT any_value(1) AS n"],
  [16, "SELECT SYSTEM_USER AS who"],
  [16, "SELECT backend_type AS regexp_count FROM pg_stat_io"],
  [17, "SELECT x.a FROM JSON_TABLE('[1]'::jsonb, '$[*]' COLUMNS (a int PATH '$')) x"],
  [17, "SELECT JSON_VALUE('1'::jsonb, '$') AS j"],
  [17, "SELECT JSON_EXISTS('1'::jsonb, '$') AS j"],
  [17, "SELECT JSON_SCALAR(1) AS j"],
  [17, "SELECT JSON('1' WITH UNIQUE KEYS) AS j"],
  [17, "SELECT current_timestamp AT LOCAL AS here"],
  [18, "SELECT uuidv7() AS id"],
  [18, "SELECT casefold('A') AS c"],
  // Nothing new in it.
  [14, "SELECT json_object('{a,b}') AS uuidv7"],
  [14, `SELECT json_array_length('[1]') AS "JSON_ARRAY(", 'IS JSON' AS t`],
  [14, "SELECT gamma.casefold FROM unnest(ARRAY[1]) gamma(casefold)"],
  [14, "SELECT x.value FROM unnest(ARRAY[1]) WITH ORDINALITY x(value, n) WHERE x.n = ANY (ARRAY[1])"],
];

const routines: readonly (readonly [since: number, body: string])[] = [
  [15, "MERGE INTO pg_temp.t USING (SELECT 1 AS a) s ON t.a = s.a WHEN MATCHED THEN DELETE"],
  [
    17,
    "MERGE INTO pg_temp.t USING (SELECT 1 AS a) s ON t.a = s.a WHEN NOT MATCHED BY SOURCE THEN DELETE RETURNING t.a",
  ],
  [18, "UPDATE pg_temp.t SET a = 2 RETURNING WITH (OLD AS o, NEW AS n) o.a + n.a"],
  [14, "UPDATE pg_temp.t SET a = 2 RETURNING t.a"],
];

/** What a server says of it, in a transaction that is rolled back; null where it takes it. */
async function refused(major: number, statements: readonly string[]): Promise<string | null> {
  const session = on(major);
  await session.execute("BEGIN");
  try {
    for (const sql of statements) await session.execute(sql);
    return null;
  } catch (error) {
    return String(error);
  } finally {
    await session.execute("ROLLBACK");
  }
}

async function printed(statements: readonly string[], what: string): Promise<string> {
  const session = on(newest);
  await session.execute("BEGIN");
  try {
    for (const sql of statements) await session.execute(sql);
    const [row] = await session.query<{ text: string }>(`SELECT ${what} AS text`);
    return row?.text ?? "";
  } finally {
    await session.execute("ROLLBACK");
  }
}

const cases = [
  ...queries.map(
    ([since, query]) =>
      [since, query, [`CREATE TEMP VIEW v AS ${query}`], "pg_get_viewdef('v'::regclass)"] as const,
  ),
  ...routines.map(
    ([since, body]) =>
      [
        since,
        body,
        [
          "CREATE TEMP TABLE t (a int)",
          `CREATE FUNCTION pg_temp.f() RETURNS ${body.includes("RETURNING") ? "SETOF int" : "void"} BEGIN ATOMIC ${body}; END`,
        ],
        "pg_get_function_sqlbody('pg_temp.f'::regproc)",
      ] as const,
  ),
];

describe.skipIf(newest < 18)("words", () => {
  it.each(cases)("since %i: %s", async (since, _, statements, what) => {
    const text = await printed(statements, what);
    const found = newerInText(text);
    expect(Math.max(14, ...found.map((one) => one.since)), text).toBe(since);
    for (const major of majors) {
      expect((await refused(major, statements)) === null, `on ${major}`).toBe(major >= since);
      // The newest server's spelling is what is planned.
      if (major >= since && what.startsWith("pg_get_viewdef"))
        expect(await refused(major, [`CREATE TEMP VIEW v AS ${text}`]), `on ${major}`).toBeNull();
    }
  });
});
