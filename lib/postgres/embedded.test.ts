import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { connect } from "./connect";
import { connectionSettingsFromUrl } from "./connection-settings";
import { type Cluster, installedMajors, startCluster, startTemporaryCluster } from "./embedded";
import { serverAccount } from "./embedded-account";
import { isServerOf, processMark, recordedServer, waitForEnd } from "./embedded-process";

const isRoot = process.getuid?.() === 0;
const running: Cluster[] = [];
let base: string;
let program: string;

beforeAll(async () => {
  base = fs.mkdtempSync(path.join(os.tmpdir(), "plumbline-embedded-"));
  fs.chmodSync(base, 0o711);
  // A process of its own that starts a cluster and then only lives, to be killed.
  program = path.resolve(`node_modules/.cache/embedded-test-${process.pid}.mjs`);
  await build({
    stdin: {
      contents: `import { startCluster, startTemporaryCluster } from "./lib/postgres/embedded";
        const directory = process.argv[2];
        const cluster = directory ? await startCluster({ directory }) : await startTemporaryCluster();
        console.log(cluster.directory);
        setInterval(() => undefined, 1000);`,
      resolveDir: process.cwd(),
      loader: "ts",
    },
    ...{ bundle: true, platform: "node", format: "esm", outfile: program },
  });
});

afterEach(async () => {
  for (const cluster of running.splice(0)) await cluster.stop();
});

afterAll(() => {
  fs.rmSync(base, { recursive: true, force: true });
  fs.rmSync(program, { force: true });
});

async function start(options: Parameters<typeof startCluster>[0]): Promise<Cluster> {
  const cluster = await startCluster({ durable: false, ...options });
  running.push(cluster);
  return cluster;
}

async function query(cluster: Cluster, sql: string): Promise<unknown> {
  const session = await connect(connectionSettingsFromUrl(cluster.url("postgres")));
  try {
    const [row] = await session.query<Record<string, unknown>>(sql);
    return row && Object.values(row)[0];
  } finally {
    await session.close();
  }
}

