import { installedMajors, startTemporaryCluster } from "../postgres/embedded";
import { type ServerFacts, serversVariable } from "./test-server";

/** Starts one server per major for the whole test run; its forks find them in an environment variable. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const clusters = await Promise.all(
    installedMajors().map((major) => startTemporaryCluster({ major, settings: { max_connections: "300" } })),
  );
  const facts: readonly ServerFacts[] = clusters.map(({ major, host, port, user, password }) => ({
    ...{ major, host, port, user, password },
  }));
  process.env[serversVariable] = JSON.stringify(facts);
  return async () => {
    delete process.env[serversVariable];
    await Promise.all(clusters.map((cluster) => cluster.stop()));
  };
}
