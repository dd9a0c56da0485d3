import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { compare } from "../../drift/compare";
import type { Drift } from "../../drift/drift";
import { buildExpected } from "../../expected/build-expected";
import { tryCodeChange } from "../../testing/plan-properties/try-plan";
import { planSides, readDatabase, runThroughPsql } from "../../testing/plan-sides";
import { testServer } from "../../testing/test-server";
import { alembicRevision } from "./alembic-revision";
import { codeChange } from "./code-change";
import { prismaSchemaChange } from "./prisma-schema-change";
import { prismaMigration, sqlMigration } from "./sql-migration";

const declared = `
  CREATE TYPE mood AS ENUM ('sad', 'ok');
  CREATE TABLE users (id varchar(36) PRIMARY KEY, email text NOT NULL DEFAULT 'a:b \\:c % %s ''q''');
  CREATE TABLE orders (id integer PRIMARY KEY, user_id varchar(36) REFERENCES users (id));
  CREATE TABLE gone (id integer);
`;
const live = `
  CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad');
  CREATE TABLE users (id uuid PRIMARY KEY, email text, "Added
:col" text CHECK ("Added
:col" ~ '^[a-z]:x\\:\\d%$'));
  CREATE TABLE orders (id integer PRIMARY KEY, user_id uuid REFERENCES users (id));
  CREATE INDEX orders_user ON orders (user_id);
  COMMENT ON TABLE orders IS E'tab\\there :name \\\\:name :smile:';
  CREATE FUNCTION called() RETURNS integer LANGUAGE sql AS 'SELECT 1';
  CREATE VIEW calling AS SELECT called() AS n;
  CREATE OR REPLACE FUNCTION called() RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT count(*)::integer FROM calling; END;
`;

const idsOf = (drift: Drift): readonly string[] => drift.differences.map(({ id }) => id);

it("brings the source to what the database has by SQL, and back", async () => {
  const sides = await planSides(declared, live);
  try {
    const change = codeChange(idsOf(sides.drift), sides.drift, sides.expected, sides.actual);
    expect(change.manual).toEqual([]);
    const [up, down] = sqlMigration(change, "0002_as_live");
    expect([up?.path, down?.path]).toEqual(["0002_as_live.up.sql", "0002_as_live.down.sql"]);
    // An added label cannot be used before COMMIT, but nothing here does.
    expect(runThroughPsql(sides.expectedDatabase, up?.content ?? "")).toMatchObject({ code: 0, errors: "" });
    expect(compare(sides.actual, await readDatabase(sides.expectedDatabase)).differences).toEqual([]);
    expect(runThroughPsql(sides.expectedDatabase, down?.content ?? "")).toMatchObject({
      code: 0,
      errors: "",
    });
    expect(compare(sides.expected, await readDatabase(sides.expectedDatabase)).differences).toEqual([]);
    const migration = prismaMigration(change, "as_live", new Date("2026-01-02T03:04:05Z"));
    expect(migration).toEqual({
      path: "prisma/migrations/20260102030405_as_live/migration.sql",
      content: up?.content,
    });
  } finally {
    await sides.drop();
  }
});

it("brings back on the way down what went, where the rest of the change is left to people", async () => {
  const table = (type: string, value: string) =>
    `CREATE TABLE t (id integer, k ${type}) PARTITION BY LIST (k); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (${value});`;
  const sides = await planSides(
    `${table("text", "'1'")} CREATE VIEW w AS SELECT upper(k) AS k FROM t; CREATE INDEX i ON t (lower(k)); CREATE POLICY p ON t USING (k <> 'x')`,
    table("integer", "1"),
  );
  try {
    const change = codeChange(idsOf(sides.drift), sides.drift, sides.expected, sides.actual);
    expect(change.manual.map(({ object }) => `${object.table ?? ""}.${object.name}`)).toEqual([
      "t1.k",
      "t.k",
      ".t1",
    ]);
    expect(change.lasting).toEqual([]);
    expect(change.up.map(({ sql }) => sql)).toContain("DROP VIEW public.w");
    expect(await tryCodeChange(sides)).toEqual([]);
  } finally {
    await sides.drop();
  }
});

