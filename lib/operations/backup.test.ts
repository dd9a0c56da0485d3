import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, open, readFile, rm, stat, truncate } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rightsOf } from "../access/authority";
import { connect } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { backupFiles, sha256Of } from "../recovery/backup-folder";
import { dump } from "../recovery/dump";
import { findPrograms, type SearchPlaces, usualPlaces } from "../recovery/find-programs";
import { listEntries, readThrough } from "../recovery/read-through";
import { type Backup, findBackup } from "../store/backups";
import { recordHeartbeat } from "../store/workers";
import { majors, type TestDatabase, testServer } from "../testing/test-server";
import { type TestStore, testStore } from "../testing/test-store";
import { addDatabase } from "./add-database";
import { backupEvidence } from "./backup-evidence";
import type { Context } from "./context";
import { listBackups } from "./list-backups";
import { recordProviderSnapshot } from "./record-provider-snapshot";
import { settleBackups } from "./settle-backups";
import { takeBackup } from "./take-backup";
import { verifyBackup } from "./verify-backup";
import { workOnBackup } from "./work-on-backup";

const programs = await findPrograms();
// The newest server that a pg_dump of this machine can read.
const major = majors.findLast((one) => programs.some((found) => found.major >= one));

const schema = `
  CREATE TYPE mood AS ENUM ('good', 'bad');
  CREATE TABLE users (id bigserial PRIMARY KEY, name text NOT NULL, mood mood DEFAULT 'good');
  CREATE TABLE "Odd ""name""" (id integer REFERENCES users (id), body text);
  CREATE TABLE parted (id integer, day date NOT NULL) PARTITION BY RANGE (day);
  CREATE TABLE parted_2026 PARTITION OF parted FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
  CREATE VIEW good_users AS SELECT id, name FROM users WHERE mood = 'good';
  ALTER TABLE users ENABLE ROW LEVEL SECURITY;
  CREATE POLICY all_of_them ON users TO PUBLIC USING (true);
  INSERT INTO users (name) SELECT 'person ' || n FROM generate_series(1, 5000) n;
  INSERT INTO "Odd ""name""" SELECT id, repeat(md5(id::text), 20) FROM users WHERE id <= 2000;
  INSERT INTO parted VALUES (1, '2026-05-05'), (2, '2026-06-06');
`;

