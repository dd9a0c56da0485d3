/** Sources that rest on extensions of third parties: in a shadow that has them, and in one that has not. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Catalog } from "../catalog/catalog";
import { compare } from "../drift/compare";
import { AppError } from "../postgres/app-error";
import { connect } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { startExtensionServer } from "../testing/extension-server";
import { readDatabase, runScript } from "../testing/plan-sides";
import { type TestServer, testServer } from "../testing/test-server";
import { buildExpected } from "./build-expected";
import { normalise } from "./normalise";
import { extensionsVariable } from "./shadow-extensions";

let server: Awaited<ReturnType<typeof startExtensionServer>>;

beforeAll(async () => {
  server = await startExtensionServer([
    {
      name: "surveying",
      control: "default_version = '1.0'\nsuperuser = true\nrelocatable = false",
      scripts: {
        "1.0": `CREATE TYPE @extschema@.spot AS (x float8, y float8);
          CREATE FUNCTION @extschema@.height(float8) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT $1';
          CREATE TABLE @extschema@.instruments (id serial PRIMARY KEY, name text);
          SELECT pg_catalog.pg_extension_config_dump('@extschema@.instruments', '');
          SELECT pg_catalog.pg_extension_config_dump('@extschema@.instruments_id_seq', '');
          CREATE SCHEMA surveying_own;
          CREATE FOREIGN DATA WRAPPER instrument;`,
      },
    },
    {
      name: "levelling",
      control: "default_version = '2.0'\nsuperuser = true\nschema = levels\nrequires = 'surveying'",
      scripts: { "2.0": "CREATE DOMAIN levels.level AS int;" },
    },
  ]);
});

afterAll(async () => {
  await server.stop();
});

afterEach(() => {
  delete process.env[extensionsVariable];
});

const build = (sql: string, shadow: TestServer = server): Promise<Catalog> =>
  buildExpected(
    { type: "sql", files: [{ path: "schema.sql", content: sql }] },
    { shadowUrl: shadow.url("postgres") },
  );

async function failure(sql: string, shadow: TestServer = server): Promise<AppError> {
  const error: unknown = await build(sql, shadow).then(
    () => new Error("nothing failed"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw error;
  return error;
}

const uses = `CREATE EXTENSION surveying;
  CREATE TABLE points (id int PRIMARY KEY, at public.spot);
  INSERT INTO public.instruments (name) VALUES ('theodolite');
  CREATE TABLE surveying_own.of_a_tool (id int);
  CREATE SERVER yard FOREIGN DATA WRAPPER instrument OPTIONS (port '1');
  CREATE USER MAPPING FOR PUBLIC SERVER yard;
  CREATE FOREIGN TABLE readings (value int) SERVER yard;`;

test("an extension that needs a superuser is refused, and who runs the shadow is told how to allow it", async () => {
  const error = await failure(uses);
  expect(error).toMatchObject({ code: "extension-not-allowed" });
  expect(error.message).toContain('"surveying"');
  expect(error.hint).toContain(extensionsVariable);
});

test("one that is allowed is installed, and the source uses what it brings", async () => {
  process.env[extensionsVariable] = "other, surveying";
  const catalog = await build(uses);
  expect(catalog.coverage.notVisible).toEqual([]);
  expect(catalog.get({ kind: "extension", name: "surveying" })).toMatchObject({ memberSchema: "public" });
  expect(catalog.get({ kind: "column", schema: "public", table: "points", name: "at" })?.type).toBe(
    "public.spot",
  );
  expect(catalog.get({ kind: "server", name: "yard" })).toBeDefined();
  expect(catalog.get({ kind: "foreign table", schema: "public", name: "readings" })).toBeDefined();
  expect(catalog.get({ kind: "table", schema: "public", name: "instruments" })).toBeUndefined();
  expect(catalog.coverage.setApart.map(({ owner }) => owner)).toEqual(["surveying"]);
});

/** Made by whoever runs it with a superuser's rights, and by nobody else. */
const steal = `CREATE SCHEMA trap;
  CREATE FUNCTION trap.sprung() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
    IF (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user) THEN CREATE ROLE trap_sprung; END IF;
    RETURN true;
  END $$;`;

async function wasSprung(): Promise<boolean> {
  const session = await connect(connectionSettingsFromUrl(server.url("postgres")));
  try {
    const found = await session.query("SELECT FROM pg_catalog.pg_roles WHERE rolname = 'trap_sprung'");
    await session.execute("DROP ROLE IF EXISTS trap_sprung");
    return found.length > 0;
  } finally {
    await session.close();
  }
}

test("a source that gives its database names in front of the server's own has nothing run by the superuser", async () => {
  process.env[extensionsVariable] = "surveying";
  const catalog = await build(`${steal}
    CREATE DOMAIN trap.text AS pg_catalog.text CHECK (trap.sprung());
    CREATE FUNCTION trap.same(name, name) RETURNS boolean LANGUAGE sql AS 'SELECT trap.sprung()';
    CREATE OPERATOR trap.= (LEFTARG = name, RIGHTARG = name, FUNCTION = trap.same);
    DO $$ BEGIN EXECUTE pg_catalog.format('ALTER DATABASE %I SET search_path = trap, public, pg_catalog', pg_catalog.current_database()); END $$;
    CREATE SCHEMA apart; CREATE EXTENSION surveying SCHEMA apart;`);
  expect(catalog.get({ kind: "extension", name: "surveying" })).toMatchObject({ memberSchema: "apart" });
  expect(await wasSprung()).toBe(false);
});

