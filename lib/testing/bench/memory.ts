import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { compareSides } from "../../operations/compare-sides";
import { readCatalog } from "../../operations/read-catalog";
import { connectionSettingsFromUrl } from "../../postgres/connection-settings";

/** The argument that makes the bench do one check and print how much memory it took: {@link checkOnce}. */
export const onceFlag = "--one-check";

const variables = { expected: "PLUMBLINE_BENCH_EXPECTED", actual: "PLUMBLINE_BENCH_ACTUAL" };

/** Largest resident memory, in bytes, of a process that reads both databases, compares them and ends. */
export async function measureMemory(
  root: string,
  urls: { readonly expected: string; readonly actual: string },
): Promise<number> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [path.join(root, "lib/launch/bench.mjs"), onceFlag],
    // Not as arguments: they hold passwords, and other users see arguments.
    { env: { ...process.env, [variables.expected]: urls.expected, [variables.actual]: urls.actual } },
  );
  return Number(stdout.trim()) * 1_024;
}

/** One check in a fresh process; prints its largest resident memory in KiB. */
export async function checkOnce(): Promise<void> {
  const [expectedUrl = "", actualUrl = ""] = [process.env[variables.expected], process.env[variables.actual]];
  const expected = await readCatalog(connectionSettingsFromUrl(expectedUrl));
  const actual = await readCatalog(connectionSettingsFromUrl(actualUrl));
  await compareSides(expected, actual, { shadowUrl: async () => expectedUrl });
  process.stdout.write(`${process.resourceUsage().maxRSS}\n`);
}
