import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { type Cluster, startTemporaryCluster } from "../postgres/embedded";
import { type FakeServer, fakePostgres, foreignService, passwordCollector } from "../testing/fake-server";
import { type CommandResult, runCommand } from "../testing/run-command";
import { type TestDatabase, type TestServer, testServer } from "../testing/test-server";

/** A password that must never be seen again, with characters that break naive redaction. */
const canary = "canary-Pa55#w@rd/%41:x";
const encodedCanary = encodeURIComponent(canary);

const folder = mkdtempSync(path.join(os.tmpdir(), "plumbline-bad-"));
const write = (name: string, text: string): string => {
  const place = path.join(folder, name);
  writeFileSync(place, text);
  return place;
};
const source = write("source.sql", "CREATE TABLE a (x int);");

let server: TestServer;
let database: TestDatabase;
let shadow: Readonly<Record<string, string>>;
const fakes: FakeServer[] = [];

beforeAll(async () => {
  server = await testServer(18);
  database = await server.createDatabase();
  shadow = { SHADOW_DATABASE_URL: server.url("postgres") };
});

afterAll(async () => {
  await database.drop();
  await Promise.all(fakes.map((fake) => fake.stop()));
});

/** Runs a check and asserts what holds for every failure: nothing was compared, and no password shows. */
async function failingCheck(url: string, expected = source): Promise<CommandResult> {
  const [text, json] = await Promise.all([
    runCommand(["check", "--database", url, "--expected", expected], shadow),
    runCommand(["check", "--database", url, "--expected", expected, "--format", "json"], shadow),
  ]);
  for (const result of [text, json]) {
    expect(result.code).toBe(1);
    for (const secret of [canary, encodedCanary, server.password]) {
      expect(result.stdout).not.toContain(secret);
      expect(result.stderr).not.toContain(secret);
    }
    expect(result.stderr).toMatch(/^plumbline: /);
    expect(result.stderr).not.toContain("unexpected error");
    // A message and at least one more line: what to do next.
    expect(result.stderr.trim().split("\n").length).toBeGreaterThan(1);
  }
  expect(text.stdout).toBe("");
  const report = JSON.parse(json.stdout) as {
    verdict: string;
    error: { message: string; hint: string | null };
  };
  expect(report.verdict).toBe("unknown");
  expect(text.stderr).toContain(report.error.message);
  expect(report.error.hint).toEqual(expect.any(String));
  return text;
}

async function fake(starting: Promise<FakeServer>): Promise<FakeServer> {
  const started = await starting;
  fakes.push(started);
  return started;
}

describe("a connection that cannot be had", () => {
  it("names the role whose password is wrong", async () => {
    const { stderr } = await failingCheck(
      `postgresql://postgres:${encodedCanary}@127.0.0.1:${server.port}/postgres`,
    );
    expect(stderr).toContain("Password rejected for role postgres.");
    expect(stderr).toContain("Check the password");
  });

  it("says that a password is asked for and none was given", async () => {
    const { stderr } = await failingCheck(`postgresql://postgres@127.0.0.1:${server.port}/postgres`);
    expect(stderr).toContain("asks for a password and none was given");
    expect(stderr).toContain("postgres");
  });

  it("names an unknown host", async () => {
    const { stderr } = await failingCheck(`postgresql://app:${encodedCanary}@no-such-host.invalid/app`);
    expect(stderr).toContain("Host name not found: no-such-host.invalid.");
    expect(stderr).toContain("Check its spelling");
  });

  it("names the port at which nothing listens", async () => {
    const closed = await foreignService("");
    await closed.stop();
    const { stderr } = await failingCheck(`postgresql://app:${encodedCanary}@127.0.0.1:${closed.port}/app`);
    expect(stderr).toContain(`Nothing accepts connections at 127.0.0.1:${closed.port}.`);
    expect(stderr).toContain("Check the port");
  });

  it("names a database that does not exist", async () => {
    const { stderr } = await failingCheck(server.url("no_such_database"));
    expect(stderr).toContain("The database no_such_database does not exist");
    expect(stderr).toContain("case-sensitive");
  });

  it("names the role that may not connect", async () => {
    const role = `guest_${database.name}`;
    const session = await connect(connectionSettingsFromUrl(database.url));
    await session.script(
      `CREATE ROLE ${role} LOGIN PASSWORD '${canary}'; REVOKE CONNECT ON DATABASE ${database.name} FROM PUBLIC`,
    );
    try {
      const { stderr } = await failingCheck(
        `postgresql://${role}:${encodedCanary}@127.0.0.1:${server.port}/${database.name}`,
      );
      expect(stderr).toContain(`Role ${role} may not connect to ${database.name}.`);
      expect(stderr).toContain("GRANT CONNECT");
    } finally {
      await session.script(`GRANT CONNECT ON DATABASE ${database.name} TO PUBLIC; DROP ROLE ${role}`);
      await session.close();
    }
  });
});

