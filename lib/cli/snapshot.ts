import { writeSnapshot } from "../catalog/snapshot";
import { readCatalog } from "../operations/read-catalog";
import { settingsOf } from "./sides";

/** `plumbline snapshot`: the schema of a database as versioned JSON. */
export async function snapshot(url: string, signal: AbortSignal): Promise<string> {
  return `${writeSnapshot(await readCatalog(await settingsOf(url), { signal, applicationName: "plumbline snapshot" }))}\n`;
}
