/**
 * `npm run bench`: how long a whole check takes beside what it cannot do without (reading the same catalogs) and beside
 * others that do the same comparison, and how long a large plan takes. `npm run bench -- 165 2000` names the numbers of
 * tables.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { compareSides } from "../operations/compare-sides";
import { readCatalog } from "../operations/read-catalog";
import { connect } from "../postgres/connect";
import { type ConnectionSettings, connectionSettingsFromUrl } from "../postgres/connection-settings";
import { type Measurement, measure, measureInTurn, skipped } from "./bench/measure";
import { checkOnce, measureMemory, onceFlag } from "./bench/memory";
import { measurePeerPlan, measurePeers } from "./bench/peers";
import { measurePlan, type PlanMeasurement } from "./bench/plan";
import { openMeter } from "./bench/processor-time";
import { isInstalled, rawReadScript, runToEnd } from "./bench/raw-read";
import { aims, type BenchResult, benchTable, ourName, planText } from "./bench/report";
import { benchSchema, driftedBenchSchema, muchDriftedBenchSchema } from "./bench/schema";
import { majors, type TestDatabase, testServer } from "./test-server";

const rawName = "psql, the same queries";
const root = process.env.PLUMBLINE_ROOT ?? process.cwd();
const folder = path.join(root, "node_modules/.cache/plumbline/bench");

interface Pair {
  readonly expected: TestDatabase;
  readonly actual: TestDatabase;
  readonly settings: ConnectionSettings;
}

async function makeDatabase(major: number, sql: string): Promise<TestDatabase> {
  const database = await (await testServer(major)).createDatabase("bench");
  const session = await connect(connectionSettingsFromUrl(database.url));
  try {
    // In portions, because a single script is one transaction that locks every table.
    const statements = sql.split(/(?<=;)\n/);
    for (let start = 0; start < statements.length; start += 500) {
      await session.script(statements.slice(start, start + 500).join("\n"));
    }
    await session.script(
      "VACUUM ANALYZE pg_catalog.pg_class, pg_catalog.pg_attribute, pg_catalog.pg_constraint, pg_catalog.pg_depend",
    );
  } finally {
    await session.close();
  }
  return database;
}

async function makePair(major: number, tables: number): Promise<Pair> {
  const expected = await makeDatabase(major, benchSchema(tables));
  const actual = await makeDatabase(major, driftedBenchSchema(tables));
  return { expected, actual, settings: connectionSettingsFromUrl(actual.url) };
}

async function dropPair(pair: Pair): Promise<void> {
  await pair.expected.drop();
  await pair.actual.drop();
}

/** The check with an expected side that is at hand, as it is from the second check of a source on, and the raw read, by turns. */
async function measureCheck(
  pair: Pair,
  times: number,
): Promise<{ measurements: readonly Measurement[]; differences: number; objects: number }> {
  const expected = await readCatalog(connectionSettingsFromUrl(pair.expected.url));
  let differences = 0;
  const check = async (): Promise<undefined> => {
    const actual = await readCatalog(pair.settings);
    const { drift } = await compareSides(expected, actual, { shadowUrl: async () => pair.expected.url });
    differences = drift.differences.length;
  };
  const psql = await isInstalled("psql");
  const script = await rawReadScript(pair.actual.url);
  const works = [
    { name: ourName, run: check },
    ...(psql
      ? [{ name: rawName, run: () => runToEnd("psql", ["-X", "-q", "-d", pair.actual.url], script) }]
      : []),
  ];
  const measured = await measureInTurn(works, times, await openMeter(pair.expected.url));
  const measurements = psql ? measured : [...measured, skipped(rawName, "psql is not installed")];
  return { measurements, differences, objects: expected.objects.length };
}