async function holder(
  directory?: string,
): Promise<{ child: ChildProcess; directory: string; server: number }> {
  const child = spawn(process.execPath, [program, ...(directory === undefined ? [] : [directory])], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  const server = recordedServer(path.join(line, "data"));
  if (server === undefined) throw new Error("The holder runs no server.");
  return { child, directory: line, server };
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

test("a cluster keeps its rows, password and port from start to start", async () => {
  const directory = path.join(base, "kept");
  const first = await startCluster({ directory });
  await query(first, "CREATE TABLE kept AS SELECT 42 AS answer");
  await first.stop();
  const second = await start({ directory });
  expect(await query(second, "SELECT answer FROM kept")).toBe(42);
  expect([second.password, second.port]).toEqual([first.password, first.port]);
  expect(fs.statSync(path.join(directory, "password")).mode & 0o077).toBe(0);
});

test("a server listens on loopback only and asks for its password", async () => {
  const cluster = await start({ directory: path.join(base, "closed") });
  expect(await query(cluster, "SHOW listen_addresses")).toBe("127.0.0.1");
  const url = cluster.url("postgres").replace(cluster.password, "wrong");
  await expect(connect(connectionSettingsFromUrl(url))).rejects.toMatchObject({ code: "password-rejected" });
});

test("a remembered port that is taken is replaced, a demanded one is an error", async () => {
  const directory = path.join(base, "port");
  const first = await startCluster({ directory });
  await first.stop();
  const listener = net.createServer().listen(first.port, "127.0.0.1");
  await once(listener, "listening");
  const lines: string[] = [];
  const second = await start({ directory, log: (line) => lines.push(line) });
  expect(second.port).not.toBe(first.port);
  expect(lines.join()).toContain(`Port ${first.port} is in use`);
  await expect(start({ directory: path.join(base, "demanded"), port: first.port })).rejects.toMatchObject({
    code: "port-in-use",
    message: `Port ${first.port} is in use.`,
  });
  listener.close();
});

test("a half-made data directory is named and left untouched", async () => {
  const data = path.join(base, "half/data");
  fs.mkdirSync(data, { recursive: true });
  const account = serverAccount();
  fs.writeFileSync(path.join(data, "precious"), "kept");
  if (account) fs.chownSync(data, account.uid, account.gid);
  await expect(start({ directory: path.join(base, "half") })).rejects.toMatchObject({
    code: "data-half-made",
  });
  expect(fs.readFileSync(path.join(data, "precious"), "utf8")).toBe("kept");
});

test("a data directory of another major is refused, and opened by its own when none is asked for", async () => {
  const [newest, older] = installedMajors();
  const directory = path.join(base, "major");
  await (await startCluster({ directory, major: older ?? 15 })).stop();
  await expect(start({ directory, major: newest ?? 18 })).rejects.toMatchObject({ code: "data-other-major" });
  expect((await start({ directory })).major).toBe(older);
});

test("two users of one folder are kept apart", async () => {
  const directory = path.join(base, "shared");
  await start({ directory });
  await expect(start({ directory })).rejects.toMatchObject({ code: "cluster-in-use" });
});

test("a postmaster.pid that names a dead process, or a stranger, does not keep the server from starting", async () => {
  const directory = path.join(base, "stale");
  const first = await holder(directory);
  // Without its watchdog's help and without a word: as after a power cut.
  process.kill(first.server, "SIGKILL");
  await kill(first.child);
  await waitForEnd(first.server, 5_000);
  await (await startCluster({ directory })).stop();

  const second = await holder(directory);
  process.kill(second.server, "SIGKILL");
  await kill(second.child);
  await waitForEnd(second.server, 5_000);
  const account = serverAccount();
  const stranger = spawn("sleep", ["60"], account ? { uid: account.uid, gid: account.gid } : {});
  const file = path.join(directory, "data/postmaster.pid");
  const lines = fs.readFileSync(file, "utf8").split("\n");
  fs.writeFileSync(file, [stranger.pid, ...lines.slice(1)].join("\n"));
  expect(await query(await start({ directory }), "SELECT 1")).toBe(1);
  expect(processMark(stranger.pid ?? 0)).toBeDefined();
  await kill(stranger);
});

test("a server ends when the process that started it is killed", async () => {
  const { child, directory, server } = await holder(path.join(base, "killed"));
  expect(isServerOf(server, path.join(directory, "data"))).toBe(true);
  await kill(child);
  expect(await waitForEnd(server, 10_000)).toBe(true);
});

test.runIf(fs.existsSync("/proc/self"))(
  "a server that was left running is stopped cleanly and started again",
  async () => {
    const directory = path.join(base, "left");
    const { child, server } = await holder(directory);
    // A watchdog that is stopped cannot act: what remains is a server without an owner.
    const watchdogs = fs
      .readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .filter((name) => {
        const command = processMark(Number(name)) && fs.readFileSync(`/proc/${name}/cmdline`, "utf8");
        return command?.includes("read -r word") && command.endsWith(`\0${server}\0`);
      });
    expect(watchdogs).toHaveLength(1);
    process.kill(Number(watchdogs[0]), "SIGKILL");
    await kill(child);
    expect(processMark(server)).toBeDefined();
    const lines: string[] = [];
    const cluster = await start({ directory, log: (line) => lines.push(line) });
    expect(lines.join()).toContain(`process ${server}`);
    expect(processMark(server)).toBeUndefined();
    expect(await query(cluster, "SELECT 1")).toBe(1);
  },
);

test("a temporary cluster is removed when stopped, and swept when its process was killed", async () => {
  const stopped = await startTemporaryCluster();
  expect(await query(stopped, "SELECT 1")).toBe(1);
  await stopped.stop();
  expect(fs.existsSync(stopped.directory)).toBe(false);

  const { child, directory, server } = await holder();
  expect(fs.existsSync(directory)).toBe(true);
  await kill(child);
  running.push(await startTemporaryCluster());
  expect(fs.existsSync(directory)).toBe(false);
  expect(processMark(server)).toBeUndefined();
});

test("both majors order text alike", async () => {
  const orders: unknown[] = [];
  for (const major of installedMajors()) {
    const cluster = await startTemporaryCluster({ major });
    running.push(cluster);
    orders.push(
      await query(cluster, "SELECT string_agg(t, '' ORDER BY t) FROM unnest('{b,B,a,_,é,Z}'::text[]) t"),
    );
  }
  expect(new Set(orders)).toEqual(new Set(["BZ_abé"]));
});

test.runIf(isRoot)(
  "root's data go where the server's account can enter, and the folder says where",
  async () => {
    const hidden = path.join(base, "hidden");
    fs.mkdirSync(hidden, { mode: 0o700 });
    const directory = path.join(hidden, "store");
    const lines: string[] = [];
    const first = await startCluster({ directory, log: (line) => lines.push(line) });
    await first.stop();
    try {
      expect(first.directory).toMatch(/^\/var\/lib\/plumbline\//);
      expect(lines.join()).toContain(first.directory);
      expect(fs.readFileSync(path.join(directory, "moved-to.txt"), "utf8")).toBe(`${first.directory}\n`);
      const second = await startCluster({ directory });
      await second.stop();
      expect(second.directory).toBe(first.directory);
    } finally {
      fs.rmSync(first.directory, { recursive: true, force: true });
    }
  },
);

test.each(installedMajors())("PostgreSQL %i has a text search configuration that exists", async (major) => {
  const cluster = await startTemporaryCluster({ major });
  running.push(cluster);
  const session = await connect(connectionSettingsFromUrl(cluster.url("postgres")));
  const rows = await session.query("SELECT to_tsvector('the cats') AS words");
  await session.close();
  expect(rows).toEqual([{ words: "'cat':2" }]);
});
