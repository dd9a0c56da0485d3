import path from "node:path";
import { connect } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { type Cluster, startCluster } from "../postgres/embedded";
import { quoteIdentifier } from "../postgres/identifier";

/** The servers that the app works with: ours, or those that the environment names. */
export interface Clusters {
  /** URL of our store. */
  readonly storeUrl: string;
  /** URL of a superuser's database on the shadow. */
  readonly shadowUrl: string;
  /** The server of the store and the demo, when it is ours. */
  readonly store: Cluster | undefined;
  readonly started: readonly { readonly name: string; readonly cluster: Cluster }[];
}

const storeDatabase = "plumbline";

/** Starts the store's and the shadow's server, as far as `DATABASE_URL` and `SHADOW_DATABASE_URL` name none. */
export async function startClusters(
  home: string,
  environment: NodeJS.ProcessEnv,
  log: (line: string) => void,
): Promise<Clusters> {
  const { DATABASE_URL: givenStore, SHADOW_DATABASE_URL: givenShadow } = environment;
  const starting = [
    givenStore ? undefined : startCluster({ directory: path.join(home, "store"), log }),
    // What is in the shadow can be built again from its source.
    // Its superuser has a name that no source gives: dumps give objects to `postgres`, which must be a role like others.
    givenShadow
      ? undefined
      : startCluster({
          ...{ directory: path.join(home, "shadow"), superuser: "plumbline_bootstrap", durable: false, log },
        }),
  ];
  const outcomes = await Promise.allSettled(starting);
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  const [store, shadow] = outcomes.map((outcome) =>
    outcome.status === "fulfilled" ? outcome.value : undefined,
  );
  const started = [
    ...(store ? [{ name: "The store's Postgres", cluster: store }] : []),
    ...(shadow ? [{ name: "The shadow's Postgres", cluster: shadow }] : []),
  ];
  try {
    if (failed) throw failed.reason;
    if (store) await ensureDatabase(store.url("postgres"), storeDatabase);
  } catch (error) {
    await Promise.all(started.map(({ cluster }) => cluster.stop()));
    throw error;
  }
  return {
    storeUrl: store?.url(storeDatabase) ?? givenStore ?? "",
    shadowUrl: shadow?.url("postgres") ?? givenShadow ?? "",
    store,
    started,
  };
}

async function ensureDatabase(url: string, name: string): Promise<void> {
  const session = await connect(connectionSettingsFromUrl(url), { applicationName: "plumbline start" });
  try {
    const found = await session.query("SELECT 1 FROM pg_catalog.pg_database WHERE datname = $1", [name]);
    if (found.length === 0) await session.execute(`CREATE DATABASE ${quoteIdentifier(name)}`);
  } finally {
    await session.close();
  }
}