describe("something that is not a Postgres", () => {
  it.each([
    ["a web server", "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"],
    ["an SSH server", "SSH-2.0-OpenSSH_9.6\r\n"],
  ])("says so of %s", async (_, greeting) => {
    const { port } = await fake(foreignService(greeting));
    for (const tls of ["disable", "prefer", "require"]) {
      const { stderr } = await failingCheck(
        `postgresql://app:${encodedCanary}@127.0.0.1:${port}/app?sslmode=${tls}`,
      );
      expect(stderr).toContain(`What answers at 127.0.0.1:${port} does not speak the Postgres protocol.`);
      expect(stderr).toContain("Check host and port.");
    }
  });

  it("gives up on a port that never says a word", async () => {
    const { port } = await fake(foreignService(""));
    const { stderr } = await failingCheck(
      `postgresql://app:${encodedCanary}@127.0.0.1:${port}/app?sslmode=disable`,
    );
    expect(stderr).toContain(`No answer from 127.0.0.1:${port} in time.`);
    expect(stderr).toContain("firewall");
  });

  it("refuses a database that imitates Postgres", async () => {
    const banner = "CockroachDB CCL v23.1.11 (x86_64-pc-linux-gnu, built 2023/09/27, go1.19.10)";
    const { port } = await fake(fakePostgres({ banner, version: 130_000 }));
    const { stderr } = await failingCheck(`postgresql://app:${encodedCanary}@127.0.0.1:${port}/app`);
    expect(stderr).toContain(`The server at 127.0.0.1:${port} is not PostgreSQL.`);
    expect(stderr).toContain("databases that imitate them");
  });

  it("refuses a server older than 14 and says which are read", async () => {
    const banner = "PostgreSQL 13.10 on x86_64-pc-linux-gnu, compiled by gcc, 64-bit";
    const { port } = await fake(fakePostgres({ banner, version: 130_010 }));
    const { stderr } = await failingCheck(`postgresql://app:${encodedCanary}@127.0.0.1:${port}/app`);
    expect(stderr).toContain(`The server at 127.0.0.1:${port} is PostgreSQL 13.10.`);
    expect(stderr).toContain("Plumbline reads PostgreSQL 14 and newer.");
  });

  it("sends nobody a password that was not meant for the address", async () => {
    const rogue = await fake(passwordCollector());
    const session = connect(
      { host: "127.0.0.1", port: rogue.port, user: "app", database: "app", tls: "disable" },
      { connectTimeout: 3_000 },
    );
    const before = process.env.PGPASSWORD;
    process.env.PGPASSWORD = canary;
    try {
      await expect(session).rejects.toMatchObject({ name: "AppError" });
    } finally {
      if (before === undefined) delete process.env.PGPASSWORD;
      else process.env.PGPASSWORD = before;
    }
    expect(rogue.received().toString()).toContain("app");
    expect(rogue.received().toString()).not.toContain(canary);
  });
});

describe("a server whose certificate it signed itself", () => {
  let cluster: Cluster;
  let authority: string;

  beforeAll(async () => {
    const files = ["server.key", "server.crt"].map((name) => path.join(folder, name));
    const [key = "", certificate = ""] = files;
    const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
    execFileSync(
      "openssl",
      [
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-keyout",
        key,
        "-out",
        certificate,
        ...subject,
      ],
      { stdio: "ignore" },
    );
    authority = readFileSync(certificate, "utf8");
    cluster = await startTemporaryCluster();
    // The key has to be the server's own file, which only the server's account can make readable for itself.
    const session = await connect(connectionSettingsFromUrl(cluster.url("postgres")));
    const put = (name: string, text: string): string =>
      `COPY (SELECT line FROM unnest(string_to_array('${text.trim()}', E'\\n')) WITH ORDINALITY AS t (line, n) ORDER BY n) TO PROGRAM 'umask 077; cat > ${name}'`;
    await session.execute(put("server.key", readFileSync(key, "utf8")));
    await session.execute(put("server.crt", authority));
    await session.execute("ALTER SYSTEM SET ssl = on");
    await session.execute("SELECT pg_reload_conf()");
    await session.close();
  });

  afterAll(() => cluster?.stop());

  const url = (host: string, tls: string): string =>
    `postgresql://postgres:${cluster.password}@${host}:${cluster.port}/postgres?sslmode=${tls}`;

  it.each(["verify-full", "verify-ca"])("is refused with %s, and the other ways are named", async (tls) => {
    const { stderr } = await failingCheck(url("127.0.0.1", tls));
    expect(stderr).toContain(`The certificate of 127.0.0.1:${cluster.port} is not trusted.`);
    expect(stderr).toContain("choose require");
    expect(stderr).not.toContain(cluster.password);
  });

  it.each(["require", "prefer"])("is read over an encrypted connection with %s", async (tls) => {
    const session = await connect(connectionSettingsFromUrl(url("127.0.0.1", tls)));
    const rows = await session.query<{ ssl: boolean }>(
      "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
    );
    await session.close();
    expect(rows).toEqual([{ ssl: true }]);
    const result = await runCommand([
      "check",
      "--database",
      url("127.0.0.1", tls),
      "--expected",
      url("127.0.0.1", tls),
    ]);
    expect(result.code).toBe(0);
  });

  it("is read with verify-full once its authority is known, and only under the name in the certificate", async () => {
    const settings = {
      ...connectionSettingsFromUrl(url("localhost", "verify-full")),
      certificateAuthority: authority,
    };
    const session = await connect(settings);
    expect(session.database).toBe("postgres");
    await session.close();
    await expect(connect({ ...settings, host: "127.0.0.1" })).rejects.toMatchObject({
      code: "certificate-host",
    });
    const byAuthority = await connect({ ...settings, host: "127.0.0.1", tls: "verify-ca" });
    await byAuthority.close();
  });
});

