import path from "node:path";
import { loadSecretKey } from "../access/secret-key";
import { type Context, localOperator } from "../operations/context";
import { AppError } from "../postgres/app-error";
import { clusterExists, runningCluster, startCluster } from "../postgres/embedded";
import { openStore } from "../store/client";

/** The store of this machine as a command uses it. */
export interface StoreSide {
  readonly context: Context;
  close(): Promise<void>;
}

/**
 * Opens the store: the one that `DATABASE_URL` names, or else ours in `PLUMBLINE_HOME`, also while the app runs on it.
 * Who may read that folder may do what an owner may: the store's password and key lie in it.
 * @throws AppError `no-store` where neither is
 */
export async function openStoreSide(
  name: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<StoreSide> {
  const { url, stop } = await storeServer(environment);
  const store = openStore(url);
  const context: Context = {
    actor: { ...localOperator, kind: "command line", id: name, name: `plumbline ${name}` },
    store,
    secretKey: await loadSecretKey(environment),
    shadowUrl: environment.SHADOW_DATABASE_URL,
    request: null,
    now: () => new Date(),
  };
  return {
    context,
    close: async () => {
      await store.close();
      await stop();
    },
  };
}

async function storeServer(
  environment: NodeJS.ProcessEnv,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const given = environment.DATABASE_URL;
  if (given !== undefined && given !== "") return { url: given, stop: async () => undefined };
  const home = path.resolve(environment.PLUMBLINE_HOME || ".plumbline");
  const directory = path.join(home, "store");
  const running = runningCluster(directory);
  if (running !== undefined) return { url: running.url("plumbline"), stop: async () => undefined };
  if (!clusterExists(directory)) {
    throw new AppError("no-store", `There is no store in ${home}.`, {
      hint: "Start Plumbline once with npm start, or set PLUMBLINE_HOME or DATABASE_URL to where its store is.",
    });
  }
  const cluster = await startCluster({ directory });
  return { url: cluster.url("plumbline"), stop: () => cluster.stop() };
}
