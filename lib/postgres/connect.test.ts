import net from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { majors, type TestDatabase, testServer } from "../testing/test-server";
import { type ConnectOptions, connect, type Session } from "./connect";
import { type ConnectionSettings, connectionSettingsFromUrl } from "./connection-settings";

let database: TestDatabase;
let settings: ConnectionSettings;
const open: Session[] = [];

const session = async (options: ConnectOptions = {}, more: Partial<ConnectionSettings> = {}) => {
  const made = await connect({ ...settings, ...more }, options);
  open.push(made);
  return made;
};

beforeAll(async () => {
  database = await (await testServer()).createDatabase("connect");
  settings = connectionSettingsFromUrl(database.url);
});
afterEach(async () => {
  for (const made of open.splice(0)) await made.close();
});
afterAll(() => database?.drop());

describe("a session", () => {
  it("says where it is, and is known by its name to who looks on", async () => {
    const made = await session({ applicationName: "plumbline test" });
    expect(made).toMatchObject({ user: database.user, database: database.name, inRecovery: false });
    expect(Math.floor(made.serverVersion / 10_000)).toBe(Math.max(...majors));
    const other = await session();
    expect(
      await other.query(
        `SELECT application_name AS name FROM pg_stat_activity WHERE pid = ${made.backendPid}`,
      ),
    ).toEqual([{ name: "plumbline test" }]);
  });

  it("takes one statement at a time, with values apart from it", async () => {
    const made = await session();
    expect(await made.query("SELECT $1::text AS x", ["'; DROP TABLE a; --"])).toEqual([
      { x: "'; DROP TABLE a; --" },
    ]);
    await expect(made.query("SELECT 1; SELECT 2")).rejects.toMatchObject({ code: "42601" });
    await expect(made.execute("SELECT 1; SELECT 2")).rejects.toMatchObject({ code: "42601" });
    await made.script("CREATE TEMP TABLE one (x int); INSERT INTO one VALUES (1), (2)");
    expect(await made.query("SELECT count(*)::int AS n FROM one")).toEqual([{ n: 2 }]);
  });

  it("answers what is asked together in order, and a question that fails fails alone", async () => {
    const made = await session();
    const order: string[] = [];
    const ask = (sql: string) => made.query<{ x: number }>(sql).finally(() => order.push(sql));
    const outcomes = await Promise.allSettled(
      ["SELECT pg_sleep(0.1)::text, 1 AS x", "SELECT 1 / 0 AS x", "SELECT 3 AS x"].map(ask),
    );
    expect(outcomes).toMatchObject([
      { status: "fulfilled", value: [{ x: 1 }] },
      { status: "rejected", reason: { code: "22012" } },
      { status: "fulfilled", value: [{ x: 3 }] },
    ]);
    expect(order).toEqual(["SELECT pg_sleep(0.1)::text, 1 AS x", "SELECT 1 / 0 AS x", "SELECT 3 AS x"]);
  });

  it("listens to the connection for one question at a time, however many are asked at once", async () => {
    const made = await session();
    const warnings: string[] = [];
    const note = ({ name }: Error): void => void warnings.push(name);
    process.on("warning", note);
    const numbers = Array.from({ length: 40 }, (_, x) => ({ x }));
    expect(
      await Promise.all(numbers.map(({ x }) => made.query(`SELECT ${x} AS x`).then(([row]) => row))),
    ).toEqual(numbers);
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off("warning", note);
    expect(warnings).toEqual([]);
  });

  it("counts the time for an answer from the question's turn on", async () => {
    const made = await session({ answerTimeout: 1_500 });
    const naps = ["SELECT pg_sleep(0.8)", "SELECT pg_sleep(0.8)", "SELECT pg_sleep(0.8)"];
    expect(await Promise.all(naps.map((sql) => made.query(sql)))).toHaveLength(3);
  });

  it("gives the command tag, which tells whether a COMMIT did", async () => {
    const made = await session();
    await made.execute("BEGIN");
    await expect(made.execute("SELECT 1 / 0")).rejects.toMatchObject({ code: "22012" });
    expect(await made.execute("COMMIT")).toBe("ROLLBACK");
    await made.execute("BEGIN");
    expect(await made.execute("COMMIT")).toBe("COMMIT");
  });

  it("writes nothing when it is read-only, and waits no longer than it was told", async () => {
    const made = await session({ readOnly: true, statementTimeout: 1_000, lockTimeout: 50 });
    await expect(made.execute("CREATE TABLE never (x int)")).rejects.toMatchObject({ code: "25006" });
    await expect(made.query("SELECT pg_sleep(5)")).rejects.toMatchObject({ code: "57014" });
    const holder = await session();
    await holder.execute("CREATE TABLE held (x int)");
    await holder.script("BEGIN; LOCK TABLE held");
    await expect(made.query("SELECT x FROM held")).rejects.toMatchObject({ code: "55P03" });
    await holder.script("ROLLBACK; DROP TABLE held");
  });

  it("hears what it listens to", async () => {
    const made = await session();
    const heard = new Promise<readonly string[]>((resolve) => {
      made.onNotification((channel, payload) => resolve([channel, payload]));
    });
    await made.execute("LISTEN news");
    await (await session()).execute("NOTIFY news, 'it''s here'");
    expect(await heard).toEqual(["news", "it's here"]);
  });

  it("stops its statement on the server when it is told to, and says why", async () => {
    const abort = new AbortController();
    const made = await session({ signal: abort.signal });
    const other = await session();
    const sleeping = made.query("SELECT pg_sleep(60)");
    const waiting = (): Promise<readonly unknown[]> =>
      other.query(`SELECT state FROM pg_stat_activity WHERE pid = ${made.backendPid} AND state = 'active'`);
    await expect.poll(waiting).toHaveLength(1);
    abort.abort(new Error("cancelled by a person"));
    await expect(sleeping).rejects.toThrow("cancelled by a person");
    await expect.poll(waiting).toHaveLength(0);
    await expect(made.query("SELECT 1")).rejects.toThrow("cancelled by a person");
    await expect(connect(settings, { signal: abort.signal })).rejects.toThrow("cancelled by a person");
  });

  it("says so once when the connection is lost, also to who asks later", async () => {
    const made = await session();
    const lost = new Promise<Error>((resolve) => made.onLost(resolve));
    await (await session()).query(`SELECT pg_terminate_backend(${made.backendPid})`);
    expect((await lost).message).not.toBe("");
    await expect(made.query("SELECT 1")).rejects.toThrow();
    await expect(new Promise((resolve) => made.onLost(resolve))).resolves.toBeInstanceOf(Error);
    await made.close();
  });
});