describe("a source that cannot be used", () => {
  it("names the file, the line, the error and what ran before it", async () => {
    const broken = write(
      "broken.sql",
      "CREATE TABLE a (x int);\n\nCREATE TABLE b (\n  y int,\n  z nonsense_type\n);\n",
    );
    const { stderr } = await failingCheck(database.url, broken);
    expect(stderr).toContain('broken.sql, line 5: type "nonsense_type" does not exist');
    expect(stderr).toContain("SQLSTATE 42704");
    expect(stderr).toContain("1 statement ran before it");
  });

  it("names a file that is not there", async () => {
    const { stderr } = await failingCheck(database.url, path.join(folder, "absent.sql"));
    expect(stderr).toContain(`There is no file or folder ${path.join(folder, "absent.sql")}.`);
    expect(stderr).toContain("Check the path");
  });

  it("tells a snapshot that was edited from one of another format and from none at all", async () => {
    const taken = await runCommand(["snapshot", "--database", server.url("postgres")]);
    expect(taken.code).toBe(0);
    const edited = write("edited.json", taken.stdout.replace('"name":"public"', '"name":"publik"'));
    expect((await failingCheck(database.url, edited)).stderr).toContain("does not match its own fingerprint");
    const later = write("later.json", taken.stdout.replace("plumbline.snapshot/v1", "plumbline.snapshot/v9"));
    expect((await failingCheck(database.url, `snapshot:${later}`)).stderr).toContain("plumbline.snapshot/v9");
    const cut = write("cut.json", taken.stdout.slice(0, 200));
    expect((await failingCheck(database.url, `snapshot:${cut}`)).stderr).toContain("cut.json cannot be read");
    const foreign = write("foreign.json", '{"name": "somebody else\'s", "version": 3}');
    expect((await failingCheck(database.url, `snapshot:${foreign}`)).stderr).toContain(
      "foreign.json cannot be read",
    );
  });
});

describe("bad usage", () => {
  it.each([
    [["check"], "--database"],
    [["check", "--database", "postgresql://a@b/c"], "--expected"],
    [["check", "--database", "postgresql://a@b/c", "--expected", "x", "--format", "xml"], "--format"],
    [["check", "--database", "postgresql://a@b/c", "--expected", "x", "--fail-on", "fatal"], "--fail-on"],
    [["check", "--database", "postgresql://a@b/c", "--expected", "x", "--colour"], "--colour"],
    [["chekc"], "chekc"],
    [[], "Usage"],
  ])("of %j ends with 64 and is named", async (parameters, named) => {
    const result = await runCommand(parameters);
    expect(result.code).toBe(64);
    expect(result.stdout).toBe("");
    expect(result.stderr).toContain(named);
  });

  it("asked for, help goes to stdout and ends with 0", async () => {
    const result = await runCommand(["check", "--help"]);
    expect(result.code).toBe(0);
    expect(result.stdout).toContain("--fail-on");
  });

  it.each([
    ["mysql://root@localhost/x", "postgresql://"],
    [`postgresql://app:${encodedCanary}@localhost`, "names no database"],
    [`postgresql://app:${encodedCanary}@localhost/app?sslrootcert=/etc/passwd`, "sslrootcert"],
    [`postgresql://app:${encodedCanary}@localhost:99999/app`, "99999"],
  ])("a URL like %s is refused with the reason", async (url, reason) => {
    expect((await failingCheck(url)).stderr).toContain(reason);
  });
});
