import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AppError } from "../lib/postgres/app-error";
import { connect, type Session } from "../lib/postgres/connect";
import { connectionSettingsFromUrl } from "../lib/postgres/connection-settings";
import { type TestDatabase, testServer } from "../lib/testing/test-server";
import { demoDifferences, missingTables } from "./demo/demo-differences";
import { builtRevision, demoHistory, stampedRevision } from "./demo/history";
import { isSeeded, removeDemo, type SeededDemo, seedDemo } from "./seed";

/** Every object that a history makes, as `kind table.name.attribute` and its text, from the catalog itself. */
const factsQuery = `
SELECT 'table ' || c.relname AS key, concat_ws(' ', c.relkind, c.reloptions, c.relrowsecurity, c.relforcerowsecurity, c.relpersistence, obj_description(c.oid, 'pg_class')) AS value
  FROM pg_class c WHERE c.relkind IN ('r', 'v', 'm') AND c.relnamespace = 'public'::regnamespace
UNION ALL
SELECT 'column ' || c.relname || '.' || a.attname || '.type', format_type(a.atttypid, a.atttypmod)
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.relkind IN ('r', 'v', 'm') AND c.relnamespace = 'public'::regnamespace
UNION ALL
SELECT 'column ' || c.relname || '.' || a.attname || '.default', pg_get_expr(d.adbin, d.adrelid)
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
 WHERE c.relkind IN ('r', 'v', 'm') AND c.relnamespace = 'public'::regnamespace
UNION ALL
SELECT 'column ' || c.relname || '.' || a.attname || '.rest',
       concat_ws(' ', a.attnum, a.attnotnull, a.attidentity, a.attgenerated, col_description(c.oid, a.attnum))
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.relkind IN ('r', 'v', 'm') AND c.relnamespace = 'public'::regnamespace
UNION ALL
SELECT 'constraint ' || conrelid::regclass || '.' || conname, concat_ws(' ', pg_get_constraintdef(oid), convalidated)
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'f', 'c', 'x')
UNION ALL
SELECT 'index ' || indrelid::regclass || '.' || c.relname, concat_ws(' ', pg_get_indexdef(indexrelid), indisvalid)
  FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE c.relnamespace = 'public'::regnamespace
UNION ALL
SELECT 'view ' || c.relname, pg_get_viewdef(c.oid)
  FROM pg_class c WHERE c.relkind IN ('v', 'm') AND c.relnamespace = 'public'::regnamespace
UNION ALL
SELECT 'trigger ' || tgrelid::regclass || '.' || tgname, concat_ws(' ', pg_get_triggerdef(oid), tgenabled) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL
SELECT 'policy ' || polrelid::regclass || '.' || polname,
       concat_ws(' ', polcmd, polpermissive, polroles::text, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid), obj_description(oid, 'pg_policy'))
  FROM pg_policy
UNION ALL
SELECT 'function ' || proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL
SELECT 'type ' || typname, array(SELECT enumlabel::text FROM pg_enum WHERE enumtypid = t.oid ORDER BY enumsortorder)::text
  FROM pg_type t WHERE typtype = 'e' AND typnamespace = 'public'::regnamespace
UNION ALL
SELECT 'sequence ' || c.relname, concat_ws(' ', seqtypid::regtype, seqstart, seqincrement, seqmin, seqmax, seqcache, seqcycle,
       (SELECT concat_ws(' ', refobjid::regclass, refobjsubid, deptype) FROM pg_depend WHERE objid = seqrelid AND classid = 'pg_class'::regclass AND deptype IN ('a', 'i')))
  FROM pg_sequence JOIN pg_class c ON c.oid = seqrelid`;

async function factsOf(session: Session): Promise<ReadonlyMap<string, string | null>> {
  const rows = await session.query<{ key: string; value: string | null }>(factsQuery);
  return new Map(rows.map(({ key, value }) => [key, value]));
}

