import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Difference } from "../drift/difference";
import { buildExpected } from "../expected/build-expected";
import { introspect } from "../introspect/introspect";
import { compareSides } from "../operations/compare-sides";
import { connect, type Session } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { displayName } from "../postgres/identity";
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

/** What our own check finds between a schema.prisma and what the migrations make, as `missing public.users`. */
async function driftFrom(schema: string): Promise<readonly string[]> {
  const shadowUrl = (await testServer()).url("postgres");
  const { url, session } = await freshDatabase();
  await migrateStore(url);
  const source = { type: "prisma", files: [{ path: "schema.prisma", content: schema }] } as const;
  const expected = await buildExpected(source, { shadowUrl, serverVersion: session.serverVersion });
  const { drift } = await compareSides(expected, await introspect(session), {
    shadowUrl: async () => shadowUrl,
    scope: "declared",
  });
  // What a schema.prisma cannot declare.
  const beyondPrisma = new Set([
    "refuse_change_of_finished_check",
    "checks_immutable_once_finished",
    "refuse_change_of_audit_entry",
    "audit_entries_append_only",
    "audit_entries_not_truncated",
  ]);
  return drift.differences
    .filter(({ object }) => !beyondPrisma.has(object.name))
    .filter((difference) => !isGrantToAuditWriter(difference))
    .map(({ type, object }) => `${type} ${displayName(object)}`);
}

const isGrantToAuditWriter = ({ type, object, ...rest }: Difference): boolean =>
  type === "changed" &&
  object.name === "audit_entries" &&
  "attributes" in rest &&
  rest.attributes.every(({ attribute }) => attribute === "privileges");

test("our own check finds no drift between schema.prisma and what the migrations make", async () => {
  expect(await driftFrom(await readFile("prisma/schema.prisma", "utf8"))).toEqual([]);
});

test("a column that only schema.prisma declares is found by it", async () => {
  const schema = await readFile("prisma/schema.prisma", "utf8");
  const edited = schema.replace("model Worker {", "model Worker {\n  region String");
  expect(await driftFrom(edited)).toEqual(["missing public.workers.region"]);
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
