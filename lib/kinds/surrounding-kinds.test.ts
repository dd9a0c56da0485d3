import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Catalog } from "../catalog/catalog";
import { compare } from "../drift/compare";
import { introspect } from "../introspect/introspect";
import { createObjects } from "../plan/create-objects";
import { makePlan } from "../plan/make-plan";
import { connect, type Session } from "../postgres/connect";
import { identityOf } from "../postgres/identity";
import { type TestDatabase, testServer } from "../testing/test-server";
import type { CatalogObject } from "./kind";
import { kinds } from "./registry";
import { type FixtureNames, fixture } from "./surrounding-kinds.fixture";
import { mutations } from "./surrounding-kinds.mutations";

const names = [
  "domain",
  "composite type",
  "range type",
  "collation",
  "default privileges",
  "publication",
  "subscription",
  "foreign data wrapper",
  "server",
  "user mapping",
  "foreign table",
  "cast",
  "operator",
  "operator class",
  "operator family",
  "text search configuration",
  "text search dictionary",
  "text search parser",
  "text search template",
  "statistics",
  "language",
  "transform",
  "conversion",
];
const surroundingKinds = kinds.filter((kind) => names.includes(kind.kind));

const identityFields = new Set(["kind", "schema", "table", "name", "arguments", "address", "aliases"]);

/** Server-wide objects and what only its owner can make again stay out of what is created from a reading. */
const creatable = (object: CatalogObject): boolean =>
  object.kind !== "subscription" && !(object.kind === "foreign data wrapper" && object.name === "Wrap");