test("an extension is not installed where its script could call functions of the source", async () => {
  process.env[extensionsVariable] = "surveying";
  const error =
    await failure(`CREATE FUNCTION public.height(numeric) RETURNS numeric LANGUAGE sql AS 'SELECT $1';
    CREATE EXTENSION surveying SCHEMA public;`);
  expect(error).toMatchObject({ code: "extension-not-allowed" });
  expect(error.message).toMatch(/^schema\.sql, line 2: .*public\.height\(numeric\)/);
});

test("one whose control file says where it goes is put there, with what it requires", async () => {
  process.env[extensionsVariable] = "levelling";
  const catalog = await build("CREATE EXTENSION levelling; CREATE TABLE t (l levels.level)");
  expect(catalog.get({ kind: "extension", name: "levelling" })).toMatchObject({ memberSchema: "levels" });
});

test("a type that no extension of the source brings is told of as perhaps one's", async () => {
  const error = await failure("CREATE TABLE points (at public.spot)");
  expect(error).toMatchObject({ code: "source-failed" });
  expect(error.hint).toContain("CREATE EXTENSION");
});

test("what needs an object that was left out is left out with it, and secrets are not repeated", async () => {
  const catalog = await build(`
    CREATE FOREIGN DATA WRAPPER w;
    CREATE SERVER s FOREIGN DATA WRAPPER w OPTIONS (host 'h');
    ALTER SERVER s OWNER TO somebody;
    CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (user 'u', password 'unspeakable');
    CREATE FOREIGN TABLE f (a int) SERVER s OPTIONS (password 'unspeakable');
    GRANT USAGE ON FOREIGN SERVER s TO PUBLIC;
    CREATE TABLE t (a int);`);
  expect(catalog.get({ kind: "table", schema: "public", name: "t" })).toBeDefined();
  expect(catalog.coverage.notVisible.map(({ kind }) => kind)).toEqual([
    "foreign data wrapper",
    "server",
    "user mapping",
    "foreign table",
  ]);
  const told = JSON.stringify([catalog.diagnostics, catalog.coverage]);
  expect(told).toContain("CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (…");
  expect(told).not.toContain("unspeakable");
});

test("a setting that only newer servers have is left out, as psql would go on after it", async () => {
  const catalog = await build("SET setting_of_the_future = 0; CREATE TABLE t (a int)");
  expect(catalog.get({ kind: "table", schema: "public", name: "t" })).toBeDefined();
  expect(catalog.diagnostics.map(({ message }) => message).join()).toContain("setting_of_the_future");
});

/** Two texts of one view that mean the same, as two servers of different majors might print them. */
async function twoSpellings(): Promise<readonly [Catalog, Catalog]> {
  const database = await server.createDatabase();
  try {
    await runScript(
      database,
      // The function is made behind the extension in the shadow too, though its name comes before.
      `CREATE EXTENSION surveying; CREATE TABLE points (at spot, z float8);
       CREATE FUNCTION above(float8) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT $1';
       CREATE VIEW heights AS SELECT public.height(public.above(z)) AS h FROM points`,
    );
    const newer = await readDatabase(database);
    const older = newer.with({
      replace: newer.objects.flatMap((object) =>
        object.kind === "view"
          ? [
              {
                ...object,
                definition: "SELECT (public.height(public.above(points.z))) AS h FROM public.points",
              },
            ]
          : [],
      ),
    });
    Object.assign(older, { serverVersion: 150_000 });
    return [newer, older];
  } finally {
    await database.drop();
  }
}

const normalised = async (shadow: TestServer) => {
  const [newer, older] = await twoSpellings();
  const sides = await normalise(newer, older, { shadowUrl: () => Promise.resolve(shadow.url("postgres")) });
  return { ...sides, drift: compare(sides.expected, sides.actual, { unverified: sides.unverified }) };
};

test("texts that rest on an extension the shadow lacks are unverified, and the reason names it and the next step", async () => {
  const { unverified, drift } = await normalised(await testServer(18));
  expect(drift).toMatchObject({ verdict: "unknown", differences: [] });
  expect(unverified.map(({ reason }) => reason)).toEqual([
    "It needs the extension surveying, which the shadow server does not have. Set SHADOW_DATABASE_URL to a server that has it.",
  ]);
});

test("they are unverified where it may not be installed, and compared where it may", async () => {
  const refused = await normalised(server);
  expect(refused.drift.verdict).toBe("unknown");
  expect(refused.unverified[0]?.reason).toContain(extensionsVariable);
  process.env[extensionsVariable] = "surveying";
  expect((await normalised(server)).drift).toMatchObject({ verdict: "clean", differences: [] });
});
