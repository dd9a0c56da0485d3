import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { testServer } from "../testing/test-server";
import { buildExpected } from "./build-expected";
import type { SourceFile } from "./source";

const root = path.join(import.meta.dirname, "../../../shared/corpus/realworld");
const projects = existsSync(root) ? readdirSync(root) : [];

interface Applied {
  readonly migrations: number;
  readonly clean_prefix: number;
  readonly objects: { readonly tables: number; readonly columns: number; readonly enums: number };
}

function read(project: string, folder: string): readonly SourceFile[] {
  const place = path.join(root, project, folder);
  return readdirSync(place).map((name) => ({
    path: name,
    content: readFileSync(path.join(place, name), "utf8"),
  }));
}

const meta = (project: string): { apply?: { 18?: Applied } } =>
  JSON.parse(readFileSync(path.join(root, project, "meta.json"), "utf8"));

const applying = projects.filter((project) => {
  const applied = meta(project).apply?.[18];
  return applied !== undefined && applied.clean_prefix === applied.migrations;
});

test.skipIf(projects.length === 0)("histories of real projects are there to be tried", () => {
  expect(applying.length).toBeGreaterThan(0);
});

test.each(applying)("the history of %s makes what psql made of it", async (project) => {
  const server = await testServer();
  const catalog = await buildExpected(
    { type: "sql", files: read(project, "migrations") },
    { shadowUrl: server.url("postgres") },
  );
  const applied = meta(project).apply?.[18]?.objects;
  const count = (kind: string): number => catalog.objects.filter((object) => object.kind === kind).length;
  expect(count("table")).toBe(applied?.tables);
  expect(count("enum")).toBe(applied?.enums);
});

const withPrisma = projects.filter((project) => existsSync(path.join(root, project, "schema/schema.prisma")));

test.each(withPrisma)("the Prisma schema of %s makes a table of every model", async (project) => {
  const server = await testServer();
  const files = read(project, "schema").filter((file) => file.path.endsWith(".prisma"));
  const catalog = await buildExpected({ type: "prisma", files }, { shadowUrl: server.url("postgres") });
  const models = files.flatMap((file) => file.content.match(/^model \w+ \{/gm) ?? []);
  const tables = catalog.objects.filter((object) => object.kind === "table");
  expect(tables.length).toBeGreaterThanOrEqual(models.length);
});
