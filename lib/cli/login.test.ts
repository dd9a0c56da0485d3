import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, type Session } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { type Cluster, startTemporaryCluster } from "../postgres/embedded";
import { type CommandResult, runCommand } from "../testing/run-command";
import { type TestServer, testServer } from "../testing/test-server";

const password = "s:e\\c ret'%41";
const role = `login_${process.pid}`;

let server: TestServer;
let session: Session;
let url: string;

beforeAll(async () => {
  server = await testServer(18);
  session = await connect(connectionSettingsFromUrl(server.url("postgres")));
  await session.script(`CREATE ROLE ${role} LOGIN PASSWORD '${password.replaceAll("'", "''")}'`);
  url = `postgresql://${role}@127.0.0.1:${server.port}/postgres`;
});

afterAll(async () => {
  await session.script(`DROP ROLE ${role}`);
  await session.close();
});

const snapshot = (database: string, environment: Readonly<Record<string, string>>): Promise<CommandResult> =>
  runCommand(["snapshot", "--database", database], environment);

/** A home with a password file of these lines. */
function homeWith(lines: readonly string[], mode = 0o600): Readonly<Record<string, string>> {
  const home = mkdtempSync(path.join(os.tmpdir(), "plumbline-home-"));
  const file = path.join(home, ".pgpass");
  writeFileSync(file, `${lines.join("\n")}\n`);
  chmodSync(file, mode);
  return { HOME: home };
}

const escapedPassword = "s\\:e\\\\c ret'%41";

describe("the password of the command line", () => {
  it("comes from PGPASSWORD when the URL has none", async () => {
    expect((await snapshot(url, { PGPASSWORD: password })).code).toBe(0);
    expect((await snapshot(url, { PGPASSWORD: "another" })).stderr).toContain("Password rejected");
  });

  it("comes from the URL when it has one, whatever the environment says", async () => {
    const withPassword = url.replace("@", `:${encodeURIComponent(password)}@`);
    expect((await snapshot(withPassword, { PGPASSWORD: "another" })).code).toBe(0);
  });

  it("comes from the first line of ~/.pgpass that matches", async () => {
    const lines = [
      "# a comment",
      `127.0.0.1:${server.port}:elsewhere:${role}:wrong`,
      `127.0.0.1:1:*:${role}:wrong`,
      `127.0.0.1:${server.port}:*:${role}:${escapedPassword}`,
      "*:*:*:*:wrong",
    ];
    expect((await snapshot(url, homeWith(lines))).code).toBe(0);
    expect((await snapshot(url, homeWith(lines.toReversed()))).stderr).toContain("Password rejected");
  });

  it("does not come from a password file that others can read", async () => {
    const open = await snapshot(url, homeWith([`*:*:*:*:${escapedPassword}`], 0o644));
    expect(open.code).toBe(1);
    expect(open.stderr).toContain("asks for a password and none was given");
  });
});

describe("a Unix socket", () => {
  let cluster: Cluster;
  const folder = mkdtempSync(path.join(os.tmpdir(), "plumbline-socket-"));

  beforeAll(async () => {
    chmodSync(folder, 0o777);
    cluster = await startTemporaryCluster({ settings: { unix_socket_directories: folder } });
  });

  afterAll(() => cluster?.stop());

  it("is connected to by the folder it lies in", async () => {
    const socketUrl = `postgresql://postgres@/postgres?host=${folder}&port=${cluster.port}`;
    const result = await snapshot(socketUrl, { PGPASSWORD: cluster.password });
    expect(result.stderr).toBe("");
    expect(result.code).toBe(0);
  });
});
