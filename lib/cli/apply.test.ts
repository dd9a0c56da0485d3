import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { rowsOf, runScript } from "../testing/plan-sides";
import { runCommand } from "../testing/run-command";
import { type TestDatabase, testServer } from "../testing/test-server";

const folder = mkdtempSync(path.join(os.tmpdir(), "plumbline-apply-"));
const source = path.join(folder, "schema.sql");
const databases: TestDatabase[] = [];
let environment: Record<string, string>;

const live = `
  CREATE TABLE users (id uuid PRIMARY KEY, email text);
  CREATE TABLE orders (id integer PRIMARY KEY, user_id uuid REFERENCES users (id), total integer);
  INSERT INTO users VALUES ('a0000001-0000-4000-8000-000000000000', 'a@b');
  INSERT INTO orders VALUES (1, 'a0000001-0000-4000-8000-000000000000', 3);
  CREATE TABLE leftover (id integer);
`;

async function databaseWith(sql: string): Promise<TestDatabase> {
  const database = await (await testServer()).createDatabase("apply");
  databases.push(database);
  await runScript(database, sql);
  return database;
}

const apply = (database: TestDatabase, ...parameters: string[]) =>
  runCommand(
    ["apply", "--database", database.url, "--expected", source, "--confirm", database.name, ...parameters],
    environment,
  );

async function waitUntil(database: TestDatabase, query: string): Promise<void> {
  const session = await connect(connectionSettingsFromUrl(database.url));
  try {
    for (;;) {
      const [row] = await session.query<{ reached: boolean }>(query);
      if (row?.reached) return;
    }
  } finally {
    await session.close();
  }
}

const typeOfKey = async (database: TestDatabase): Promise<string | undefined> =>
  (
    await rowsOf<{ type: string }>(
      database,
      "SELECT format_type(atttypid, atttypmod) AS type FROM pg_attribute WHERE attrelid = 'users'::regclass AND attname = 'id'",
    )
  )[0]?.type;

beforeAll(async () => {
  environment = { SHADOW_DATABASE_URL: (await testServer()).url("postgres") };
  writeFileSync(
    source,
    `CREATE TABLE users (id varchar(36) PRIMARY KEY, email text NOT NULL);
     CREATE TABLE orders (id integer PRIMARY KEY, user_id varchar(36) REFERENCES users (id), total integer);
     CREATE INDEX orders_user ON orders (user_id);`,
  );
});
afterAll(async () => {
  for (const database of databases) await database.drop();
});

