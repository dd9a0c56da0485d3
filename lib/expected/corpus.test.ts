import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { Catalog } from "../catalog/catalog";
import { introspect } from "../introspect/introspect";
import { connect } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { testServer } from "../testing/test-server";
import { buildExpected } from "./build-expected";
import type { SourceFile } from "./source";
import { withoutUndeclared } from "./undeclared";

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

const pairs = path.join(root, "../pairs");
const hasPsql = spawnSync("psql", ["--version"]).status === 0;

/** One in forty of the pairs that load on 18 and need no roles, which psql would have to be given first. */
const sample = existsSync(pairs)
  ? readdirSync(pairs)
      .flatMap((suite) => readdirSync(path.join(pairs, suite)).map((name) => path.join(suite, name)))
      .filter((folder) => {
        const { needs, loads } = JSON.parse(readFileSync(path.join(pairs, folder, "meta.json"), "utf8"));
        return loads[18]?.ok === true && needs.roles.length === 0 && needs.creates_roles.length === 0;
      })
      .filter((_, index) => index % 40 === 0)
  : [];

async function loadedByPsql(file: string): Promise<Catalog> {
  const server = await testServer();
  const database = await server.createDatabase("psql");
  try {
    execFileSync("psql", ["-Xq", "-v", "ON_ERROR_STOP=1", "-d", database.url, "-f", file], { stdio: "pipe" });
    const session = await connect(connectionSettingsFromUrl(database.url));
    try {
      return withoutUndeclared(await introspect(session), new Set([server.user]));
    } finally {
      await session.close();
    }
  } finally {
    await database.drop();
  }
}

test.skipIf(!hasPsql).each(sample)("%s loads as psql -f loads it", async (folder) => {
  const server = await testServer();
  for (const name of ["old.sql", "new.sql"]) {
    const file = path.join(pairs, folder, name);
    const content = readFileSync(file, "utf8");
    const catalog = await buildExpected(
      { type: "sql", files: [{ path: name, content }] },
      { shadowUrl: server.url("postgres") },
    );
    expect(catalog.objects).toEqual((await loadedByPsql(file)).objects);
  }
});
