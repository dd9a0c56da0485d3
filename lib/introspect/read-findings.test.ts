import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { compare } from "../drift/compare";
import type { Finding } from "../drift/finding";
import { connect, type Session } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { displayName } from "../postgres/identity";
import { majors, type TestDatabase, type TestServer, testServer } from "../testing/test-server";
import { introspect } from "./introspect";
import { readFindings } from "./read-findings";

describe.each(majors)("findings on major %i", (major) => {
  const role = `findings_${randomBytes(4).toString("hex")}`;
  let server: TestServer;
  let database: TestDatabase;
  let writer: Session;
  let reader: Session;

  beforeAll(async () => {
    server = await testServer(major);
    await asAdmin(`CREATE ROLE ${role} LOGIN PASSWORD 'x'`);
  });

  beforeEach(async () => {
    database = await server.createDatabase("findings");
    const settings = connectionSettingsFromUrl(database.url);
    writer = await connect(settings);
    reader = await connect(settings, { readOnly: true });
  });

  afterEach(async () => {
    await reader?.close();
    await writer?.close();
    await database?.drop();
  });

  afterAll(() => asAdmin(`DROP ROLE ${role}`));

  async function asAdmin(sql: string): Promise<void> {
    const admin = await connect(connectionSettingsFromUrl(server.url("postgres")));
    await admin.execute(sql).finally(() => admin.close());
  }

  /** The findings of a database that is compared with itself. */
  async function look(session = reader): Promise<readonly Finding[]> {
    const catalog = await introspect(session);
    return compare(catalog, catalog, { findings: await readFindings(session, catalog) }).findings;
  }

  const lines = (findings: readonly Finding[]): readonly string[] =>
    findings.map(({ code, state, object }) => `${state} ${code} ${object.kind} ${displayName(object)}`);

  /** Runs the statements of the findings one by one, as they ask to be run. */
  async function mend(findings: readonly Finding[]): Promise<void> {
    for (const { sql } of findings.flatMap(({ statements }) => statements)) await writer.execute(sql);
  }

  it("finds nothing in a database in which nothing is amiss", async () => {
    await writer.script(`
      CREATE TABLE a (id serial PRIMARY KEY, note text UNIQUE DEFERRABLE, other int REFERENCES a CHECK (other > 0));
      CREATE TABLE b (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
      CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS 'SELECT 1';
      ALTER TABLE b ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON b USING (true);
      INSERT INTO a (note) VALUES ('x'), ('y'); INSERT INTO b DEFAULT VALUES`);
    expect(await look()).toEqual([]);
  });

  it("finds an index that a failed build left behind, a partition's too, and builds it anew", async () => {
    await writer.script(`CREATE TABLE "A b" (x int); INSERT INTO "A b" VALUES (1), (1);
      CREATE TABLE part (x int) PARTITION BY RANGE (x); CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (10)`);
    await expect(writer.execute('CREATE UNIQUE INDEX CONCURRENTLY "Twice" ON "A b" (x)')).rejects.toThrow();
    await writer.script("CREATE INDEX whole ON ONLY part (x)");
    const found = await look();
    expect(lines(found)).toEqual([
      "found invalid-index index public.A b.Twice",
      "found invalid-index index public.part.whole",
    ]);
    expect(found.map(({ statements }) => statements.map(({ sql }) => sql))).toEqual([
      ['REINDEX INDEX CONCURRENTLY public."Twice"'],
      [],
    ]);
    await writer.execute('DELETE FROM "A b"');
    await mend(found);
    expect(lines(await look())).toEqual(["found invalid-index index public.part.whole"]);
  });

  it("does not call an index invalid while it may be being built", async () => {
    await writer.script("CREATE TABLE a (x int); INSERT INTO a VALUES (1), (1)");
    await expect(writer.execute("CREATE UNIQUE INDEX CONCURRENTLY twice ON a (x)")).rejects.toThrow();
    await writer.script("BEGIN; LOCK TABLE a IN SHARE UPDATE EXCLUSIVE MODE");
    expect(lines(await look())).toEqual(["unknown invalid-index index public.a.twice"]);
    await writer.execute("ROLLBACK");
    expect(lines(await look())).toEqual(["found invalid-index index public.a.twice"]);
  });

  it("drops the copy that a failed REINDEX left behind", async () => {
    await writer.script("CREATE TABLE a (x int); INSERT INTO a VALUES (1), (1)");
    await expect(writer.execute("CREATE UNIQUE INDEX CONCURRENTLY a_x_ccnew ON a (x)")).rejects.toThrow();
    const found = await look();
    expect(found.map(({ statements }) => statements.map(({ sql }) => sql))).toEqual([
      ["DROP INDEX CONCURRENTLY public.a_x_ccnew"],
    ]);
    await mend(found);
    expect(await look()).toEqual([]);
  });

  it("finds constraints that are not valid, of tables and of domains", async () => {
    await writer.script(`CREATE TABLE a (id int PRIMARY KEY, x int);
      ALTER TABLE a ADD CONSTRAINT positive CHECK (x > 0) NOT VALID, ADD CONSTRAINT up FOREIGN KEY (x) REFERENCES a NOT VALID;
      CREATE DOMAIN d AS int; ALTER DOMAIN d ADD CONSTRAINT "Small" CHECK (VALUE < 10) NOT VALID`);
    const found = await look();
    expect(lines(found)).toEqual([
      "found not-valid-constraint constraint public.a.positive",
      "found not-valid-constraint constraint public.a.up",
      "found not-valid-constraint domain public.d",
    ]);
    // Compared with itself, the other side says the same.
    expect(found.every(({ declared }) => declared)).toBe(true);
    await mend(found);
    expect(await look()).toEqual([]);
  });

  it.runIf(major >= 18)("finds a column that is NOT NULL by a constraint that is not valid", async () => {
    await writer.script("CREATE TABLE a (x int); ALTER TABLE a ADD CONSTRAINT there NOT NULL x NOT VALID");
    const found = await look();
    expect(lines(found)).toEqual(["found not-valid-constraint column public.a.x"]);
    await mend(found);
    expect(await look()).toEqual([]);
  });

  it("finds triggers that are switched off, those of foreign keys and of deferred uniqueness too", async () => {
    await writer.script(`CREATE TABLE a (id int PRIMARY KEY, x int UNIQUE DEFERRABLE); CREATE TABLE b (a int REFERENCES a);
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER stamp BEFORE INSERT ON b FOR EACH ROW EXECUTE FUNCTION f();
      CREATE RULE quiet AS ON DELETE TO b DO INSTEAD NOTHING; ALTER TABLE b DISABLE RULE quiet;
      ALTER TABLE b DISABLE TRIGGER ALL; ALTER TABLE a DISABLE TRIGGER ALL`);
    const found = await look();
    expect(lines(found)).toEqual([
      "found constraint-not-enforced constraint public.a.a_x_key",
      "found constraint-not-enforced constraint public.b.b_a_fkey",
      "found trigger-disabled rule public.b.quiet",
      "found trigger-disabled trigger public.b.stamp",
    ]);
    expect(found[1]?.sentence).toContain("4 of its 4 triggers are switched off");
    await mend(found);
    expect(await look()).toEqual([]);
  });

  it("finds a trigger that is switched off on one partition", async () => {
    await writer.script(`CREATE TABLE part (x int) PARTITION BY RANGE (x); CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (10);
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER stamp AFTER INSERT ON part FOR EACH ROW EXECUTE FUNCTION f(); ALTER TABLE part_1 DISABLE TRIGGER stamp`);
    const found = await look();
    expect(found.map(({ sentence }) => sentence)).toEqual([
      "trigger public.part.stamp is switched off on the partition public.part_1",
    ]);
    await mend(found);
    expect(await look()).toEqual([]);
  });

  it("finds event triggers that are switched off", async () => {
    await writer.script(`CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
      CREATE EVENT TRIGGER guard ON ddl_command_start EXECUTE FUNCTION f(); ALTER EVENT TRIGGER guard DISABLE`);
    const found = await look();
    expect(lines(found)).toEqual(["found trigger-disabled event trigger guard"]);
    await mend(found);
    expect(await look()).toEqual([]);
  });

  it("finds policies that do not apply and unlogged tables, security first", async () => {
    await writer.script(
      `CREATE UNLOGGED TABLE a (x int); CREATE TABLE b (x int); CREATE POLICY p ON b USING (x > 0)`,
    );
    const found = await look();
    expect(lines(found)).toEqual([
      "found row-security-off table public.b",
      "found unlogged-table table public.a",
    ]);
    expect(found.map(({ security }) => security)).toEqual([true, false]);
    await mend(found);
    expect(await look()).toEqual([]);
  });

  it("finds what is granted to PUBLIC beyond what Postgres itself grants, and revokes just that", async () => {
    await writer.script(`CREATE TABLE a (x int, y int); CREATE VIEW v AS SELECT x FROM a; CREATE SEQUENCE s; CREATE TYPE mood AS ENUM ('sad');
      CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE SCHEMA other; CREATE TABLE other.t (x int);
      GRANT EXECUTE ON FUNCTION f() TO PUBLIC; GRANT USAGE ON TYPE mood TO PUBLIC;
      REVOKE CREATE ON SCHEMA public FROM PUBLIC; GRANT USAGE ON SCHEMA public TO ${role};
      GRANT SELECT, INSERT ON a TO PUBLIC; GRANT UPDATE (y) ON a TO PUBLIC; GRANT SELECT ON a TO ${role};
      GRANT SELECT (x) ON v TO PUBLIC; GRANT USAGE ON SEQUENCE s TO PUBLIC; GRANT CREATE ON SCHEMA other TO PUBLIC;
      ALTER DEFAULT PRIVILEGES IN SCHEMA other GRANT SELECT ON TABLES TO PUBLIC;
      ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC`);
    await writer.execute(`GRANT CREATE ON DATABASE ${database.name} TO PUBLIC`);
    const found = await look();
    expect(found.every(({ security, code }) => security && code === "public-grant")).toBe(true);
    expect(found.map(({ severity, sentence }) => `${severity}: ${sentence}`)).toEqual([
      "critical: table public.a grants INSERT, SELECT to PUBLIC",
      "critical: column public.a.y grants UPDATE to PUBLIC",
      `high: database ${database.name} grants CREATE to PUBLIC`,
      "high: schema other grants CREATE to PUBLIC",
      expect.stringMatching(/^high: default privileges other\.tables made by .* grants SELECT to PUBLIC$/),
      "high: view public.v grants SELECT to PUBLIC on its column x",
      "medium: sequence public.s grants USAGE to PUBLIC",
    ]);
    await mend(found);
    expect(await look()).toEqual([]);
    const [kept] = await writer.query<{ ok: boolean }>(
      `SELECT has_table_privilege('${role}', 'a', 'SELECT') AND has_function_privilege('${role}', 'f()', 'EXECUTE') AS ok`,
    );
    expect(kept?.ok).toBe(true);
    await writer.execute(`DROP OWNED BY ${role}`);
  });

  it("finds SECURITY DEFINER routines that look names up in their caller's schemas", async () => {
    await writer.script(`CREATE FUNCTION open() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
      CREATE FUNCTION parsed() RETURNS int LANGUAGE sql SECURITY DEFINER ${major >= 14 ? "RETURN 1" : "AS 'SELECT 1'"};
      CREATE FUNCTION closed() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS 'SELECT 1';
      CREATE PROCEDURE p(a int) LANGUAGE sql SECURITY DEFINER SET work_mem = '1MB' AS 'SELECT 1'`);
    const found = await look();
    expect(lines(found)).toEqual([
      "found definer-search-path function public.open()",
      "found definer-search-path procedure public.p(integer)",
    ]);
    expect(found[1]?.remedy).toContain(
      "ALTER PROCEDURE public.p(IN integer) SET search_path = public, pg_temp",
    );
  });

  it("finds sequences that their rows have overtaken, up or down, serial, identity and shared by partitions", async () => {
    await writer.script(`CREATE TABLE "A b" (id serial PRIMARY KEY); INSERT INTO "A b" VALUES (3), (9);
      CREATE TABLE ident (id int GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY); INSERT INTO ident VALUES (1);
      CREATE SEQUENCE down INCREMENT -1; CREATE TABLE below (id bigint PRIMARY KEY DEFAULT nextval('down')); INSERT INTO below VALUES (-5);
      CREATE SEQUENCE shared; CREATE TABLE part (id bigint PRIMARY KEY DEFAULT nextval('shared')) PARTITION BY RANGE (id);
      CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (100); INSERT INTO part VALUES (7);
      CREATE TABLE fine (id serial PRIMARY KEY); INSERT INTO fine SELECT FROM generate_series(1, 5);
      CREATE TABLE empty (id serial PRIMARY KEY); SELECT setval('down', -2)`);
    const found = await look();
    expect(found.map(({ sentence }) => sentence)).toEqual([
      "sequence public.A b_id_seq is behind public.A b.id: its next number is 1, and 9 is there already",
      "sequence public.down is behind public.below.id: its next number is -3, and -5 is there already",
      "column public.ident.id has a sequence that is behind: its next number is 1, and 1 is there already",
      "sequence public.shared is behind public.part.id: its next number is 1, and 7 is there already",
    ]);
    await mend(found);
    expect(await look()).toEqual([]);
    await writer.script(`INSERT INTO "A b" DEFAULT VALUES; INSERT INTO ident DEFAULT VALUES; INSERT INTO below DEFAULT VALUES;
      INSERT INTO part DEFAULT VALUES`);
  });

  it("says that it does not know where no index leads with the column", async () => {
    await writer.script(`CREATE TABLE a (id serial, x int); INSERT INTO a SELECT FROM generate_series(1, 5);
      CREATE INDEX ON a (x, id); CREATE INDEX ON a (id) WHERE x > 0; CREATE INDEX ON a USING hash (id)`);
    const found = await look();
    expect(lines(found)).toEqual(["unknown sequence-behind sequence public.a_id_seq"]);
    expect(found[0]).toMatchObject({ severity: "info", statements: [] });
  });

  it("takes the highest number from the index and not from the rows", async () => {
    await writer.script(`CREATE TABLE a (id serial PRIMARY KEY, filler text);
      INSERT INTO a (id, filler) SELECT g, repeat('x', 500) FROM generate_series(1, 20000) g`);
    expect(lines(await look())).toEqual(["found sequence-behind sequence public.a_id_seq"]);
    // A session writes its counters down when it ends.
    await reader.close();
    await expect
      .poll(() =>
        writer.query(
          "SELECT idx_scan > 0 AS by_index, seq_tup_read::int AS read_through FROM pg_stat_user_tables WHERE relname = 'a'",
        ),
      )
      .toEqual([{ by_index: true, read_through: 0 }]);
  });

  it("waits for nobody's lock, and still answers for the others", async () => {
    await writer.script(`CREATE TABLE held (id serial PRIMARY KEY); INSERT INTO held VALUES (4);
      CREATE TABLE free (id serial PRIMARY KEY); INSERT INTO free VALUES (4)`);
    const catalog = await introspect(reader);
    await writer.script("BEGIN; LOCK TABLE held IN ACCESS EXCLUSIVE MODE");
    const started = performance.now();
    const found = compare(catalog, catalog, { findings: await readFindings(reader, catalog) }).findings;
    expect(performance.now() - started).toBeLessThan(5_000);
    await writer.execute("ROLLBACK");
    expect(lines(found)).toEqual([
      "found sequence-behind sequence public.free_id_seq",
      "unknown sequence-behind sequence public.held_id_seq",
    ]);
  });

  it("says what a role without rights, or one that sees some rows only, cannot tell", async () => {
    await writer.script(`CREATE TABLE closed (id serial PRIMARY KEY); CREATE TABLE part (id serial PRIMARY KEY);
      ALTER TABLE part ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON part USING (id < 3); INSERT INTO part VALUES (2), (5);
      GRANT SELECT ON part, part_id_seq TO ${role}`);
    const session = await connect(
      { ...connectionSettingsFromUrl(database.url), user: role, password: "x" },
      { readOnly: true },
    );
    try {
      const found = (await look(session)).filter(({ code }) => code === "sequence-behind");
      expect(found.map(({ sentence }) => sentence)).toEqual([
        "sequence public.closed_id_seq could be behind public.closed.id: the role may not read the column and the sequence",
        "sequence public.part_id_seq could be behind public.part.id: row level security may hide rows from the role",
      ]);
    } finally {
      await session.close();
      await writer.execute(`DROP OWNED BY ${role}`);
    }
  });

  it("leaves out what belongs to tools, and says which difference mends a finding", async () => {
    await writer.script(`CREATE TABLE alembic_version (version_num varchar(32) NOT NULL); GRANT SELECT ON alembic_version TO PUBLIC;
      CREATE TABLE a (x int)`);
    const expected = await introspect(reader);
    await writer.script("GRANT SELECT ON a TO PUBLIC; CREATE UNLOGGED TABLE b (x int)");
    const actual = await introspect(reader);
    const drift = compare(expected, actual, { findings: await readFindings(reader, actual) });
    expect(drift.verdict).toBe("drift");
    expect(lines(drift.findings)).toEqual([
      "found public-grant table public.a",
      "found unlogged-table table public.b",
    ]);
    expect(drift.findings.map(({ difference }) => difference)).toEqual(
      ["a", "b"].map((name) => drift.differences.find(({ object }) => object.name === name)?.id),
    );
  });

  it.runIf(major >= 15)(
    "finds the database's collation, and those of the system in use, of another version",
    async () => {
      await writer.script(
        `CREATE TABLE a (x text COLLATE "en-x-icu"); CREATE COLLATION own (provider = icu, locale = 'de')`,
      );
      expect(await look()).toEqual([]);
      await writer.script(`UPDATE pg_collation SET collversion = '0.1' WHERE collname IN ('en-x-icu', 'fr-x-icu', 'own');
      UPDATE pg_database SET datcollversion = '0.1' WHERE datname = current_database()`);
      expect(lines(await look())).toEqual([
        `found collation-version database ${database.name}`,
        "found collation-version collation pg_catalog.en-x-icu",
        "found collation-version collation public.own",
      ]);
    },
  );
});
