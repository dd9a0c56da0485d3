import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Cluster, startCluster } from "../../postgres/embedded";
import { serverOf, type TestServer } from "../test-server";
import type { Scene } from "./scene";

/** A server that a fault may hurt: nobody else uses it. */
export interface OwnServer {
  readonly server: TestServer;
  readonly restart: Scene["restart"];
  stop(): Promise<void>;
}

/** Starts a server of one fault's own, with a few settings. */
export async function ownServer(
  major: number,
  settings: Readonly<Record<string, string>> = {},
): Promise<OwnServer> {
  const directory = await mkdtemp(path.join(tmpdir(), "plumbline-fault-"));
  await chmod(directory, 0o711);
  const options = { directory, major, settings, durable: false };
  let cluster: Cluster = await startCluster(options);
  const { host, port, user, password } = cluster;
  return {
    server: serverOf({ major, host, port, user, password }),
    restart: async ({ standby }) => {
      await cluster.stop();
      const signal = path.join(cluster.directory, "data", "standby.signal");
      if (standby) await writeFile(signal, "", { mode: 0o644 });
      else await rm(signal, { force: true });
      cluster = await startCluster({ ...options, port });
    },
    stop: async () => {
      await cluster.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
