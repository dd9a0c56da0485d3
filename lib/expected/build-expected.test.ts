import { expect, test } from "vitest";
import type { Catalog } from "../catalog/catalog";
import { AppError } from "../postgres/app-error";
import { connect } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { majors, testServer } from "../testing/test-server";
import { type BuildOptions, buildExpected, sourceHash } from "./build-expected";
import type { Source } from "./source";

const sql = (...texts: readonly string[]): Source => ({
  type: "sql",
  files: texts.map((content, index) => ({ path: `${index + 1}.sql`, content })),
});

async function build(source: Source, options: Partial<BuildOptions> = {}, major = 18): Promise<Catalog> {
  const server = await testServer(major);
  return buildExpected(source, { shadowUrl: server.url("postgres"), ...options });
}

async function failure(source: Source, options: Partial<BuildOptions> = {}, major = 18): Promise<AppError> {
  const error: unknown = await build(source, options, major).then(
    () => new Error("nothing failed"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw error;
  return error;
}

const names = (catalog: Catalog, kind: string): readonly string[] =>
  catalog.objects.filter((object) => object.kind === kind).map((object) => object.name);

const messages = (catalog: Catalog): string => catalog.diagnostics.map(({ message }) => message).join("\n");

/** A name that no other test uses: roles belong to the whole server. */
const roleName = (what: string): string => `${what}_${Math.random().toString(36).slice(2, 10)}`;

test.each(majors)(
  "files run in name order, each in a session of its own, on PostgreSQL %i",
  async (major) => {
    const source: Source = {
      type: "sql",
      files: [
        { path: "0002.sql", content: "ALTER TABLE a ADD COLUMN b int; CREATE TABLE in_public (id int);" },
        {
          path: "0001.sql",
          content:
            "CREATE SCHEMA app; CREATE TABLE a (id int); SET search_path = app; CREATE TABLE in_app (id int);",
        },
      ],
    };
    const catalog = await build(source, {}, major);
    expect(catalog.get({ kind: "table", schema: "app", name: "in_app" })).toBeDefined();
    expect(catalog.get({ kind: "table", schema: "public", name: "in_public" })).toBeDefined();
    expect(catalog.get({ kind: "column", schema: "public", table: "a", name: "b" })).toBeDefined();
  },
);

test("an owner that is only whoever ran the source is not declared, nor is an extension's version", async () => {
  const catalog = await build(
    sql("CREATE TABLE a (id int); CREATE EXTENSION citext; CREATE EXTENSION bloom;"),
  );
  expect(catalog.get({ kind: "table", schema: "public", name: "a" })).toMatchObject({ owner: null });
  expect(catalog.get({ kind: "extension", name: "citext" })).toMatchObject({ version: null });
  expect(names(catalog, "extension")).toEqual(["bloom", "citext"]);
});

test.each(majors)(
  "roles that grants and owners name exist, and own what they are given (%i)",
  async (major) => {
    const [owner, reader] = [roleName("owner"), roleName("Reader")];
    const catalog = await build(
      sql(`
      CREATE ROLE ${owner} LOGIN PASSWORD 'secret';
      CREATE SCHEMA app;
      CREATE TABLE app.a (id int);
      BEGIN;
      CREATE TABLE b (id int);
      ALTER TABLE app.a OWNER TO ${owner};
      ALTER TABLE b OWNER TO ${owner};
      GRANT SELECT ON app.a TO "${reader}";
      COMMIT;
      CREATE SCHEMA theirs AUTHORIZATION ${owner};
      CREATE POLICY p ON b TO "${reader}" USING (true);
    `),
      {},
      major,
    );
    expect(catalog.get({ kind: "table", schema: "app", name: "a" })).toMatchObject({
      owner,
      privileges: { [`"${reader}"`]: ["SELECT"] },
    });
    expect(catalog.get({ kind: "table", schema: "public", name: "b" })).toMatchObject({ owner });
    // The right to create, which the new owner needed for a moment, leaves no trace.
    expect(catalog.get({ kind: "schema", name: "app" })).toMatchObject({ privileges: null });
    expect(catalog.get({ kind: "schema", name: "theirs" })).toMatchObject({ owner });
    expect(messages(catalog)).toContain("CREATE ROLE");
    expect(messages(catalog)).not.toContain("secret");
  },
);

test.each(majors)("a DO block that makes a role with a guard of either kind runs (%i)", async (major) => {
  const [one, two] = [roleName("one"), roleName("two")];
  const catalog = await build(
    sql(`
      DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${one}') THEN CREATE ROLE ${one} LOGIN PASSWORD 'x'; END IF;
        CREATE TABLE a (id int);
      END $$;
      DO $$ BEGIN CREATE ROLE ${two}; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
      GRANT SELECT ON a TO ${one}, ${two};
    `),
    {},
    major,
  );
  expect(catalog.get({ kind: "table", schema: "public", name: "a" })).toMatchObject({
    privileges: { [one]: ["SELECT"], [two]: ["SELECT"] },
  });
});

test.each(majors)(
  "the builder becomes no member of a role that was there before, let alone of a superuser (%i)",
  async (major) => {
    const server = await testServer(major);
    const catalog = await build(
      sql(
        `CREATE TABLE a (id int); ALTER TABLE a OWNER TO ${server.user}; CREATE SCHEMA s AUTHORIZATION ${server.user};`,
      ),
      {},
      major,
    );
    expect(catalog.get({ kind: "table", schema: "public", name: "a" })).toMatchObject({ owner: null });
    expect(names(catalog, "schema")).toContain("s");
    expect(messages(catalog)).toContain(`The owner ${server.user} was left out`);
    const error = await failure(sql(`SET ROLE ${server.user}; CREATE TABLE b (id int);`), {}, major);
    expect(error.details).toContain("SQLSTATE 42501");
  },
);

test.each([
  [
    "event trigger",
    "CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f();",
  ],
  ["publication", "BEGIN; CREATE PUBLICATION p FOR ALL TABLES; COMMIT;"],
  ["default privileges", "ALTER DEFAULT PRIVILEGES FOR ROLE postgres GRANT SELECT ON TABLES TO PUBLIC;"],
])("where only a superuser may make one, the kind %s is not compared", async (kind, text) => {
  const catalog = await build(sql(`CREATE TABLE a (id int); ${text} CREATE TABLE b (id int);`));
  expect(names(catalog, "table")).toEqual(["a", "b"]);
  expect(catalog.coverage.notVisible).toMatchObject([
    { kind, reason: expect.stringContaining("1.sql, line 1") },
  ]);
});

test("what may be made of such a kind without a superuser is made", async () => {
  const catalog = await build(sql("CREATE TABLE a (id int); CREATE PUBLICATION p FOR TABLE a;"));
  expect(catalog.coverage.notVisible).toEqual([]);
  expect(messages(catalog)).toBe("");
});

test.each(majors)(
  "a pg_dump is a source: its settings, meta-commands, rows and owners (%i)",
  async (major) => {
    const owner = roleName("dumper");
    const catalog = await build(
      sql(
        [
          "\\restrict x7",
          "SET statement_timeout = 0;",
          "SET standard_conforming_strings = on;",
          "SELECT pg_catalog.set_config('search_path', '', false);",
          "CREATE EXTENSION IF NOT EXISTS hstore WITH SCHEMA public;",
          "COMMENT ON EXTENSION hstore IS 'pairs';",
          "CREATE TABLE public.a (id int);",
          `ALTER TABLE public.a OWNER TO ${owner};`,
          "COPY public.a (id) FROM stdin;",
          "1",
          "\\.",
          "\\unrestrict x7",
        ].join("\n"),
      ),
      {},
      major,
    );
    expect(catalog.get({ kind: "table", schema: "public", name: "a" })).toMatchObject({ owner });
    expect(messages(catalog)).toContain("1 rows of COPY data were left out");
  },
);

test("a failure names file, line, SQLSTATE, statement and what ran before it", async () => {
  const error = await failure(
    sql(
      "CREATE TABLE a (id int);",
      "-- é and 😀\nCREATE TABLE b (id int);\n\nCREATE TABLE c (\n  id int,\n  '😀' wrong\n);",
    ),
  );
  expect(error).toMatchObject({ code: "source-failed" });
  expect(error.message).toBe("2.sql, line 6: syntax error at or near \"'😀'\"");
  expect(error.details).toEqual([
    "SQLSTATE 42601",
    "Statement: CREATE TABLE c (",
    "1 of 2 files and 2 statements ran before it.",
  ]);
});

test("the line is right inside a query, and values of rows stay out", async () => {
  expect((await failure(sql("SELECT\n1,\nnowhere;"))).message).toBe(
    '1.sql, line 3: column "nowhere" does not exist',
  );
  const error = await failure(
    sql("CREATE TABLE a (id int PRIMARY KEY, s text); INSERT INTO a VALUES (1, 'x'), (1, 'private');"),
  );
  expect(JSON.stringify([error.message, error.details])).not.toContain("(id)=(1)");
});

test.each([
  ["programs", "CREATE TABLE a (t text); COPY a FROM PROGRAM 'id'"],
  ["files by COPY", "CREATE TABLE a (t text); COPY a FROM '/etc/passwd'"],
  ["files by functions", "SELECT pg_catalog.pg_read_file('/etc/passwd')"],
  ["files as large objects", "SELECT pg_catalog.lo_import('/etc/passwd')"],
  ["the language of the machine", "CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'libc', 'exit'"],
  [
    "role attributes in a function",
    "DO $$ BEGIN EXECUTE 'ALTER ROLE ' || current_user || ' SUPERUSER'; END $$",
  ],
  ["predefined roles", "DO $$ BEGIN EXECUTE 'GRANT pg_read_server_files TO ' || current_user; END $$"],
  ["the shadow's superuser", "SET SESSION AUTHORIZATION postgres; CREATE TABLE b (id int)"],
])("a source cannot reach %s", async (_, text) => {
  const error = await failure(sql(text));
  expect(error).toMatchObject({ code: "source-failed" });
  expect(error.details).toContain("SQLSTATE 42501");
  expect(error.hint).toContain("no superuser");
});

test.each([
  ["extension-not-available", "CREATE EXTENSION IF NOT EXISTS no_such_thing", "no_such_thing"],
  ["extension-not-allowed", "CREATE EXTENSION dblink", "dblink"],
  ["extension-not-allowed", 'CREATE EXTENSION "file_fdw" WITH SCHEMA public', "file_fdw"],
])("%s names extension, file and line", async (code, text, name) => {
  expect(await failure(sql(`SELECT 1;\n\n${text};`))).toMatchObject({
    code,
    message: expect.stringMatching(new RegExp(`^1\\.sql, line 3: .*"${name}"`)),
  });
});

test.each(["", "SET statement_timeout = 0;"])(
  "a statement without end is ended, even after %o",
  async (before) => {
    const error = await failure(sql(`${before}\nDO $$ BEGIN LOOP END LOOP; END $$;`), {
      statementTimeout: 300,
    });
    expect(error).toMatchObject({
      code: "source-timeout",
      message: expect.stringContaining("1.sql, line 2"),
    });
  },
);

test("a query that gives more rows than memory holds is run without keeping them", async () => {
  const before = process.memoryUsage().rss;
  await build(sql("SELECT repeat('x', 1000) FROM generate_series(1, 1000000);"));
  expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
});

test("psql's own commands are followed, or refused where their effect would be missed", async () => {
  const catalog = await build({
    type: "sql",
    files: [
      { path: "main.sql", content: "\\set ON_ERROR_STOP on\n\\i tables/a.sql\n\\ir b.sql\n" },
      { path: "b.sql", content: "CREATE TABLE b (id int);" },
      { path: "tables/a.sql", content: "CREATE TABLE a (id int);" },
    ],
  });
  expect(names(catalog, "table")).toEqual(["a", "b"]);
  expect((await failure(sql("\\i /etc/passwd"))).code).toBe("source-include");
  for (const command of ["\\! id", "\\set name value", "SELECT 1 \\gexec", "\\if true"])
    expect((await failure(sql(command))).code).toBe("source-meta-command");
});

test("what undoes a migration is left out, and a transaction left open is told", async () => {
  const catalog = await build({
    type: "sql",
    files: [
      { path: "1.down.sql", content: "DROP TABLE a;" },
      { path: "1.up.sql", content: "CREATE TABLE a (id int);" },
      { path: "2.sql", content: "-- +goose Up\nCREATE TABLE b (id int);\n-- +goose Down\nDROP TABLE b;" },
      { path: "3.sql", content: "BEGIN; CREATE TABLE c (id int);" },
    ],
  });
  expect(names(catalog, "table")).toEqual(["a", "b"]);
  expect(catalog.diagnostics.map(({ code }) => code)).toEqual([
    "source-down-left-out",
    "source-down-left-out",
    "source-transaction-open",
  ]);
});

test("a grant on what an extension brings has no effect in the shadow, which is said", async () => {
  const grants = `REVOKE EXECUTE ON FUNCTION hstore(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION akeys(hstore) TO pg_monitor;
GRANT USAGE ON SCHEMA public TO pg_monitor;`;
  const content = `CREATE EXTENSION hstore;\n${grants}`;
  const { diagnostics } = await build({ type: "sql", files: [{ path: "1.sql", content }] });
  expect(diagnostics.map(({ code, severity, message }) => [code, severity, message.slice(0, 13)])).toEqual([
    ["source-grant-without-effect", "warning", "1.sql, line 2"],
    ["source-grant-without-effect", "warning", "1.sql, line 3"],
  ]);
});

test("the SQL of an Alembic history is run, and files without one are refused", async () => {
  const content = "BEGIN;\n-- Running upgrade  -> 1975ea83b712\nCREATE TABLE a (id int);\nCOMMIT;";
  expect(names(await build({ type: "alembic", files: [{ path: "h.sql", content }] }), "table")).toEqual([
    "a",
  ]);
  const error = await failure({ type: "alembic", files: [{ path: "env.sql", content: "SELECT 1" }] });
  expect(error).toMatchObject({ code: "alembic-no-sql", hint: expect.stringContaining("--sql") });
});

test("progress is told file by file, and the hash is that of the content", async () => {
  const phases: string[] = [];
  await build(sql("SELECT 1", "SELECT 2"), { onProgress: ({ phase }) => phases.push(phase) });
  expect(phases.slice(0, 2)).toEqual(["1.sql", "2.sql"]);
  const source = sql("SELECT 1", "SELECT 2");
  expect(sourceHash({ ...source, files: source.files.toReversed() })).toBe(sourceHash(source));
  expect(sourceHash(sql("SELECT 1", "SELECT 3"))).not.toBe(sourceHash(source));
});

test("a shadow that makes no databases says what it needs", async () => {
  const server = await testServer();
  const role = roleName("plain");
  const admin = await connect(connectionSettingsFromUrl(server.url("postgres")));
  await admin.execute(`CREATE ROLE ${role} LOGIN PASSWORD 'x'`);
  try {
    const url = server.url("postgres").replace(/\/\/[^@]*@/, `//${role}:x@`);
    const error = await failure(sql("SELECT 1"), { shadowUrl: url });
    expect(error).toMatchObject({ code: "shadow-unusable", hint: expect.stringContaining("CREATEDB") });
  } finally {
    await admin.execute(`DROP ROLE ${role}`);
    await admin.close();
  }
});