describe("plumbline apply", () => {
  it("applies everything, proves it and ends with 0; then there is nothing left to apply", async () => {
    const database = await databaseWith(live);
    const applied = await apply(database, "--accept", "data-loss", "--format", "json");
    expect(applied.code).toBe(0);
    const report = JSON.parse(applied.stdout);
    expect(report).toMatchObject({ format: "plumbline.run/v1", status: "committed", code: "proven" });
    expect(report.proofs[0].tables).toContainEqual(
      expect.objectContaining({ rowsBefore: "1", rowsAfter: "1", equal: true, method: "counted" }),
    );
    expect(applied.stderr).toContain("committing");
    const again = await apply(database);
    expect({ code: again.code, stdout: again.stdout, stderr: again.stderr }).toEqual({
      code: 0,
      stdout: "Nothing to apply.\n",
      stderr: "",
    });
    const inJson = await apply(database, "--format", "json");
    expect(JSON.parse(inJson.stdout)).toMatchObject({
      ...{ format: "plumbline.run/v1", status: "nothing to apply", code: "clean", statements: [] },
    });
  });

  it("refuses with 64 what loses data unless it is accepted by name, and another database's name", async () => {
    const database = await databaseWith(live);
    const lossy = await apply(database);
    expect({ code: lossy.code, stdout: lossy.stdout }).toEqual({ code: 64, stdout: "" });
    expect(lossy.stderr).toContain("--accept does not name data-loss");
    expect(lossy.stderr).toContain("lost: table public.leftover: every row of the table");
    const other = await runCommand(
      ["apply", "--database", database.url, "--expected", source, "--confirm", "production"],
      environment,
    );
    expect(other.code).toBe(64);
    expect(other.stderr).toContain(`the database is called ${database.name}`);
    expect((await apply(database, "--accept", "everything")).code).toBe(64);
    expect((await apply(database, "--only", "D-AAAAAAAA")).code).toBe(64);
    expect(await typeOfKey(database)).toBe("uuid");
  });

  it("ends with 3 and says why where rows stand in the way, with nothing changed", async () => {
    const database = await databaseWith(`${live}; INSERT INTO users VALUES (gen_random_uuid(), NULL)`);
    const stopped = await apply(database, "--no-drops");
    expect(stopped.code).toBe(3);
    expect(stopped.stdout).toContain("Rows of the database would stop the plan. Nothing changed.");
    expect(stopped.stdout).toContain("Yes: 1.");
    expect(await typeOfKey(database)).toBe("uuid");
  });

  it("rehearses with the real locks and leaves everything as it was", async () => {
    const database = await databaseWith(live);
    const rehearsed = await apply(database, "--no-drops", "--rehearse");
    expect(rehearsed.code).toBe(0);
    expect(rehearsed.stdout).toMatch(/^Rehearsed in .* proven and rolled back\. Nothing changed\./);
    expect(rehearsed.stdout).toMatch(/ALTER TABLE public\.users.*rewrites .*public\.users/);
    expect(await typeOfKey(database)).toBe("uuid");
  });

  it("names who holds a lock, and goes on when it is free", async () => {
    const database = await databaseWith(live);
    const reader = await connect(connectionSettingsFromUrl(database.url), { applicationName: "reports" });
    try {
      await reader.execute("BEGIN");
      await reader.query("SELECT 1 FROM users");
      const command = apply(database, "--no-drops");
      await waitUntil(
        database,
        `SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
                        AND clock_timestamp() - state_change > interval '600 ms') AS reached`,
      );
      await reader.execute("COMMIT");
      const applied = await command;
      expect(applied.code).toBe(0);
      expect(applied.stderr).toContain(`waiting for process ${reader.backendPid} reports`);
    } finally {
      await reader.close();
    }
  });

  it("rolls back when it is interrupted, tells so and ends with 3", async () => {
    const database = await databaseWith(live);
    const reader = await connect(connectionSettingsFromUrl(database.url), { applicationName: "reports" });
    try {
      await reader.execute("BEGIN");
      await reader.query("SELECT 1 FROM users");
      let child: ChildProcess | undefined;
      const command = runCommand(
        ["apply", "--database", database.url, "--expected", source, "--confirm", database.name, "--no-drops"],
        environment,
        (begun) => {
          child = begun;
        },
      );
      await waitUntil(
        database,
        `SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock') AS reached`,
      );
      child?.kill("SIGINT");
      const interrupted = await command;
      expect(interrupted.code).toBe(3);
      expect(interrupted.stdout).toContain("The run was cancelled. Nothing changed.");
      expect(await typeOfKey(database)).toBe("uuid");
    } finally {
      await reader.close();
    }
  });

  it("runs to its end, and ends as it ended, although nobody reads what it prints any more", async () => {
    const database = await databaseWith(live);
    const child = spawn(
      process.execPath,
      [
        ...["lib/launch/plumbline.mjs", "apply", "--database", database.url, "--expected", source],
        ...["--confirm", database.name, "--no-drops"],
      ],
      {
        ...{ cwd: path.resolve(import.meta.dirname, "../.."), stdio: ["ignore", "pipe", "pipe"] },
        env: { ...process.env, ...environment },
      },
    );
    child.stdout.destroy();
    child.stderr.once("data", () => child.stderr.destroy());
    const [code] = (await once(child, "exit")) as [number | null];
    expect(code).toBe(0);
    expect(await typeOfKey(database)).toBe("character varying(36)");
  });

  it("ends with 3 where all that differs is left to be done by hand", async () => {
    const parted = path.join(folder, "parted.sql");
    writeFileSync(parted, "CREATE TABLE log (id integer) PARTITION BY RANGE (id);");
    const database = await databaseWith("CREATE TABLE log (id integer)");
    const command = ["apply", "--database", database.url, "--expected", parted, "--confirm", database.name];
    const text = await runCommand(command, environment);
    expect({ code: text.code, stdout: text.stdout }).toEqual({
      code: 3,
      stdout:
        "Nothing was applied: the one difference has to be mended by hand.\nMend them as told above, then check again.\n",
    });
    expect(text.stderr).toMatch(/^by hand {2}table public\.log: /m);
    const inJson = JSON.parse((await runCommand([...command, "--format", "json"], environment)).stdout);
    expect(inJson).toMatchObject({ status: "nothing to apply", code: "by-hand" });
    expect(inJson.details).toEqual([expect.stringContaining("public.log")]);
  });

  it("ends with 1 and says why in its own format where nothing could be compared", async () => {
    const database = await databaseWith(live);
    const url = database.url.replace(/:\d+\//, ":1/");
    const failed = await runCommand(
      ["apply", "--database", url, "--expected", source, "--confirm", database.name, "--format", "json"],
      environment,
    );
    expect(failed.code).toBe(1);
    expect(JSON.parse(failed.stdout)).toMatchObject({
      format: "plumbline.run/v1",
      error: { code: "connection-refused" },
    });
  });

  it("takes steps online", async () => {
    const database = await databaseWith(
      `CREATE TABLE users (id varchar(36) PRIMARY KEY, email text NOT NULL);
       CREATE TABLE orders (id integer PRIMARY KEY, user_id varchar(36) REFERENCES users (id), total integer);`,
    );
    const applied = await apply(database, "--online", "--format", "json");
    expect(applied.code).toBe(0);
    expect(JSON.parse(applied.stdout).statements[0].sql).toContain("CREATE INDEX CONCURRENTLY");
  });

  it("says of steps that stopped half way how to go on, and goes on so", async () => {
    const steps = path.join(folder, "steps.sql");
    const table = "CREATE TABLE readings (id integer PRIMARY KEY, total integer)";
    writeFileSync(
      steps,
      `${table}; CREATE INDEX readings_a ON readings (total); CREATE INDEX readings_b ON readings ((1 / total));`,
    );
    const database = await databaseWith(`${table}; INSERT INTO readings VALUES (1, 0)`);
    const online = () =>
      runCommand(
        ["apply", "--database", database.url, "--expected", steps, "--confirm", database.name, "--online"],
        environment,
      );
    const stopped = await online();
    expect(stopped.code).toBe(4);
    expect(stopped.stdout).toContain("Transaction 1 is committed (statements 1–1).");
    expect(stopped.stdout).toContain("To go on, apply again with the same options");
    await runScript(database, "UPDATE readings SET total = 2");
    const again = await online();
    expect(again.code).toBe(0);
    expect(again.stdout).toContain("1 of 1 done");
    expect(
      await rowsOf(
        database,
        "SELECT indexrelid::regclass::text AS name FROM pg_index WHERE indrelid = 'readings'::regclass AND indisvalid ORDER BY 1",
      ),
    ).toEqual([{ name: "readings_a" }, { name: "readings_b" }, { name: "readings_pkey" }]);
  });
});
