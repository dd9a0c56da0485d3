import { mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { rowsOf, runScript, runThroughPsql } from "../testing/plan-sides";
import { runCommand } from "../testing/run-command";
import { type TestDatabase, testServer } from "../testing/test-server";

const identity = z.strictObject({
  kind: z.string(),
  schema: z.string().optional(),
  table: z.string().optional(),
  name: z.string(),
  arguments: z.string().optional(),
});
const hazard = z.strictObject({ code: z.string(), detail: z.string().optional() });
const statement = z.strictObject({
  sql: z.string(),
  object: identity,
  lock: z.string().nullable(),
  rewrite: z.boolean(),
  scan: z.boolean(),
  transaction: z.enum(["inside", "outside", "commit after"]),
  hazards: z.array(hazard),
  fixes: z.array(z.string()),
  preflight: z.array(
    z.strictObject({
      question: z.string(),
      sql: z.string().nullable(),
      proof: z.string().optional(),
      table: identity,
      column: z.string().optional(),
      cost: z.enum(["none", "index", "scan"]),
      stops: z.boolean(),
    }),
  ),
});
const manual = z.strictObject({
  difference: z.string(),
  object: identity,
  attributes: z.array(z.string()),
  reason: z.string(),
});
/** The documented plan, field by field: a field more or less is a change of the format. */
const report = z.strictObject({
  format: z.literal("plumbline.plan/v1"),
  complete: z.boolean(),
  fixes: z.array(
    z.strictObject({
      id: z.string(),
      object: identity,
      resolves: z.array(z.string()),
      action: z.enum(["create", "alter", "drop", "recreate", "rebuild"]),
      reason: z.object({ type: z.enum(["difference", "rebuild", "travels along"]) }).loose(),
      statements: z.array(z.int()),
      hazards: z.array(hazard),
    }),
  ),
  statements: z.array(statement),
  hazards: z.array(hazard),
  manual: z.array(manual),
  undo: z.strictObject({
    statements: z.array(statement),
    manual: z.array(manual),
    lost: z.array(z.strictObject({ object: identity, reason: z.string() })),
  }),
  expectedFingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  actualFingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  serverVersion: z.string().regex(/^\d+\.\d+$/),
});

const folder = mkdtempSync(path.join(os.tmpdir(), "plumbline-plan-"));
const source = path.join(folder, "schema.sql");
const partitioned = path.join(folder, "partitioned.sql");
const databases: TestDatabase[] = [];
let environment: Record<string, string>;

async function databaseWith(sql: string): Promise<TestDatabase> {
  const database = await (await testServer()).createDatabase("plan");
  databases.push(database);
  await runScript(database, sql);
  return database;
}

const live = `
  CREATE TABLE users (id uuid PRIMARY KEY, email text);
  CREATE TABLE orders (id integer PRIMARY KEY, user_id uuid REFERENCES users (id), total integer);
  CREATE TABLE leftover (id integer);
`;

const plan = (database: TestDatabase, ...parameters: string[]) =>
  runCommand(["plan", "--database", database.url, "--expected", source, ...parameters], environment);

beforeAll(async () => {
  const shadow = await testServer();
  environment = { SHADOW_DATABASE_URL: shadow.url("postgres") };
  writeFileSync(
    source,
    `CREATE TABLE users (id varchar(36) PRIMARY KEY, email text NOT NULL);
     CREATE TABLE orders (id integer PRIMARY KEY, user_id varchar(36) REFERENCES users (id), total integer);
     CREATE INDEX orders_user ON orders (user_id);`,
  );
  writeFileSync(partitioned, "CREATE TABLE log (at date NOT NULL) PARTITION BY RANGE (at);");
});
afterAll(async () => {
  for (const database of databases) await database.drop();
});

describe("plumbline plan", () => {
  it("prints SQL that psql runs as it is, after which nothing is left to plan", async () => {
    const database = await databaseWith(live);
    const made = await plan(database);
    expect({ code: made.code, stderr: made.stderr }).toEqual({ code: 0, stderr: "" });
    expect(runThroughPsql(database, made.stdout)).toEqual({ code: 0, output: "", errors: "" });
    const again = await plan(database, "--format", "json");
    expect(JSON.parse(again.stdout)).toMatchObject({ complete: true, fixes: [], statements: [] });
  });

  it("renames what the operator says is the same under another name, and keeps its rows", async () => {
    const database = await databaseWith(`
      CREATE TABLE users (id varchar(36) PRIMARY KEY, email text NOT NULL);
      CREATE TABLE order_list (id integer PRIMARY KEY, user_id varchar(36) REFERENCES users (id), total integer);
      CREATE INDEX orders_user ON order_list (user_id);
      INSERT INTO users VALUES ('u', 'e'); INSERT INTO order_list VALUES (1, 'u', 5)`);
    const told = await runCommand(["check", "--database", database.url, "--expected", source], environment);
    const [, pair = ""] = /--rename (D-[A-Z2-7]{8}=D-[A-Z2-7]{8})/.exec(told.stdout) ?? [];
    expect(told.stdout).toContain("table public.orders may be there under the name order_list: ");
    expect((await plan(database)).stdout).toContain("data-loss");
    const made = await plan(database, "--rename", pair);
    expect(made.code).toBe(0);
    expect(made.stderr).toBe(
      "renamed  table public.order_list becomes orders: what it holds stays, which dropping it would have lost.\n",
    );
    expect(made.stdout).not.toContain("data-loss");
    expect(runThroughPsql(database, made.stdout)).toEqual({ code: 0, output: "", errors: "" });
    expect(await rowsOf(database, "SELECT total FROM orders")).toEqual([{ total: 5 }]);
    const again = await plan(database, "--format", "json");
    expect(JSON.parse(again.stdout)).toMatchObject({ complete: true, fixes: [], statements: [] });
    const refused = await plan(await databaseWith(live), "--rename", pair);
    expect(refused.code).toBe(64);
  });

  it("prints the documented JSON, the same bytes each time, bound to both fingerprints", async () => {
    const database = await databaseWith(live);
    const [first, second] = [
      await plan(database, "--format", "json"),
      await plan(database, "--format", "json"),
    ];
    expect(first.stdout).toBe(second.stdout);
    const parsed = report.parse(JSON.parse(first.stdout));
    expect(parsed.complete).toBe(true);
    for (const fix of parsed.fixes)
      for (const position of fix.statements) expect(parsed.statements[position]?.fixes).toContain(fix.id);
    expect(parsed.undo.lost).toMatchObject([{ object: { kind: "table", name: "leftover" } }]);
    expect(parsed.statements.flatMap(({ preflight }) => preflight.map(({ cost }) => cost))).toContain("none");
  });

  it("plans chosen differences with what must travel along, drops or none, online or not, and the way back", async () => {
    const database = await databaseWith(live);
    const all = report.parse(JSON.parse((await plan(database, "--format", "json")).stdout));
    const id =
      all.fixes.find(({ object }) => object.table === "users" && object.name === "id")?.resolves[0] ?? "";
    const one = report.parse(JSON.parse((await plan(database, "--format", "json", "--only", id)).stdout));
    expect(
      one.fixes.map(({ object, reason }) => `${reason.type} ${object.kind} ${object.name}`).toSorted(),
    ).toEqual([
      "difference column id",
      "rebuild constraint orders_user_id_fkey",
      "travels along column user_id",
    ]);
    const kept = await plan(database, "--no-drops", "--online");
    expect(kept.stdout).not.toContain("leftover");
    expect(kept.stdout).toContain("CREATE INDEX CONCURRENTLY orders_user");
    expect((await plan(database)).stdout).toContain("DROP TABLE public.leftover;");
    const undo = await plan(database, "--undo");
    expect(undo.stdout).toContain("CREATE TABLE public.leftover");
    expect(undo.stderr).toContain("lost  table public.leftover comes back empty");
  });

  it("ends with 2 and names what is left to be done by hand", async () => {
    const database = await databaseWith("CREATE TABLE log (at date NOT NULL)");
    const made = await runCommand(
      ["plan", "--database", database.url, "--expected", partitioned],
      environment,
    );
    expect(made.code).toBe(2);
    expect(made.stderr).toContain("by hand  table public.log: PostgreSQL has no safe statement that changes");
  });

  it("ends with 64 where no difference has the id, or an option is not known", async () => {
    const database = await databaseWith(live);
    const unknown = await plan(database, "--only", "D-AAAAAAAA");
    expect(unknown).toMatchObject({ code: 64, stdout: "" });
    expect(unknown.stderr).toContain("no difference has the id D-AAAAAAAA");
    expect((await plan(database, "--format", "yaml")).code).toBe(64);
  });

  it("makes no plan of what it could not see, and says why", async () => {
    const database = await databaseWith(live);
    await runScript(
      database,
      `CREATE ROLE "blind_${database.name}" LOGIN PASSWORD 'see';
       REVOKE SELECT ON pg_catalog.pg_constraint FROM PUBLIC`,
    );
    const url = new URL(database.url);
    url.username = `blind_${database.name}`;
    url.password = "see";
    const made = await runCommand(
      ["plan", "--database", url.href, "--expected", source, "--format", "json"],
      environment,
    );
    await runScript(database, `DROP ROLE "blind_${database.name}"`);
    expect(made.code).toBe(1);
    expect(JSON.parse(made.stdout)).toMatchObject({
      format: "plumbline.plan/v1",
      error: { code: "check-unknown" },
    });
    expect(made.stderr).toContain("constraint");
  });
});
