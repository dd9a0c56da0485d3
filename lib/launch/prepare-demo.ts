import fs from "node:fs";
import path from "node:path";
import { localContext } from "../operations/context";
import { seedDemo } from "../operations/seed-demo";
import { storeFromEnvironment } from "../store/client";

/**
 * Seeds the founding database into our own server and registers it, on the first start of a home. Later starts do not
 * seed it again: who removed it does not want it back. Reads the servers from the environment.
 */
export async function prepareDemo(options: {
  readonly serverUrl: string;
  readonly home: string;
  readonly step: (line: string) => void;
}): Promise<void> {
  const marker = path.join(options.home, "demo-seeded");
  if (fs.existsSync(marker)) return;
  options.step("Seeding the demo database …");
  try {
    await seedDemo(await localContext(), { serverUrl: options.serverUrl });
  } finally {
    await storeFromEnvironment().close();
  }
  fs.writeFileSync(marker, "");
}
