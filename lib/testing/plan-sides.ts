import { spawnSync } from "node:child_process";
import type { Catalog } from "../catalog/catalog";
import { compare } from "../drift/compare";
import type { Drift } from "../drift/drift";
import { introspect } from "../introspect/introspect";
import { connect } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { type TestDatabase, testServer } from "./test-server";

/** Two real databases of one server, both read, compared: what a plan is made of. */
export interface PlanSides {
  readonly expectedDatabase: TestDatabase;
  readonly actualDatabase: TestDatabase;
  readonly expected: Catalog;
  readonly actual: Catalog;
  readonly drift: Drift;
  drop(): Promise<void>;
}

/** Builds both sides from SQL and compares them. */
export async function planSides(expectedSql: string, actualSql: string, major = 18): Promise<PlanSides> {
  const server = await testServer(major);
  const [expectedDatabase, actualDatabase] = await Promise.all([
    server.createDatabase("expected"),
    server.createDatabase("actual"),
  ]);
  // One after the other: both may make the roles that they lack, which belong to the whole server.
  await runScript(expectedDatabase, expectedSql);
  await runScript(actualDatabase, actualSql);
  const [expected, actual] = await Promise.all([
    readDatabase(expectedDatabase),
    readDatabase(actualDatabase),
  ]);
  return {
    ...{ expectedDatabase, actualDatabase, expected, actual },
    drift: compare(expected, actual),
    drop: async () => {
      await expectedDatabase.drop();
      await actualDatabase.drop();
    },
  };
}

/** Runs a script of many statements as the superuser. */
export async function runScript(database: TestDatabase, sql: string): Promise<void> {
  const session = await connect(connectionSettingsFromUrl(database.url));
  try {
    await session.script(sql);
  } finally {
    await session.close();
  }
}

/** The rows of one query. */
export async function rowsOf<Row>(database: TestDatabase, sql: string): Promise<readonly Row[]> {
  const session = await connect(connectionSettingsFromUrl(database.url));
  try {
    return await session.query<Row>(sql);
  } finally {
    await session.close();
  }
}

/** A fresh reading of a database. */
export async function readDatabase(database: TestDatabase): Promise<Catalog> {
  const session = await connect(connectionSettingsFromUrl(database.url), { readOnly: true });
  try {
    return await introspect(session);
  } finally {
    await session.close();
  }
}

/** A script through the real psql, as an operator runs it: its exit code and what it complained of. */
export function runThroughPsql(
  database: TestDatabase,
  script: string,
): { readonly code: number | null; readonly output: string; readonly errors: string } {
  const result = spawnSync(
    "psql",
    [
      "-X",
      "-q",
      "-v",
      "ON_ERROR_STOP=1",
      "-h",
      database.host,
      "-p",
      String(database.port),
      "-U",
      database.user,
      "-d",
      database.name,
      "-f",
      "-",
    ],
    { input: script, encoding: "utf8", env: { ...process.env, PGPASSWORD: database.password } },
  );
  if (result.error !== undefined) throw result.error;
  return { code: result.status, output: result.stdout, errors: result.stderr };
}