describe("a database that puts names of its own in front of the server's", () => {
  it("has nothing of its own run: neither by connecting, nor where names are to be the catalog's", async () => {
    const hostile = await (await testServer()).createDatabase("hostile");
    const there = connectionSettingsFromUrl(hostile.url);
    try {
      const owner = await session({}, there);
      await owner.script(`
        CREATE SCHEMA trap; CREATE TABLE trap.sprung (by name);
        CREATE FUNCTION trap.spring() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN INSERT INTO trap.sprung VALUES (current_user); RETURN true; END $$;
        CREATE DOMAIN trap.text AS pg_catalog.text CHECK (trap.spring());
        CREATE DOMAIN trap.int4 AS pg_catalog.int4 CHECK (trap.spring());
        CREATE FUNCTION trap.same(name, name) RETURNS boolean LANGUAGE sql AS 'SELECT trap.spring()';
        CREATE OPERATOR trap.= (LEFTARG = name, RIGHTARG = name, FUNCTION = trap.same);
        ALTER DATABASE ${hostile.name} SET search_path = trap, pg_catalog`);
      const sprung = () =>
        owner.query<{ count: number }>(
          "SELECT pg_catalog.count(*)::pg_catalog.float8 AS count FROM trap.sprung",
        );
      const plain = await session({}, there);
      expect(await sprung()).toEqual([{ count: 0 }]);
      const compare = "SELECT count(*) FROM pg_catalog.pg_class WHERE relname = 'pg_class'::name";
      const careful = await session({ catalogNames: true }, there);
      await careful.query(compare);
      expect(await sprung()).toEqual([{ count: 0 }]);
      // The trap is one: whoever does not look where the names lead falls into it.
      await plain.query(compare);
      expect((await sprung())[0]?.count).toBeGreaterThan(0);
    } finally {
      for (const made of open.splice(0)) await made.close();
      await hostile.drop();
    }
  });
});

describe("a connection that cannot be made", () => {
  const refused = async (more: Partial<ConnectionSettings>) => {
    const error = await connect({ ...settings, ...more }, { connectTimeout: 3_000 }).then(
      () => undefined,
      (reason: unknown) => reason as Error & { code: string; hint?: string; details: readonly string[] },
    );
    // Whatever is told, the password is not.
    expect(JSON.stringify([error?.message, error?.hint, error?.details])).not.toContain(
      more.password ?? settings.password,
    );
    return error?.code;
  };

  it("is told by what stands in its way", async () => {
    expect(await refused({ password: "a wrong one" })).toBe("password-rejected");
    expect(await refused({ database: "no such database" })).toBe("no-database");
    const free = net.createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => free.once("listening", resolve));
    const { port } = free.address() as net.AddressInfo;
    await new Promise((resolve) => free.close(resolve));
    expect(await refused({ port })).toBe("connection-refused");
    expect(await refused({ host: "no-such-host.invalid" })).toBe("unknown-host");
  });

  it("does not take a password from the environment to a host that was given none", async () => {
    const before = process.env.PGPASSWORD;
    process.env.PGPASSWORD = settings.password ?? "";
    try {
      const { password: _, ...without } = settings;
      await expect(connect(without)).rejects.toMatchObject({
        code: expect.stringMatching(/^password-(missing|rejected)$/),
      });
    } finally {
      if (before === undefined) delete process.env.PGPASSWORD;
      else process.env.PGPASSWORD = before;
    }
  });

  it.each([
    ["a web server", "HTTP/1.1 400 Bad Request\r\n\r\n"],
    ["an SSH server", "SSH-2.0-OpenSSH_9.2\r\n"],
  ])("is given up at once where %s answers", async (_, greeting) => {
    const server = net.createServer((socket) => socket.on("error", () => undefined).write(greeting));
    server.listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    try {
      const { port } = server.address() as net.AddressInfo;
      expect(await refused({ host: "127.0.0.1", port, tls: "disable" })).toBe("not-postgres");
    } finally {
      server.close();
    }
  });
});