async function measureDump(major: number, pair: Pair): Promise<Measurement> {
  const name = "pg_dump --schema-only";
  if (!(await isInstalled("pg_dump"))) return skipped(name, "pg_dump is not installed");
  return measure(name, 3, () => runToEnd("pg_dump", ["--schema-only", "--dbname", pair.actual.url])).then(
    (measured) =>
      measured.milliseconds === null
        ? skipped(name, `the installed pg_dump does not read major ${major}`)
        : measured,
  );
}

async function run(
  major: number,
  tables: number,
  withPeers: boolean,
): Promise<BenchResult & { peers: readonly string[] }> {
  process.stderr.write(`Making two databases of ${tables} tables on PostgreSQL ${major} …\n`);
  const pair = await makePair(major, tables);
  try {
    const times = tables > 5_000 ? 3 : tables > 500 ? 7 : 15;
    process.stderr.write("Measuring …\n");
    const { measurements, differences, objects } = await measureCheck(pair, times);
    const peakMemory = await measureMemory(root, { expected: pair.expected.url, actual: pair.actual.url });
    const dump = await measureDump(major, pair);
    const urls = { expected: pair.expected.url, actual: pair.actual.url };
    const peers = withPeers ? await measurePeers(folder, urls, tables > 500 ? 2 : 3, 240_000) : [];
    return {
      ...{ tables, major, differences, objects, peakMemory },
      measurements: [...measurements, dump, ...peers],
      peers: peers.map(({ name }) => name),
    };
  } finally {
    await dropPair(pair);
  }
}

/** A plan for a change of every second table, beside pg-delta's for the same two databases. */
async function measurePlans(
  major: number,
  tables: number,
): Promise<{ readonly plan: PlanMeasurement; readonly peer: Measurement }> {
  process.stderr.write(`Making two databases of ${tables} tables, half of them changed …\n`);
  const expected = await makeDatabase(major, benchSchema(tables));
  const actual = await makeDatabase(major, muchDriftedBenchSchema(tables));
  try {
    const urls = { expected: expected.url, actual: actual.url };
    process.stderr.write("Measuring the plan …\n");
    const plan = await measurePlan(urls, 7);
    return { plan, peer: await measurePeerPlan(folder, urls, 240_000) };
  } finally {
    await expected.drop();
    await actual.drop();
  }
}

async function measureStartUp(): Promise<Measurement> {
  const launcher = path.join(root, "lib/launch/plumbline.mjs");
  return measure("plumbline --help (start-up)", 9, () => runToEnd(process.execPath, [launcher, "--help"]));
}

/** Half of them are changed: a thousand differences (issue "Every kind of object", §6). */
const planTables = 2_000;

async function bench(sizes: readonly number[]): Promise<void> {
  const results = [];
  for (const tables of sizes) results.push(await run(18, tables, tables <= 5_000));
  // The pg_dump of the system often is of an older major than the newest server.
  if (majors.includes(15)) results.push(await run(15, sizes[0] ?? 165, false));
  const plans = await measurePlans(18, planTables);
  const startUp = await measureStartUp();
  process.stdout.write(`${benchTable(results)}\n`);
  for (const result of results)
    for (const line of aims(result, rawName, result.peers)) process.stdout.write(`${line}\n`);
  process.stdout.write(planText(planTables, plans.plan, plans.peer));
  const startUpText = startUp.milliseconds === null ? startUp.note : `${startUp.milliseconds.toFixed(0)} ms`;
  process.stdout.write(`Start-up of the command line without a shadow: ${startUpText} (aim: under 300 ms)\n`);
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, "bench.json");
  writeFileSync(file, `${JSON.stringify({ node: process.version, results, plans, startUp }, null, 2)}\n`);
  process.stdout.write(`Written to ${path.relative(root, file)}\n`);
}

if (process.argv.includes(onceFlag)) {
  await checkOnce();
  process.exit(0);
}
const sizes = process.argv
  .slice(2)
  .map(Number)
  .filter((size) => Number.isInteger(size) && size >= 8);
await bench(sizes.length > 0 ? sizes : [165, 2_000]);
// The servers end with this process.
process.exit(0);
