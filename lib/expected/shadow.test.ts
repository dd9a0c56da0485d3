import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Session } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { type Cluster, startTemporaryCluster } from "../postgres/embedded";
import { runSource } from "./run-source";
import { type Shadow, withShadow } from "./shadow";

// A server of their own: on the shared one builds of other tests run, and nothing is swept meanwhile.
let server: Cluster;
beforeAll(async () => {
  server = await startTemporaryCluster();
});
afterAll(() => server.stop());

async function withAdmin<T>(work: (admin: Session, shadowUrl: string) => Promise<T>): Promise<T> {
  const admin = await connect(connectionSettingsFromUrl(server.url("postgres")));
  try {
    return await work(admin, server.url("postgres"));
  } finally {
    await admin.close();
  }
}

async function remains(admin: Session, name: string): Promise<number> {
  const rows = await admin.query(
    "SELECT 1 FROM pg_database WHERE datname = $1 UNION ALL SELECT 1 FROM pg_roles WHERE rolname = $1",
    [name],
  );
  return rows.length;
}

test("database and role are there while they are used, and gone afterwards", async () => {
  await withAdmin(async (admin, url) => {
    const name = await withShadow(url, {}, async ({ builder, session }) => {
      expect(session).toMatchObject({ user: builder, database: builder });
      expect(await remains(admin, builder)).toBe(2);
      const [role] = await admin.query(
        "SELECT rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls FROM pg_roles WHERE rolname = $1",
        [builder],
      );
      expect(Object.values(role as object)).toEqual([false, false, false, false, false]);
      return builder;
    });
    expect(await remains(admin, name)).toBe(0);
  });
});

test("they are gone after an error, too", async () => {
  await withAdmin(async (admin, url) => {
    let name = "";
    const using = withShadow(url, {}, async (shadow) => {
      name = shadow.builder;
      throw new Error("of the use");
    });
    await expect(using).rejects.toThrow("of the use");
    expect(await remains(admin, name)).toBe(0);
  });
});

test("an abort stops the statement that runs, and they are gone", async () => {
  await withAdmin(async (admin, url) => {
    const controller = new AbortController();
    let name = "";
    const started = Date.now();
    const using = withShadow(url, { signal: controller.signal }, async (shadow) => {
      name = shadow.builder;
      setTimeout(() => controller.abort(new Error("enough")), 200);
      await runSource(shadow, [{ path: "a.sql", content: "SELECT pg_sleep(30)" }], {
        signal: controller.signal,
      });
    });
    await expect(using).rejects.toThrow("enough");
    expect(Date.now() - started).toBeLessThan(10_000);
    expect(await remains(admin, name)).toBe(0);
  });
});

test("what a dead process left is swept, and what only looks like it is not", async () => {
  await withAdmin(async (admin, url) => {
    const old = "plumbline_shadow_1000000000000_0123abcd";
    const theirs = "plumbline_shadow_1000000000001_0123abcd";
    await admin.execute(`CREATE ROLE ${old}`);
    await admin.execute(`COMMENT ON ROLE ${old} IS 'Plumbline: runs one source, and goes with it'`);
    await admin.execute(`CREATE DATABASE ${old} OWNER ${old}`);
    await admin.execute(`CREATE ROLE ${theirs}`);
    try {
      await withShadow(url, {}, async () => undefined);
      expect(await remains(admin, old)).toBe(0);
      expect(await remains(admin, theirs)).toBe(1);
    } finally {
      await admin.execute(`DROP ROLE ${theirs}`);
    }
  });
});

test("several at a time keep out of each other's way and share the roles that sources name", async () => {
  await withAdmin(async (admin, url) => {
    const content = "CREATE TABLE a (id int); ALTER TABLE a OWNER TO shared_by_builds; SELECT pg_sleep(0.1);";
    const run = (shadow: Shadow) => runSource(shadow, [{ path: "a.sql", content }]);
    const found = await Promise.all(Array.from({ length: 6 }, () => withShadow(url, {}, run)));
    expect(found.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
    const connected = await withShadow(url, {}, async ({ session, builder }) => {
      const rows = await session.query<{ name: string }>(
        `SELECT datname AS name FROM pg_database
         WHERE datname LIKE 'plumbline_shadow_%' AND has_database_privilege($1, datname, 'CONNECT')`,
        [builder],
      );
      return { names: rows.map(({ name }) => name), builder };
    });
    expect(connected.names).toEqual([connected.builder]);
    expect(await remains(admin, "shared_by_builds")).toBe(0);
  });
});

test("a role that may make databases and roles and is no superuser will do", async () => {
  await withAdmin(async (admin, url) => {
    const role = `maker_${Math.random().toString(36).slice(2, 10)}`;
    await admin.execute(`CREATE ROLE ${role} LOGIN CREATEDB CREATEROLE PASSWORD 'x'`);
    try {
      const theirs = url.replace(/\/\/[^@]*@/, `//${role}:x@`);
      const owner = `owner_${role}`;
      const content = `CREATE TABLE a (id int); ALTER TABLE a OWNER TO ${owner};`;
      const left = await withShadow(theirs, {}, (shadow) => runSource(shadow, [{ path: "a.sql", content }]));
      expect(left.diagnostics).toEqual([]);
    } finally {
      await admin.execute(`DROP OWNED BY ${role}`);
      await admin.execute(`DROP ROLE ${role}`);
    }
  });
});