async function count(session: Session, sql: string): Promise<number> {
  return Number((await session.query<{ count: string }>(sql))[0]?.count);
}

const open = (url: string): Promise<Session> => connect(connectionSettingsFromUrl(url));

const tablesOfTheApplication = `SELECT count(*) FROM pg_class
  WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'`;

const alembicProject = path.join(import.meta.dirname, "demo/alembic");
const alembicInstalled = spawnSync("alembic", ["--version"]).status === 0;

describe.runIf(alembicInstalled)("the demo's Alembic project", () => {
  // Alembic holds the indexes of a new table in a set: their order differs from one printing to the next.
  const statements = (sql: string): string[] => sql.split(/\n{2,}/).sort();

  it("prints the statements that are kept beside it", () => {
    const printed = execFileSync("alembic", ["upgrade", "head", "--sql"], {
      cwd: alembicProject,
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const kept = readFileSync(path.join(alembicProject, "../upgrade-head.sql"), "utf8");
    expect(statements(kept)).toEqual(statements(printed));
  });
});

describe.each([15, 18])("the founding database on major %i", (major) => {
  const database = `demo_under_test_${major}`;
  let serverUrl: string;
  let seeded: SeededDemo;
  let live: Session;
  let head: Session;
  let headDatabase: TestDatabase;

  beforeAll(async () => {
    const server = await testServer(major);
    serverUrl = server.url("postgres");
    seeded = await seedDemo({ serverUrl, database });
    live = await open(server.url(database));
    headDatabase = await server.createDatabase("demo_head");
    head = await open(headDatabase.url);
    for (const step of demoHistory()) await head.script(step.sql);
  });

  afterAll(async () => {
    await live?.close();
    await head?.close();
    await headDatabase?.drop();
    await removeDemo({ serverUrl, database });
  });

  it("has 165 tables, and 240 of its foreign keys hang on the two keys", async () => {
    expect(await count(live, tablesOfTheApplication)).toBe(165);
    expect(seeded.tables).toBe(165);
    expect(seeded.foreignKeys).toBe(
      await count(live, "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND convalidated"),
    );
    expect(seeded.foreignKeys).toBe(401);
    const onKeys = `SELECT count(*) FROM pg_constraint
      WHERE contype = 'f' AND confrelid IN ('users'::regclass, 'organizations'::regclass)`;
    expect(await count(live, onKeys)).toBe(240);
  });

  it("has 169 tables when its whole history is run on an empty database", async () => {
    expect(await count(head, tablesOfTheApplication)).toBe(169);
    expect(await head.query("SELECT version_num FROM alembic_version")).toEqual([
      { version_num: stampedRevision },
    ]);
  });

  it("claims a revision that was never run", async () => {
    expect(await live.query("SELECT version_num FROM alembic_version")).toEqual([
      { version_num: stampedRevision },
    ]);
    for (const table of missingTables) {
      expect(await live.query("SELECT to_regclass($1)::text AS found", [`public.${table}`])).toEqual([
        { found: null },
      ]);
    }
  });

  it("differs from its history in what is written down and in nothing else", async () => {
    const expected = await factsOf(head);
    const actual = await factsOf(live);
    const gone = [...expected.keys()].filter((key) => !actual.has(key));
    const added = [...actual.keys()].filter((key) => !expected.has(key));
    const changed = [...actual].filter(([key, value]) => expected.has(key) && expected.get(key) !== value);

    // What belongs to a missing table is missing with it.
    const withTable = (key: string): boolean =>
      missingTables.some((table) => key.split(" ")[1]?.split(".")[0] === table);
    const written = (type: string, ...kinds: string[]): string[] =>
      demoDifferences
        .filter((difference) => difference.type === type && kinds.includes(difference.object.kind))
        .map(({ object }) => `${object.kind} ${object.table ? `${object.table}.` : ""}${object.name}`);

    expect(gone.filter((key) => key.startsWith("table ")).sort()).toEqual(written("missing", "table").sort());
    expect(gone.filter((key) => !withTable(key))).toEqual(written("missing", "index"));
    expect(added).toEqual(written("unexpected", "index"));
    expect(
      changed.map(([key, value]) => ({ key, expected: expected.get(key), actual: value })).sort(byKey),
    ).toEqual(
      demoDifferences
        .flatMap((difference) =>
          difference.type === "changed"
            ? [
                {
                  key: `column ${difference.object.table}.${difference.object.name}.${difference.attribute}`,
                  expected: difference.expected,
                  actual: difference.actual,
                },
              ]
            : [],
        )
        .sort(byKey),
    );
    expect(demoDifferences).toHaveLength(242 + 4 + 4);
  });

  it("refuses the three revisions that were only stamped, because the key types do not fit", async () => {
    const history = demoHistory();
    const stamped = history.slice(history.findIndex((step) => step.revision === builtRevision) + 1);
    expect(stamped.map((step) => step.revision)).toEqual(["d37ed4cd3013", "c3a7b4bbf913", stampedRevision]);
    for (const step of stamped) {
      await expect(live.script(`BEGIN; ${step.sql}`)).rejects.toMatchObject({ code: "42804" });
      await live.script("ROLLBACK");
    }
    // The stages' table is refused by itself too, not only because the templates are not there.
    const stages = "CREATE TABLE stages (default_owner_id VARCHAR(36) REFERENCES users (id))";
    expect(stamped[2]?.sql).toContain("FOREIGN KEY(default_owner_id) REFERENCES users (id)");
    await expect(live.execute(stages)).rejects.toMatchObject({ code: "42804" });
  });

  it("has thousands of users, deals and documents, and rows in every table", async () => {
    for (const table of ["users", "deals", "documents"]) {
      expect(await count(live, `SELECT count(*) FROM ${table}`)).toBeGreaterThanOrEqual(2000);
    }
    const empty = await live.query<{ relname: string }>(
      "SELECT relname FROM pg_class WHERE relkind IN ('r', 'm') AND relnamespace = 'public'::regnamespace AND reltuples <= 0",
    );
    expect(empty).toEqual([]);
    expect(seeded.rows).toBeGreaterThan(100_000);
  });

  it("makes the same rows again, and replaces only what carries the mark", async () => {
    const again = `${database}_again`;
    const digest = `SELECT md5(string_agg(d::text, ',' ORDER BY d.number)) AS deals,
      (SELECT md5(string_agg(u::text, ',' ORDER BY u.id)) FROM users u) AS users FROM deals d`;
    const small = { serverUrl, database: again, scale: 0.05 };
    const server = await testServer(major);
    const digests: unknown[] = [];
    try {
      for (let round = 0; round < 2; round++) {
        await seedDemo(small);
        expect(await isSeeded(small)).toBe(true);
        const session = await open(server.url(again));
        digests.push(await session.query(digest));
        await session.close();
      }
    } finally {
      await removeDemo(small);
    }
    expect(digests[1]).toEqual(digests[0]);
    expect(await isSeeded(small)).toBe(false);
  });

  it("leaves a database that does not carry the mark alone", async () => {
    const server = await testServer(major);
    const somebodys = await server.createDatabase("somebodys");
    const session = await open(somebodys.url);
    await session.execute("CREATE TABLE kept (id int)");
    try {
      for (const work of [seedDemo, removeDemo]) {
        const refused = work({ serverUrl, database: somebodys.name });
        await expect(refused).rejects.toBeInstanceOf(AppError);
        await expect(refused).rejects.toMatchObject({ code: "demo-database-not-ours" });
      }
      expect(await isSeeded({ serverUrl, database: somebodys.name })).toBe(false);
      expect(await session.query("SELECT * FROM kept")).toEqual([]);
    } finally {
      await session.close();
      await somebodys.drop();
    }
  });
});

function byKey(a: { key: string }, b: { key: string }): number {
  return a.key < b.key ? -1 : 1;
}