it("says on the way down what only a person can take back", async () => {
  const side = (attributes: string, read: string) =>
    `CREATE TYPE c AS (${attributes}); CREATE TABLE t (id integer, l c[]); CREATE VIEW w AS SELECT (l[1]).${read} AS x FROM t`;
  const sides = await planSides(side("a integer, d text, b text", "d"), side("a integer, b text", "b"));
  try {
    const change = codeChange(idsOf(sides.drift), sides.drift, sides.expected, sides.actual);
    expect(change.manual).toEqual([]);
    expect(change.lasting.map(({ object }) => object.name)).toEqual(["w", "c"]);
    expect(change.lasting[1]?.reason).toContain("column public.t.l holds arrays of it");
    const words = "2 changes of the way up can only be taken back by hand";
    const [up, down] = sqlMigration(change, "change");
    expect(up?.content).toContain("ALTER TYPE public.c DROP ATTRIBUTE d;\n");
    expect(down?.content).toBe(`-- ${words}\n`);
    expect(alembicRevision(change, { heads: [], message: "change" }).content).toContain(
      `def downgrade():\n    # ${words}\n    pass\n`,
    );
    expect(await tryCodeChange(sides)).toEqual([]);
  } finally {
    await sides.drop();
  }
});

it("takes what one difference needs along, and leaves the rest of the drift", async () => {
  const sides = await planSides(declared, live);
  try {
    const type = sides.drift.differences.find(
      ({ object }) => object.table === "users" && object.name === "id",
    );
    const change = codeChange([type?.id ?? ""], sides.drift, sides.expected, sides.actual);
    const sql = change.up.map((statement) => statement.sql).join("\n");
    expect(sql).toContain("ALTER TABLE public.orders ALTER COLUMN user_id TYPE uuid USING user_id::uuid");
    expect(sql).not.toMatch(/gone|Added|glad/);
  } finally {
    await sides.drop();
  }
});

const alembic = spawnSync("alembic", ["--version"]).status === 0;

it.runIf(alembic)(
  "writes a revision that Alembic reads, follows the heads with, and prints the same SQL of",
  async () => {
    const sides = await planSides(declared, live);
    try {
      const change = codeChange(idsOf(sides.drift), sides.drift, sides.expected, sides.actual);
      const revision = alembicRevision(change, {
        heads: ["aaa111"],
        message: 'As the "live" database\nhas it',
      });
      expect(
        alembicRevision(change, { heads: ["aaa111"], message: 'As the "live" database\nhas it' }),
      ).toEqual(revision);
      const folder = mkdtempSync(path.join(os.tmpdir(), "plumbline-alembic-"));
      mkdirSync(path.join(folder, "versions"));
      writeFileSync(
        path.join(folder, "alembic.ini"),
        "[alembic]\nscript_location = .\nsqlalchemy.url = postgresql://\n",
      );
      writeFileSync(path.join(folder, "script.py.mako"), "");
      writeFileSync(
        path.join(folder, "env.py"),
        'from alembic import context\ncontext.configure(dialect_name="postgresql", transaction_per_migration=True, dialect_opts={"paramstyle": "named"})\nwith context.begin_transaction():\n    context.run_migrations()\n',
      );
      writeFileSync(
        path.join(folder, "versions/aaa111_first.py"),
        'from alembic import op\nrevision = "aaa111"\ndown_revision = None\ndef upgrade():\n    pass\ndef downgrade():\n    pass\n',
      );
      writeFileSync(path.join(folder, revision.path), revision.content);
      const run = (...parameters: string[]) =>
        spawnSync("alembic", parameters, { cwd: folder, encoding: "utf8" });
      const id = /versions\/(\w{12})_/.exec(revision.path)?.[1] ?? "";
      expect(run("heads").stdout).toContain(id);
      const printed = run("upgrade", `aaa111:${id}`, "--sql");
      expect(printed.status, printed.stderr).toBe(0);
      const sql = printed.stdout.replace(/^UPDATE alembic_version.*$/gm, "");
      expect(runThroughPsql(sides.expectedDatabase, sql)).toMatchObject({ code: 0 });
      // Alembic itself prints a tab as four blanks, in this way of running it.
      const left = compare(sides.actual, await readDatabase(sides.expectedDatabase)).differences;
      expect(left.map(({ object }) => `${object.kind} ${object.name}`)).toEqual(["table orders"]);
      expect(left[0]).toMatchObject({
        attributes: [{ attribute: "comment", actual: "tab    here :name \\:name :smile:" }],
      });
      const back = run("downgrade", `${id}:aaa111`, "--sql").stdout.replace(
        /^UPDATE alembic_version.*$/gm,
        "",
      );
      expect(runThroughPsql(sides.expectedDatabase, back)).toMatchObject({ code: 0 });
      expect(compare(sides.expected, await readDatabase(sides.expectedDatabase)).differences).toEqual([]);
    } finally {
      await sides.drop();
    }
  },
);