describe.skipIf(major === undefined)("a backup by pg_dump", () => {
  let store: TestStore;
  let database: TestDatabase;
  let slug: string;
  let databaseId: string;
  let home: string;
  const workerId = randomUUID();
  const before = process.env.PLUMBLINE_HOME;

  beforeAll(async () => {
    home = await mkdtemp(path.join(os.tmpdir(), "plumbline-home-"));
    process.env.PLUMBLINE_HOME = home;
    store = await testStore();
    await recordHeartbeat(store.store, workerId);
    database = await (await testServer(major)).createDatabase("backups");
    const session = await connect(connectionSettingsFromUrl(database.url));
    await session.script(schema);
    await session.close();
    ({ slug, databaseId } = await add(database.password));
  });

  afterAll(async () => {
    if (before === undefined) delete process.env.PLUMBLINE_HOME;
    else process.env.PLUMBLINE_HOME = before;
    await database.drop();
    await store.drop();
    await rm(home, { recursive: true, force: true });
  });

  const add = async (password: string): Promise<{ slug: string; databaseId: string }> => {
    const added = await addDatabase(store.operator, {
      connection: {
        ...{ host: database.host, port: database.port, database: database.name },
        ...{ user: database.user, password, tls: "disable" },
      },
      source: { given: "pasted", text: schema },
      name: "shop",
    });
    return { slug: added.database.slug, databaseId: added.database.id };
  };

  const work = async (
    number: number,
    options: { verify?: boolean; restore?: boolean; places?: SearchPlaces; signal?: AbortSignal } = {},
  ): Promise<Backup> => {
    const { verify = false, restore = false, signal = new AbortController().signal, places } = options;
    await workOnBackup(store.worker, {
      ...{ number, verify, restore, workerId, signal },
      ...(places === undefined ? {} : { places }),
    });
    const backup = await findBackup(store.store, number);
    if (backup === null) throw new Error("the backup is gone");
    return backup;
  };

  const take = async (restore: boolean, tables: readonly string[] | null = null): Promise<Backup> => {
    const wanted = tables?.map((name) => ({ schema: "public", name })) ?? null;
    const { number } = await takeBackup(store.operator, { slug, restore, tables: wanted });
    return work(number, { restore });
  };

  it("is dumped, read through, restored into another server and found equal: level 3", async () => {
    const backup = await take(true);
    expect(backup.error).toBeNull();
    expect(backup.verification?.notRestored).toBeNull();
    expect(backup.verification?.restored).toMatchObject({
      ...{ tables: 3, rows: 7002, unequal: [], differences: [], failed: [] },
    });
    expect([backup.state, backup.level]).toEqual(["done", 3]);
    expect(backup.verification?.read?.tables).toBe(3);
    const { dump } = backupFiles(backup.file ?? "");
    const facts = await stat(dump);
    expect(facts.mode & 0o777).toBe(0o600);
    expect(facts.size).toBe(backup.bytes);
    expect((await readFile(dump)).includes(database.password)).toBe(false);
    const evidence = await backupEvidence(store.store, databaseId, [], new Date());
    expect(evidence).toMatchObject({ enough: true, best: { id: backup.id, level: 3, old: false } });
    const later = new Date(Date.now() + 3 * 3_600_000);
    expect((await backupEvidence(store.store, databaseId, [], later)).best?.old).toBe(true);
    // The dump counts only while it is there.
    await rm(dump);
    expect((await backupEvidence(store.store, databaseId, [], new Date())).best).toBeNull();
    expect((await work(await again(backup.id), { verify: true })).error?.code).toBe("backup-file-gone");
  });

  const again = async (id: string): Promise<number> => {
    await verifyBackup(store.operator, { id, restore: false });
    return Number(id.slice(2));
  };

  it("holds the rows of chosen tables with the whole schema, partitions included", async () => {
    const backup = await take(true, ["parted"]);
    expect(backup.error).toBeNull();
    expect(backup.tables?.map(({ name }) => name)).toEqual(["parted", "parted_2026"]);
    expect(backup.verification?.restored).toMatchObject({ tables: 1, rows: 2, differences: [], failed: [] });
    expect(backup.level).toBe(3);
    const covered = (name: string) =>
      backupEvidence(store.store, databaseId, [{ schema: "public", name }], new Date());
    expect((await covered("parted_2026")).best?.id).toBe(backup.id);
    expect((await covered("users")).best).toBeNull();
  });

  it("says which chosen table is not there", async () => {
    const backup = await take(false, ["nobody"]);
    expect(backup).toMatchObject({ state: "failed", level: 0, error: { code: "no-such-table" } });
    expect(existsSync(backupFiles(backup.file ?? "").dump)).toBe(false);
  });

  it("fails verification when its file was cut or one bit was flipped, which its table of contents does not show", async () => {
    for (const harm of ["cut", "flip"] as const) {
      const backup = await take(false);
      expect([backup.error, backup.level]).toEqual([null, 2]);
      const { dump } = backupFiles(backup.file ?? "");
      if (harm === "cut") await truncate(dump, (backup.bytes ?? 0) - 3_000);
      else await flipBit(dump, Math.floor((backup.bytes ?? 0) * 0.6));
      const [program] = programs.filter((one) => one.major >= (major ?? 0));
      if (program === undefined) throw new Error("no program");
      expect((await listEntries(program, dump)).length).toBeGreaterThan(10);
      // Also when the file is taken for what was written, as after a fault while it was.
      const bytes = (await stat(dump)).size;
      const asWritten = { file: dump, bytes, sha256: await sha256Of(dump) };
      await expect(readThrough(program, asWritten)).rejects.toMatchObject({ code: "backup-damaged" });
      const verified = await work(await again(backup.id), { verify: true });
      expect(verified).toMatchObject({ state: "failed", level: 0, error: { code: "backup-damaged" } });
      expect((await backupEvidence(store.store, databaseId, [], new Date())).best).toBeNull();
    }
  });

  it("tells of a refused password without the password", async () => {
    const session = await connect(connectionSettingsFromUrl(database.url));
    await session.execute("CREATE ROLE changes_it SUPERUSER LOGIN PASSWORD 'first-Passw0rd'");
    await session.close();
    const owner = { ...database, user: "changes_it", password: "first-Passw0rd" };
    const added = await addDatabase(store.operator, {
      connection: {
        ...{ host: owner.host, port: owner.port, database: owner.name },
        ...{ user: owner.user, password: owner.password, tls: "disable" },
      },
      source: { given: "pasted", text: schema },
      name: "locked",
    });
    const changer = await connect(connectionSettingsFromUrl(database.url));
    await changer.execute("ALTER ROLE changes_it PASSWORD 'second-Passw0rd'");
    await changer.close();
    const { number } = await takeBackup(store.operator, {
      ...{ slug: added.database.slug, restore: false, tables: null },
    });
    const backup = await work(number);
    const cleaner = await connect(connectionSettingsFromUrl(database.url));
    await cleaner.execute("DROP ROLE changes_it");
    await cleaner.close();
    expect(backup.state).toBe("failed");
    expect(JSON.stringify(backup.error)).toMatch(/password/i);
    expect(JSON.stringify(backup)).not.toContain("Passw0rd");
  });

  it("tells of a password that pg_dump itself saw refused, in the same words", async () => {
    const program = programs.find((one) => one.major >= (major ?? 0));
    if (program === undefined) throw new Error("no program");
    const settings = { ...connectionSettingsFromUrl(database.url), password: "wrong-Passw0rd" };
    const request = { programs: program, settings, snapshot: "0-0", tables: [], wanted: [] };
    const failed = await dump({ ...request, file: path.join(home, "none.dump") }).catch(
      (error: unknown) => error,
    );
    expect(failed).toMatchObject({ code: "login-refused" });
    expect(inspect(failed, { depth: 9 })).not.toContain("Passw0rd");
  });

  it("says what to install where there is no pg_dump that is new enough", async () => {
    const { number } = await takeBackup(store.operator, { slug, restore: false, tables: null });
    const backup = await work(number, { places: { path: [home], versioned: [] } });
    expect(backup.error?.code).toBe("no-pg-dump");
    expect(backup.error?.hint).toContain(`postgresql-client-${major}`);
  });

  it("is one at a time for a database, can be cancelled, and leaves no file then", async () => {
    const { number } = await takeBackup(store.operator, { slug, restore: false, tables: null });
    await expect(takeBackup(store.operator, { slug, restore: false, tables: null })).rejects.toMatchObject({
      code: "backup-active",
    });
    const locker = await connect(connectionSettingsFromUrl(database.url));
    await locker.execute("BEGIN");
    await locker.execute("LOCK TABLE parted_2026");
    const controller = new AbortController();
    const working = work(number, { signal: controller.signal });
    await expect
      .poll(async () => (await findBackup(store.store, number))?.file, { timeout: 20_000 })
      .not.toBeNull();
    controller.abort("cancel");
    const backup = await working;
    await locker.close();
    expect([backup.state, backup.error]).toEqual(["cancelled", null]);
    expect(existsSync(backupFiles(backup.file ?? "").dump)).toBe(false);
  });

  it("is settled as failed when its worker is gone", async () => {
    const { number } = await takeBackup(store.operator, { slug, restore: false, tables: null });
    await store.store.client.backup.update({ where: { number }, data: { state: "running", workerId } });
    expect(await settleBackups(store.worker, { workerId, running: [number] })).toEqual([]);
    expect(await settleBackups(store.worker, { workerId, running: [] })).toEqual([number]);
    expect(await findBackup(store.store, number)).toMatchObject({
      ...{ state: "failed", error: { code: "worker-stopped" } },
    });
  });

  it("is recorded at level 1 for a provider's snapshot and 0 for a person's word, and refused from the future", async () => {
    const input = { slug, snapshotId: "rds:shop-1", provider: "Amazon RDS", note: "" };
    const snapshot = await recordProviderSnapshot(store.operator, { ...input, takenAt: new Date() });
    expect(snapshot).toMatchObject({ level: 1, type: "provider snapshot", note: "Amazon RDS: rds:shop-1" });
    const word = await recordProviderSnapshot(store.operator, {
      ...{ slug, snapshotId: "", provider: "", note: "Nightly, says Ana", takenAt: new Date() },
    });
    expect(word.level).toBe(0);
    const evidence = await backupEvidence(store.store, databaseId, [], new Date());
    expect(evidence).toMatchObject({ enough: false, best: { id: snapshot.id } });
    await expect(
      recordProviderSnapshot(store.operator, { ...input, takenAt: new Date(Date.now() + 3_600_000) }),
    ).rejects.toMatchObject({ issues: [{ path: ["takenAt"] }] });
  });

  it("is not for viewers, nor for who may not read the database", async () => {
    const viewer: Context = {
      ...store.operator,
      actor: { ...store.operator.actor, rights: rightsOf("viewer") },
    };
    const stranger: Context = { ...viewer, actor: { ...viewer.actor, rights: new Set() } };
    const input = { slug, restore: false, tables: null };
    await expect(takeBackup(viewer, input)).rejects.toMatchObject({ code: "not-allowed" });
    await expect(takeBackup(stranger, input)).rejects.toMatchObject({ code: "no-such-database" });
    await expect(verifyBackup(stranger, { id: "B-1", restore: false })).rejects.toMatchObject({
      code: "no-such-backup",
    });
    expect((await listBackups(viewer, slug)).mayTake).toBe(false);
  });

  it("writes every request and outcome down in the audit log", async () => {
    const rows = await store.store.client.auditEntry.groupBy({ by: ["action"], orderBy: { action: "asc" } });
    expect(rows.map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        "backup.record",
        "backup.request",
        "backup.taken",
        "backup.verified",
        "backup.verify",
      ]),
    );
  });
});

describe("the programs of Postgres", () => {
  it("are looked for in PATH and in the usual places, oldest first", async () => {
    const found = await findPrograms(usualPlaces());
    expect(found.map((one) => one.major)).toEqual(found.map((one) => one.major).toSorted((a, b) => a - b));
    expect(await findPrograms({ path: ["/nonexistent"], versioned: [] })).toEqual([]);
  });
});

async function flipBit(file: string, position: number): Promise<void> {
  const handle = await open(file, "r+");
  const byte = Buffer.alloc(1);
  await handle.read(byte, 0, 1, position);
  byte[0] = (byte[0] ?? 0) ^ 1;
  await handle.write(byte, 0, 1, position);
  await handle.close();
}
