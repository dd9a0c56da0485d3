import { expect, test } from "vitest";
import { locateObject } from "./provenance";
import type { Source } from "./source";

const history: Source = {
  type: "sql",
  files: [
    {
      path: "2.sql",
      content: [
        "ALTER TABLE users ADD COLUMN IF NOT EXISTS email text,",
        "  ADD CONSTRAINT users_email_key UNIQUE (email);",
        "ALTER TABLE public.users RENAME name TO full_name;",
        "ALTER TABLE users RENAME TO people;",
        "ALTER TABLE people OWNER TO app;",
      ].join("\n"),
    },
    {
      path: "1.sql",
      content: [
        "CREATE TYPE mood AS ENUM ('sad');",
        "CREATE TABLE IF NOT EXISTS public.users (",
        "  id int PRIMARY KEY,",
        '  "Name, odd" numeric(10, 2) CONSTRAINT positive CHECK ("Name, odd" > 0),',
        "  name text,",
        "  CONSTRAINT two CHECK (id <> 2)",
        ");",
        "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS users_name ON ONLY public.users (name);",
        "CREATE OR REPLACE FUNCTION app.area(r int) RETURNS int LANGUAGE sql AS 'SELECT 1';",
        "CREATE MATERIALIZED VIEW other.totals AS SELECT 1;",
        "CREATE POLICY mine ON users TO PUBLIC;",
      ].join("\n"),
    },
  ],
};

test.each([
  [{ kind: "table", schema: "public", name: "people" }, "2.sql", 4],
  [{ kind: "column", schema: "public", table: "people", name: "id" }, "1.sql", 3],
  [{ kind: "column", schema: "public", table: "people", name: "Name, odd" }, "1.sql", 4],
  [{ kind: "column", schema: "public", table: "people", name: "full_name" }, "2.sql", 3],
  [{ kind: "column", schema: "public", table: "people", name: "email" }, "2.sql", 1],
  [{ kind: "constraint", schema: "public", table: "people", name: "two" }, "1.sql", 6],
  [{ kind: "constraint", schema: "public", table: "people", name: "positive" }, "1.sql", 4],
  [{ kind: "constraint", schema: "public", table: "people", name: "users_email_key" }, "2.sql", 2],
  [{ kind: "index", schema: "public", table: "people", name: "users_name" }, "1.sql", 8],
  [{ kind: "policy", schema: "public", table: "people", name: "mine" }, "1.sql", 11],
  [{ kind: "function", schema: "app", name: "area", arguments: "r integer" }, "1.sql", 9],
  [{ kind: "materialized view", schema: "other", name: "totals" }, "1.sql", 10],
  [{ kind: "enum", schema: "public", name: "mood" }, "1.sql", 1],
])("%o is found in %s, line %i", (object, path, line) => {
  expect(locateObject(history, object)).toEqual({ path, line });
});

test("a constraint that no statement names is found at its table", () => {
  const object = { kind: "constraint", schema: "public", table: "people", name: "people_pkey" };
  expect(locateObject(history, object)).toEqual({ path: "2.sql", line: 4 });
});

test("an object of another schema is not taken for it, and an unknown one is found nowhere", () => {
  expect(locateObject(history, { kind: "function", schema: "public", name: "area" })).toBeUndefined();
  expect(locateObject(history, { kind: "table", schema: "public", name: "nowhere" })).toBeUndefined();
});

test("an Alembic history names the revision", () => {
  const content = [
    "BEGIN;",
    "-- Running upgrade  -> 1975ea83b712",
    "CREATE TABLE a (id int);",
    "-- Running upgrade 1975ea83b712 -> d37ed4cd3013",
    "ALTER TABLE a ADD COLUMN b int;",
    "COMMIT;",
  ].join("\n");
  const source: Source = { type: "alembic", files: [{ path: "history.sql", content }] };
  expect(locateObject(source, { kind: "column", schema: "public", table: "a", name: "b" })).toEqual({
    ...{ path: "history.sql", line: 5, revision: "d37ed4cd3013" },
  });
  expect(locateObject(source, { kind: "table", schema: "public", name: "a" })?.revision).toBe("1975ea83b712");
});

test("a Prisma schema is searched by the names in the database", () => {
  const content = [
    "model User {",
    "  id    Int    @id",
    '  email String @unique @map("e_mail")',
    "  teamId Int",
    "  team  Team   @relation(fields: [teamId], references: [id])",
    "  @@index([teamId, email])",
    '  @@map("users")',
    "}",
    "enum Mood { SAD }",
  ].join("\n");
  const source: Source = { type: "prisma", files: [{ path: "schema.prisma", content }] };
  const line = (kind: string, name: string, table?: string): number | undefined =>
    locateObject(source, { kind, schema: "public", name, ...(table === undefined ? {} : { table }) })?.line;
  expect(line("table", "users")).toBe(1);
  expect(line("column", "e_mail", "users")).toBe(3);
  expect(line("index", "users_e_mail_key", "users")).toBe(3);
  expect(line("constraint", "users_teamId_fkey", "users")).toBe(5);
  expect(line("index", "users_teamId_e_mail_idx", "users")).toBe(6);
  expect(line("enum", "Mood")).toBe(9);
});
