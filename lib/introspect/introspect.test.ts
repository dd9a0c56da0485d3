import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { fingerprint } from "../catalog/fingerprint";
import { kinds } from "../kinds/registry";
import { connect, type Session } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { majors, type TestDatabase, testServer } from "../testing/test-server";
import { introspect } from "./introspect";

describe.each(majors)("introspection on major %i", (major) => {
  let database: TestDatabase;
  let reader: Session;
  let writer: Session;

  beforeAll(async () => {
    database = await (await testServer(major)).createDatabase();
  });

  afterAll(() => database?.drop());

  beforeEach(async () => {
    const settings = connectionSettingsFromUrl(database.url);
    reader = await connect(settings, { readOnly: true });
    writer = await connect(settings);
    await writer.script("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  });

  afterEach(async () => {
    await reader.close();
    await writer.close();
  });

  it("reads the same catalog twice, whatever the session's own settings are", async () => {
    await writer.script(`CREATE SCHEMA other; CREATE TYPE other.mood AS ENUM ('sad', 'happy');
      CREATE TABLE other.a (x other.mood DEFAULT 'sad', d timestamptz DEFAULT '2020-01-02 03:04:05+00', i interval DEFAULT '1 day 02:00',
        f float8 DEFAULT 0.1, "select" int); CREATE VIEW other.v AS SELECT x, "select" FROM other.a`);
    const plain = await introspect(reader);
    await reader.script(`SET search_path = other; SET DateStyle = 'German'; SET IntervalStyle = 'iso_8601'; SET TimeZone = 'Asia/Tokyo';
      SET quote_all_identifiers = on; SET extra_float_digits = -10`);
    const odd = await introspect(reader);
    expect(odd.objects).toEqual(plain.objects);
    expect(fingerprint(odd)).toBe(fingerprint(plain));
    expect(plain.get({ kind: "view", schema: "other", name: "v" })).toBeDefined();
    expect(await reader.query("SHOW search_path")).toEqual([{ search_path: "other" }]);
    await writer.script("DROP SCHEMA other CASCADE");
  });

  it("asks the shorter questions where no table inherits, and gets the same answers", async () => {
    await writer.script(`CREATE TABLE a (x int PRIMARY KEY CHECK (x > 0), y text); CREATE INDEX ON a (lower(y));
      COMMENT ON INDEX a_lower_idx IS 'folded'; COMMENT ON CONSTRAINT a_x_check ON a IS 'counted';
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f()`);
    const shorter = kinds.filter((kind) => kind.query(major, false) !== kind.query(major, true));
    expect(shorter.map(({ kind }) => kind).toSorted()).toEqual(["constraint", "index", "trigger"]);
    for (const kind of shorter) {
      const [short = [], long] = [
        await reader.query(`${kind.query(major, false)} ORDER BY address`),
        await reader.query(`${kind.query(major, true)} ORDER BY address`),
      ];
      expect(short.length).toBeGreaterThan(0);
      expect(short).toEqual(long);
    }
  });

  it("leaves no lock, no transaction and nothing written behind", async () => {
    await writer.script("CREATE TABLE a (x int PRIMARY KEY); CREATE VIEW v AS SELECT x FROM a");
    const counted = "SELECT pg_current_xact_id_if_assigned() AS xid";
    await introspect(reader);
    expect(await reader.query(counted)).toEqual([{ xid: null }]);
    const locks = await writer.query(
      `SELECT mode FROM pg_locks WHERE pid = ${reader.backendPid} AND locktype = 'relation'`,
    );
    expect(locks).toEqual([]);
    const [state] = await writer.query<{ state: string; xact: string | null }>(
      `SELECT state, xact_start::text AS xact FROM pg_stat_activity WHERE pid = ${reader.backendPid}`,
    );
    expect(state).toEqual({ state: "idle", xact: null });
  });

  it("takes only locks that hold nobody up while it reads", async () => {
    await writer.script(
      "CREATE TABLE a (x int PRIMARY KEY, y text DEFAULT 'z'); CREATE VIEW v AS SELECT x FROM a",
    );
    const modes = new Set<string>();
    let watching = Promise.resolve();
    await introspect(reader, {
      onProgress: () => {
        watching = watching.then(async () => {
          const rows = await writer.query<{ mode: string }>(
            `SELECT mode FROM pg_locks WHERE pid = ${reader.backendPid} AND locktype = 'relation'`,
          );
          for (const { mode } of rows) modes.add(mode);
        });
      },
    });
    await watching;
    expect([...modes].filter((mode) => mode !== "AccessShareLock")).toEqual([]);
  });

  it("does not see temporary objects, its own or others'", async () => {
    await writer.script(
      "CREATE TABLE lasting (x int); CREATE TEMP TABLE passing (x int PRIMARY KEY); CREATE TEMP VIEW gone AS SELECT 1",
    );
    const before = await introspect(reader);
    const names = before.objects.map(({ name, table }) => `${table ?? ""} ${name}`).join(";");
    expect(names).toContain("lasting");
    expect(names).not.toMatch(/passing|gone|pg_temp/);
    // A table that hides a catalog's name is not read in its place.
    await writer.script("CREATE TEMP TABLE pg_class (oid int, relname text)");
    expect((await introspect(writer)).objects).toEqual(before.objects);
  });

  it("gives a whole reading, or one that claims nothing, while another session changes the schema without pause", async () => {
    // Two columns are always renamed together: a reading with one old and one new name is torn.
    await writer.script(
      "CREATE TABLE storm (a_0 int DEFAULT 1, b_0 int DEFAULT 2, CHECK (a_0 < b_0)); CREATE VIEW pair AS SELECT a_0, b_0 FROM storm",
    );
    let blowing = true;
    let rounds = 0;
    const storm = (async () => {
      while (blowing) {
        const next = rounds + 1;
        await writer.script(`BEGIN; ALTER TABLE storm RENAME a_${rounds} TO a_${next}; ALTER TABLE storm RENAME b_${rounds} TO b_${next};
          CREATE OR REPLACE FUNCTION wind_${next % 3}() RETURNS int LANGUAGE sql AS 'SELECT ${next}'; COMMIT`);
        rounds = next;
        // Now and then a lull, or no reading could ever be whole.
        if (rounds % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 60));
      }
    })();
    try {
      for (let reading = 0; reading < 6; reading++) {
        const catalog = await introspect(reader);
        if (catalog.diagnostics.some(({ severity }) => severity === "unknown")) continue;
        const columns = catalog.objects
          .filter(({ kind }) => kind === "column")
          .map(({ name }) => name.slice(2));
        expect(new Set(columns).size).toBe(1);
        const check = catalog.objects.find(({ kind }) => kind === "constraint");
        expect(check?.definition).toBe(`CHECK ((a_${columns[0]} < b_${columns[0]}))`);
      }
    } finally {
      blowing = false;
      await storm;
    }
    expect(rounds).toBeGreaterThan(20);
    // In calm it is read whole and without a doubt.
    const calm = await introspect(reader);
    expect(calm.diagnostics).toEqual([]);
    expect(calm.get({ kind: "column", schema: "public", table: "storm", name: `a_${rounds}` })).toBeDefined();
  });

  it("waits for no one longer than five seconds, and says who stands in the way", async () => {
    await writer.script("CREATE TABLE held (x int CHECK (x > 0)); CREATE INDEX ON held ((x + 1))");
    await writer.script("BEGIN; LOCK TABLE held IN ACCESS EXCLUSIVE MODE");
    const started = performance.now();
    try {
      // Whether a printing function opens the table differs by major: either it is not held up, or it says so.
      const outcome = await introspect(reader).then(
        () => "read",
        (error: unknown) => (error as { code: string }).code,
      );
      expect(["read", "catalog-locked"]).toContain(outcome);
      expect(performance.now() - started).toBeLessThan(30_000);
    } finally {
      await writer.script("ROLLBACK");
    }
    expect((await introspect(reader)).get({ kind: "table", schema: "public", name: "held" })).toBeDefined();
  });

  it("stops at once when it is told to", async () => {
    const abort = new AbortController();
    const session = await connect(connectionSettingsFromUrl(database.url), { signal: abort.signal });
    const reading = introspect(session, {
      signal: abort.signal,
      onProgress: () => abort.abort(new Error("enough")),
    });
    await expect(reading).rejects.toThrow("enough");
    await session.close();
  });
});
