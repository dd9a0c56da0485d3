import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { type Measurement, measure, skipped } from "./measure";

interface Peer {
  readonly package: string;
  readonly version: string;
  /** An ES module that compares the two databases named in its arguments, again and again, and prints each duration. */
  readonly program: string;
}

const timed = (setUp: string, work: string, end: string): string => `
${setUp}
for (let run = 0; run < Number(process.argv[4]); run++) {
  const started = performance.now();
  ${work}
  console.log(performance.now() - started);
}
${end}
process.exit(0);
`;

const peers: readonly Peer[] = [
  {
    package: "@supabase/pg-delta",
    version: "1.0.0-alpha.34",
    program: timed(
      `import pg from "pg";
import { extract } from "@supabase/pg-delta/extract";
import { plan } from "@supabase/pg-delta/plan";
const [actual, expected] = [process.argv[3], process.argv[2]].map((connectionString) => new pg.Pool({ connectionString }));`,
      "const [from, to] = await Promise.all([extract(actual), extract(expected)]); plan(from.factBase, to.factBase);",
      "await Promise.all([actual.end(), expected.end()]);",
    ),
  },
  {
    package: "@pgkit/migra",
    version: "0.6.1",
    program: timed(
      `import { run as compare } from "@pgkit/migra";`,
      "void (await compare(process.argv[3], process.argv[2], { unsafe: true })).sql;",
      "",
    ),
  },
];

/** A plan of pg-delta's alone, between two databases that it has read already: prints processor milliseconds. */
const deltaPlan = `
import pg from "pg";
import { extract } from "@supabase/pg-delta/extract";
import { plan } from "@supabase/pg-delta/plan";
const [actual, expected] = [process.argv[3], process.argv[2]].map((connectionString) => new pg.Pool({ connectionString }));
const [from, to] = [await extract(actual), await extract(expected)];
for (let run = 0; run < Number(process.argv[4]); run++) {
  const before = process.cpuUsage();
  plan(from.factBase, to.factBase);
  const { user, system } = process.cpuUsage(before);
  console.log((user + system) / 1000);
}
process.exit(0);
`;

/** Installs the peers into a folder of the bench's own, unless they are there. They are no dependencies of ours. */
export async function installPeers(folder: string): Promise<string | null> {
  const complete = peers.every((peer) => {
    const file = path.join(folder, "node_modules", peer.package, "package.json");
    return (
      existsSync(file) &&
      (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version === peer.version
    );
  });
  if (complete) return null;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "package.json"), '{ "private": true }\n');
  const wanted = peers.map((peer) => `${peer.package}@${peer.version}`);
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--save-exact"];
  try {
    await promisify(execFile)("npm", ["install", "--prefix", folder, ...flags, ...wanted, "pg@8.23.1"], {
      timeout: 300_000,
    });
    return null;
  } catch {
    return "npm could not install it";
  }
}

/**
 * Each peer comparing the same two databases, in a warm process of its own.
 * @param limit milliseconds that a peer's runs may take together
 */
export async function measurePeers(
  folder: string,
  urls: { readonly expected: string; readonly actual: string },
  times: number,
  limit: number,
): Promise<readonly Measurement[]> {
  const reason = await installPeers(folder);
  const measured: Measurement[] = [];
  for (const peer of peers) {
    const name = `${peer.package} ${peer.version}`;
    if (reason !== null) {
      measured.push(skipped(name, reason));
      continue;
    }
    const file = path.join(folder, `${peer.package.replace(/\W+/g, "-")}.mjs`);
    writeFileSync(file, peer.program);
    measured.push(await measurePeer(name, [file, urls.expected, urls.actual], times, limit));
  }
  return measured;
}

/**
 * pg-delta's plan between the same two databases: processor time without reading.
 * @param limit milliseconds that the runs may take together
 */
export async function measurePeerPlan(
  folder: string,
  urls: { readonly expected: string; readonly actual: string },
  limit: number,
): Promise<Measurement> {
  const name = "pg-delta's plan";
  const reason = await installPeers(folder);
  if (reason !== null) return skipped(name, reason);
  const file = path.join(folder, "pg-delta-plan.mjs");
  writeFileSync(file, deltaPlan);
  return measurePeer(name, [file, urls.expected, urls.actual], 3, limit);
}

async function measurePeer(
  name: string,
  parameters: readonly string[],
  times: number,
  limit: number,
): Promise<Measurement> {
  let durations: readonly number[] = [];
  const outcome = await measure(name, 0, async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [...parameters, String(times + 1)], {
      timeout: limit,
      maxBuffer: 50_000_000,
    }).catch((error: Error & { killed?: boolean; stdout?: string }) => {
      durations = numbers(error.stdout ?? "");
      throw new Error(error.killed ? `not finished within ${limit / 1_000} s` : lastLine(error.message));
    });
    durations = numbers(stdout);
    return undefined;
  });
  // The first run warms up, unless it was the only one that came to its end.
  const runs = durations.length > 1 ? durations.slice(1) : durations;
  if (runs.length === 0) return { ...outcome, milliseconds: null };
  let next = 0;
  return measure(name, runs.length - 1, async () => runs[next++]);
}

const numbers = (text: string): readonly number[] =>
  text
    .split("\n")
    .map(Number.parseFloat)
    .filter((value) => !Number.isNaN(value));

const lastLine = (text: string): string =>
  text
    .trim()
    .split("\n")
    .findLast((line) => /error/i.test(line)) ?? "it failed";
