import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { connect } from "../../postgres/connect";
import { endOf } from "./endings";
import type { Fault, Known } from "./fault";
import type { Scene } from "./scene";

/** The program; another than the one in PATH is named by the environment. */
const program = (): string => process.env.PLUMBLINE_PGBOUNCER ?? "pgbouncer";

/** Why PgBouncer cannot stand between here; null where it can. */
export const withoutPgBouncer = (): string | null =>
  spawnSync(program(), ["--version"]).status === 0 ? null : "there is no pgbouncer here";

/** Starts PgBouncer in transaction mode in front of a scene's server, and stops it when the work is done. */
async function behindPgBouncer(scene: Scene, work: (port: number) => Promise<Known>): Promise<Known> {
  const folder = mkdtempSync("/var/tmp/plumbline-pgbouncer-");
  const port = await freePort();
  const { host, port: server, user, password } = scene.settings;
  const file = path.join(folder, "pgbouncer.ini");
  writeFileSync(
    file,
    `[databases]
* = host=${host} port=${server} user=${user} password=${password ?? ""}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 2
`,
  );
  chmodSync(folder, 0o755);
  chmodSync(file, 0o644);
  // It refuses to run as root: nobody's account will do.
  const account = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const pooler = spawn(program(), [file], { ...account, stdio: "ignore" });
  try {
    await answering(port);
    return await work(port);
  } finally {
    pooler.kill("SIGKILL");
    await new Promise((resolve) => {
      if (pooler.exitCode !== null || pooler.signalCode !== null) resolve(null);
      else pooler.once("exit", resolve);
    });
    rmSync(folder, { recursive: true });
  }
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port is free");
  return address.port;
}

async function answering(port: number): Promise<void> {
  const end = performance.now() + 15_000;
  for (;;) {
    const there = await new Promise<boolean>((resolve) => {
      const socket = net.connect(port, "127.0.0.1");
      socket.once("connect", () => resolve(true));
      socket.once("error", () => resolve(false));
      socket.once("close", () => resolve(false));
      socket.once("connect", () => socket.destroy());
    });
    if (there) return;
    if (performance.now() > end) throw new Error("pgbouncer did not start");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export const poolerFaults: readonly Fault[] = [
  {
    number: 33,
    title: "PgBouncer in transaction mode stands between",
    ends: "refused",
    says: /pooler/i,
    cannot: withoutPgBouncer,
    inject: (scene) =>
      behindPgBouncer(scene, (port) =>
        endOf(scene, {
          open: (options) => connect({ ...scene.settings, host: "127.0.0.1", port, tls: "disable" }, options),
        }),
      ),
  },
];