const prisma = `generator client {
  provider = "prisma-client-js"
}

datasource db {
  provider = "postgresql"
}

model User {
  id     String  @id @db.VarChar(36)
  email  String  @unique(map: "users_email") // where they read
  name   String  @default("x") @map("full_name") @db.VarChar(20)
  age    Int
  old    String?
  orders Order[]

  @@map("users")
}

model Order {
  id     Int    @id @default(autoincrement())
  userId String @map("user_id") @db.VarChar(36)
  total  Int
  user   User   @relation(fields: [userId], references: [id])

  @@index([total], map: "orders_total")
  @@map("orders")
}

model Gone {
  id Int @id
}
`;

it("changes the schema's own lines until Prisma declares what the database has", async () => {
  const server = await testServer();
  const build = (content: string) =>
    buildExpected(
      { type: "prisma", files: [{ path: "schema.prisma", content }] },
      { shadowUrl: server.url("postgres"), serverVersion: 180_000 },
    );
  const sides = await planSides(
    "SELECT 1",
    `CREATE TABLE users (id varchar(36) PRIMARY KEY, email text NOT NULL, full_name varchar(40), age bigint NOT NULL DEFAULT 7,
       born timestamptz DEFAULT now(), died timestamp(3) DEFAULT CURRENT_TIMESTAMP);
     CREATE UNIQUE INDEX users_email ON users (email); CREATE INDEX users_born ON users (born, full_name);
     CREATE TABLE orders (id serial PRIMARY KEY, user_id varchar(36) NOT NULL, total numeric(10,2) NOT NULL,
       CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON UPDATE CASCADE ON DELETE RESTRICT);
     CREATE TABLE extra_things (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), label text NOT NULL, tags text[], at date);
     CREATE UNIQUE INDEX extra_label ON extra_things (label);`,
  );
  try {
    const expected = await build(prisma);
    const before = compare(expected, sides.actual, { scope: "declared" });
    expect(before.differences.length).toBeGreaterThan(8);
    const code = codeChange(idsOf(before), before, expected, sides.actual);
    const files = [{ path: "schema.prisma", content: prisma }];
    const change = prismaSchemaChange(code.resolved, files, code.declared, code.after);
    expect(change.left).toEqual([]);
    const content = change.files[0]?.content ?? "";
    const after = compare(await build(content), sides.actual, { scope: "declared" });
    expect(
      after.differences.map(({ type, object }) => `${type} ${object.kind} ${object.table}.${object.name}`),
    ).toEqual([]);
    expect(content).toContain("// where they read");
    expect(content).toContain('  @@index([born, name], map: "users_born")');
  } finally {
    await sides.drop();
  }
});

it("says in words what it cannot change in a Prisma schema", async () => {
  const server = await testServer();
  const expected = await buildExpected(
    { type: "prisma", files: [{ path: "schema.prisma", content: prisma }] },
    { shadowUrl: server.url("postgres"), serverVersion: 180_000 },
  );
  const sides = await planSides("SELECT 1", 'CREATE TABLE "Gone" (id integer PRIMARY KEY CHECK (id > 0))');
  try {
    const drift = compare(expected, sides.actual, { scope: "declared" });
    const [check] = drift.differences.filter(({ object }) => object.name === "Gone_id_check");
    const code = codeChange([check?.id ?? ""], drift, expected, sides.actual);
    const files = [{ path: "schema.prisma", content: prisma }];
    expect(prismaSchemaChange(code.resolved, files, code.declared, code.after)).toMatchObject({
      files: [],
      left: [{ object: { name: "Gone_id_check" }, reason: "Prisma has no words for a check constraint" }],
    });
  } finally {
    await sides.drop();
  }
});