describe.each([15, 18])("on PostgreSQL %i", (major) => {
  const suffix = randomBytes(4).toString("hex");
  const roles: FixtureNames = { owner: `around_owner_${suffix}`, reader: `around_reader_${suffix}` };
  const databases: TestDatabase[] = [];
  const sessions: Session[] = [];
  let admin: Session;
  let declared: Session;
  let expected: Catalog;

  const emptyDatabase = async (): Promise<{ session: Session; database: TestDatabase }> => {
    const database = await (await testServer(major)).createDatabase("around");
    databases.push(database);
    const { host, port, user, password, name } = database;
    const session = await connect({ host, port, user, password, database: name, tls: "disable" });
    sessions.push(session);
    return { session, database };
  };

  const createAgain = async (session: Session): Promise<void> => {
    for (const statement of createObjects(expected.objects.filter(creatable), expected)) {
      if (statement.sql === "CREATE SCHEMA public") continue;
      try {
        await session.execute(statement.sql);
      } catch (error) {
        throw new Error(statement.sql, { cause: error });
      }
    }
  };

  beforeAll(async () => {
    const { host, port, user, password } = await testServer(major);
    admin = await connect({ host, port, user, password, database: "postgres", tls: "disable" });
    await admin.script(`CREATE ROLE ${roles.owner} SUPERUSER; CREATE ROLE ${roles.reader}`);
    declared = (await emptyDatabase()).session;
    await declared.script(fixture(roles, major));
    expected = await introspect(declared);
  });

  afterAll(async () => {
    // A database cannot be dropped while it has one.
    for (const session of sessions) {
      const left = await session.query<{ name: string }>(
        "SELECT subname AS name FROM pg_catalog.pg_subscription s JOIN pg_catalog.pg_database d ON d.oid = s.subdbid WHERE d.datname = current_database()",
      );
      for (const { name } of left)
        await session.script(
          `ALTER SUBSCRIPTION "${name}" DISABLE; ALTER SUBSCRIPTION "${name}" SET (slot_name = NONE); DROP SUBSCRIPTION "${name}"`,
        );
    }
    for (const session of sessions) await session.close();
    for (const database of databases) await database.drop();
    await admin.execute(`DROP ROLE ${roles.owner}, ${roles.reader}`);
    await admin.close();
  });

  it.each(surroundingKinds.map((kind) => [kind.kind, kind] as const))(
    "reads exactly the fields of a %s that have a rule",
    async (_, kind) => {
      const rows = await declared.query<{ row: Record<string, unknown> }>(
        `SELECT pg_catalog.row_to_json(o) AS row FROM (${kind.query(major)}) o`,
      );
      expect(rows.length).toBeGreaterThan(0);
      for (const { row } of rows) {
        const fields = Object.keys(row).filter((field) => !identityFields.has(field));
        expect(fields.toSorted()).toEqual(Object.keys(kind.attributes).toSorted());
        expect(row.kind).toBe(kind.kind);
        expect(row.address).toMatch(/^\d+:\d+:0$/);
      }
    },
  );

  it("shows each attribute of each kind with a value other than the usual", () => {
    const plain = new Set(["null", "false", "0", "[]", "{}"]);
    const silent = surroundingKinds.flatMap((kind) =>
      Object.keys(kind.attributes)
        .filter((attribute) =>
          expected.objects
            .filter((object) => object.kind === kind.kind)
            .every((object) => plain.has(JSON.stringify(object[attribute] ?? null))),
        )
        .map((attribute) => `${kind.kind}: ${attribute}`),
    );
    // A subscription of the fixture that is enabled would look for its publisher all the time.
    const never = ["subscription: enabled"];
    const laterThan15 = ["collation: rules", "subscription: failover", "subscription: runAsOwner"];
    expect(silent.toSorted()).toEqual([...never, ...(major >= 17 ? [] : laterThan15)].toSorted());
  });

  it("never reads a secret", () => {
    const text = JSON.stringify(expected.objects);
    expect(text).not.toContain("never seen");
    expect(text).not.toContain("nowhere");
    expect(text).toContain("password=(redacted)");
  });

  it("claims nothing of user mappings whose options the role may not see", async () => {
    await declared.execute(`SET ROLE ${roles.reader}`);
    const seen = await introspect(declared);
    await declared.execute("RESET ROLE");
    expect(seen.coverage.notVisible).toMatchObject([{ kind: "user mapping" }]);
    const drift = compare(expected, seen);
    expect(drift.verdict).toBe("unknown");
    expect(drift.differences).toEqual([]);
  });

  it("counts what is left out, with the reason", async () => {
    await declared.execute("BEGIN");
    await declared.script(
      `CREATE ACCESS METHOD heap_too TYPE TABLE HANDLER heap_tableam_handler; SELECT pg_catalog.lo_create(0);
       CREATE TYPE "App".code; CREATE FUNCTION "App".code_in(cstring) RETURNS "App".code LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
       CREATE FUNCTION "App".code_out("App".code) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
       CREATE TYPE "App".code (INPUT = "App".code_in, OUTPUT = "App".code_out, LIKE = integer)`,
    );
    const { notRead } = (await introspect(declared, { insideTransaction: true })).coverage;
    await declared.execute("ROLLBACK");
    expect(notRead.map(({ kind, count }) => [kind, count]).toSorted()).toEqual([
      ["access method", 1],
      ["base type", 1],
      ["large object", 1],
    ]);
    expect(notRead.every(({ reason }) => !reason.includes("yet"))).toBe(true);
  });

  it("leaves to the operator what cannot be created without a secret, and what needs it", async () => {
    await declared.execute("BEGIN");
    await declared.script(
      `CREATE SERVER locked FOREIGN DATA WRAPPER bare OPTIONS (host 'h', api_key 'never seen');
       CREATE USER MAPPING FOR PUBLIC SERVER archive OPTIONS (password 'never seen');
       CREATE FOREIGN TABLE shared.behind (id integer) SERVER locked`,
    );
    const source = await introspect(declared, { insideTransaction: true });
    await declared.execute("ROLLBACK");
    const plan = makePlan(compare(source, expected), source, expected);
    expect(plan.statements).toEqual([]);
    expect(plan.manual.map(({ object }) => object.name).toSorted()).toEqual([
      "PUBLIC on archive",
      "behind",
      "locked",
    ]);
    expect(JSON.stringify([source, plan])).not.toContain("never seen");
  });

  it("creates everything again from what it read", async () => {
    const { session } = await emptyDatabase();
    await createAgain(session);
    const again = await introspect(session);
    expect(compare(expected, again).differences.map(({ object }) => object.name)).toEqual(["Feed", "Wrap"]);
  });

  const pgDump = `/usr/lib/postgresql/${major}/bin/pg_dump`;
  it.skipIf(!existsSync(pgDump))("creates what pg_dump takes for the same", async () => {
    const { session, database } = await emptyDatabase();
    await createAgain(session);
    await session.script(
      `CREATE FOREIGN DATA WRAPPER "Wrap" HANDLER "App".wrap OPTIONS (host 'h', "password" 'never seen');
       COMMENT ON FOREIGN DATA WRAPPER "Wrap" IS 'not a real one'; GRANT USAGE ON FOREIGN DATA WRAPPER "Wrap" TO ${roles.reader}`,
    );
    const dump = (target: TestDatabase): string[] =>
      execFileSync(
        pgDump,
        [
          "-s",
          "--no-subscriptions",
          "-h",
          target.host,
          "-p",
          String(target.port),
          "-U",
          target.user,
          "-d",
          target.name,
        ],
        { encoding: "utf8", env: { ...process.env, PGPASSWORD: target.password } },
      )
        .split("\n")
        .filter((line) => !/^\\(un)?restrict |^--|^$/.test(line))
        .toSorted();
    expect(dump(database)).toEqual(dump(databases[0] as TestDatabase));
  });

  it("drops everything in an order that works", async () => {
    const { session } = await emptyDatabase();
    const empty = await introspect(session);
    // A canonical function and its range type hold each other: neither can be dropped alone.
    await session.script(fixture(roles, major));
    await session.script(`DROP TYPE "App".whole CASCADE`);
    const full = await introspect(session);
    const plan = makePlan(compare(empty, full), empty, full);
    expect(plan.manual).toEqual([]);
    for (const statement of plan.statements) {
      try {
        await session.execute(statement.sql);
      } catch (error) {
        throw new Error(statement.sql, { cause: error });
      }
    }
    expect(compare(empty, await introspect(session)).differences).toEqual([]);
  });

  it.each(
    mutations
      .filter((mutation) => (mutation.from ?? 14) <= major)
      .map(
        (mutation) => [mutation.object.kind, mutation.attributes, mutation.object.name, mutation] as const,
      ),
  )("detects and mends a changed %s: %s of %s", async (_kind, attributes, _name, mutation) => {
    const object = { ...mutation.object, name: mutation.object.name.replace("OWNER", roles.owner) };
    // Rolled back, so that no change meets the remains of another.
    await declared.execute("BEGIN");
    try {
      await declared.script(mutation.sql(roles));
      const actual = await introspect(declared, { insideTransaction: true });
      const drift = compare(expected, actual);
      const seen = drift.differences.map((difference) => ({
        object: identityOf(difference.object),
        attributes:
          difference.type === "changed"
            ? difference.attributes.map(({ attribute }) => attribute).toSorted()
            : difference.type,
      }));
      expect(seen).toEqual([{ object, attributes }]);
      const plan = makePlan(drift, expected, actual);
      expect(plan.manual.map((entry) => entry.attributes)).toEqual(mutation.manual ? [attributes] : []);
      for (const { sql } of plan.statements) {
        await declared.execute(sql).catch((cause: unknown) => {
          throw new Error(`${sql} of ${plan.statements.map((other) => other.sql).join(";\n")}`, { cause });
        });
      }
      if (mutation.manual) return;
      const mended = compare(expected, await introspect(declared, { insideTransaction: true }));
      expect(mended.differences).toEqual([]);
    } finally {
      await declared.execute("ROLLBACK");
    }
  });
});
