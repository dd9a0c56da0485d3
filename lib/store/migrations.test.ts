import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { connect, type Session } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { type TestDatabase, testServer } from "../testing/test-server";
import { migrateStore } from "./migrate";
import { type AppliedMigration, migrationsToApply, readMigrations } from "./migrations";

const databases: TestDatabase[] = [];
const sessions: Session[] = [];

async function freshDatabase(): Promise<{ url: string; session: Session }> {
  const database = await (await testServer()).createDatabase("migrations");
  databases.push(database);
  const session = await connect(connectionSettingsFromUrl(database.url));
  sessions.push(session);
  return { url: database.url, session };
}

afterEach(async () => {
  await Promise.all(sessions.splice(0).map((session) => session.close()));
  await Promise.all(databases.splice(0).map((database) => database.drop()));
});

test("the migrations make exactly what schema.prisma declares", async () => {
  const migrated = await freshDatabase();
  await migrateStore(migrated.url);
  const declared = await freshDatabase();
  await declared.session.script(await sqlOfSchema(declared.url));
  const expected = await readShape(declared.session);
  expect(expected.length).toBeGreaterThan(100);
  expect(await readShape(migrated.session)).toEqual(expected);
});

test("each migration is applied once, also when two processes start at once", async () => {
  const { url, session } = await freshDatabase();
  const names = (await readMigrations()).map((migration) => migration.name);
  const applied = await Promise.all([migrateStore(url), migrateStore(url)]);
  expect(applied.flat()).toEqual(names);
  expect(await migrateStore(url)).toEqual([]);
  const rows = await session.query<{ name: string; checksum: string }>(
    "SELECT migration_name AS name, checksum FROM _prisma_migrations ORDER BY started_at",
  );
  expect(rows.map((row) => row.name)).toEqual(names);
  expect(rows.every((row) => /^[0-9a-f]{64}$/.test(row.checksum))).toBe(true);
});

describe("with a history of its own", () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), "plumbline-migrations-"));
    await cp("prisma/migrations", path.join(root, "prisma/migrations"), { recursive: true });
    process.env.PLUMBLINE_ROOT = root;
  });

  afterEach(async () => {
    delete process.env.PLUMBLINE_ROOT;
    await rm(root, { recursive: true });
  });

  test("a migration that was edited after it was applied is refused by name", async () => {
    const { url } = await freshDatabase();
    const [name] = await migrateStore(url);
    const file = path.join(root, "prisma/migrations", name ?? "", "migration.sql");
    await writeFile(file, `${await readFile(file, "utf8")}\n-- edited\n`);
    await expect(migrateStore(url)).rejects.toMatchObject({
      code: "migration-edited",
      message: expect.stringContaining(name ?? "no name"),
    });
  });

  test("a migration that fails leaves nothing behind and says what Postgres said", async () => {
    const { url, session } = await freshDatabase();
    const folder = path.join(root, "prisma/migrations/20990101000000_broken");
    await mkdir(folder);
    await writeFile(path.join(folder, "migration.sql"), "CREATE TABLE half (); SELECT 1/0;");
    await expect(migrateStore(url)).rejects.toMatchObject({
      code: "migration-failed",
      details: [expect.stringContaining("zero"), "Code 22012"],
    });
    expect(await session.query("SELECT to_regclass('half') AS half")).toEqual([{ half: null }]);
    expect(
      await session.query("SELECT 1 FROM _prisma_migrations WHERE migration_name LIKE '%broken'"),
    ).toEqual([]);
  });
});

test("a store that a newer version migrated is refused", () => {
  const newer: AppliedMigration = { name: "29990101000000_future", checksum: "0", finished: true };
  expect(() => migrationsToApply([], [newer])).toThrow(/newer Plumbline/);
});

test("a migration that was begun and not finished is refused", () => {
  const half: AppliedMigration = { name: "20200101000000_half", checksum: "0", finished: false };
  expect(() => migrationsToApply([], [half])).toThrow(/not finished/);
});

/** The SQL that makes what schema.prisma declares, by Prisma's own schema engine. */
async function sqlOfSchema(url: string): Promise<string> {
  const require = createRequire(import.meta.url);
  const folder = path.dirname(require.resolve("@prisma/schema-engine-wasm"));
  const engineModule = await import(pathToFileURL(path.join(folder, "schema_engine_bg.js")).href);
  const { instance } = await WebAssembly.instantiate(
    await readFile(path.join(folder, "schema_engine_bg.wasm")),
    {
      "./schema_engine_bg.js": engineModule,
    },
  );
  engineModule.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString: url }));
  const engine = await engineModule.SchemaEngine.new({ datamodels: undefined }, () => undefined, adapter);
  const files = [{ path: "schema.prisma", content: await readFile("prisma/schema.prisma", "utf8") }];
  const { stdout } = await engine.diff({
    from: { tag: "empty" },
    to: { tag: "schemaDatamodel", files },
    script: true,
    exitCode: null,
    shadowDatabaseUrl: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  return stdout;
}

/** Every column, constraint, index and enum of the public schema as the server writes them, without the history table. */
async function readShape(session: Session): Promise<readonly string[]> {
  const rows = await session.query<{ line: string }>(`
    SELECT format('column %s.%s %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                  a.attnotnull, pg_get_expr(d.adbin, d.adrelid)) AS line
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
       AND c.relname <> '_prisma_migrations'
    UNION ALL
    SELECT format('constraint %s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint
     WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> '_prisma_migrations'
    UNION ALL
    SELECT format('index %s', pg_get_indexdef(indexrelid)) FROM pg_index JOIN pg_class c ON c.oid = indrelid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relname <> '_prisma_migrations'
    UNION ALL
    SELECT format('enum %s %s %s', enumtypid::regtype, enumsortorder, enumlabel) FROM pg_enum
     ORDER BY 1`);
  return rows.map((row) => row.line);
}
