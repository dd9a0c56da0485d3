import { expect, test } from "vitest";
import { AppError } from "../postgres/app-error";
import { recogniseSource, sourceOfFiles } from "./recognise-source";
import { snapshotCatalog } from "./snapshot-source";
import type { SourceFile } from "./source";

const file = (path: string, content = "SELECT 1;"): SourceFile => ({ path, content });

test.each([
  ["sql", [file("a.sql")]],
  ["sql", [file("pasted text", "CREATE TABLE a (id int);")]],
  ["prisma", [file("schema.prisma", "model A { }"), file("migrations/1/migration.sql")]],
  ["prisma", [file("pasted text", "model A {\n  id Int @id\n}")]],
  ["alembic", [file("history.sql", "BEGIN;\n-- Running upgrade  -> 1975ea83b712\n")]],
  ["snapshot", [file("s.json", '{"format":"plumbline.snapshot/v1"}')]],
])("%s is recognised by its content", (type, files) => {
  expect(recogniseSource(files)).toBe(type);
});

test("a folder with a Prisma schema and its migrations is taken as what somebody says it is", () => {
  const files = [
    file("prisma/seed.sql"),
    file("prisma/schema.prisma", "model A { }"),
    file("prisma/migrations/2/migration.sql"),
    file("prisma/migrations/1/migration.sql"),
  ];
  expect(sourceOfFiles(files).files.map(({ path }) => path)).toEqual(["prisma/schema.prisma"]);
  expect(sourceOfFiles(files, "sql").files.map(({ path }) => path)).toEqual([
    "prisma/migrations/1/migration.sql",
    "prisma/migrations/2/migration.sql",
  ]);
});

test.each([
  ["source-empty", [file("a.sql", " \n")]],
  ["source-empty", [file("README.md"), file("env.py")]],
  ["source-binary", [file("dump.sql", "PGDMP\0\0")]],
  ["source-encoding", [file("latin1.sql", "-- caf\uFFFD\nSELECT 1")]],
])("%s is refused by name", (code, files) => {
  expect(() => sourceOfFiles(files)).toThrow(expect.objectContaining({ code }));
});

test("of several snapshots none is guessed", () => {
  expect(() => snapshotCatalog([file("a.json", "{}"), file("b.json", "{}")])).toThrow(AppError);
});
