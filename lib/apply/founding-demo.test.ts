import { randomBytes } from "node:crypto";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seedDemo } from "../../prisma/seed";
import type { Catalog } from "../catalog/catalog";
import { compare } from "../drift/compare";
import { buildExpected } from "../expected/build-expected";
import { compareSides } from "../operations/compare-sides";
import { readSourcePath } from "../operations/read-source-path";
import { makePlan } from "../plan/make-plan";
import { connect } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { dumpEntries, dumpSchema, findPgDump } from "../testing/pg-dump";
import { readDatabase } from "../testing/plan-sides";
import { type TestServer, testServer } from "../testing/test-server";
import type { RunEvent } from "./run-event";
import type { RunOutcome } from "./run-outcome";
import { runPlan } from "./run-plan";
import { bareHooks, defaultLimits, type RunRequest } from "./run-request";
import { readTarget } from "./target";

/** The founding database: users.id and organizations.id are uuid where the code expects varchar(36). */
describe("the founding database", () => {
  const database = `founding_${randomBytes(4).toString("hex")}`;
  let server: TestServer;
  let source: Catalog;
  let request: (expected: Catalog, scope: RunRequest["scope"]) => Promise<RunRequest>;

  const shadowUrl = async (): Promise<string> => server.url("postgres");
  const test = () => ({ url: server.url(database) }) as Parameters<typeof readDatabase>[0];
  const dump = async () => {
    const pgDump = await findPgDump(server.major);
    return pgDump === null ? null : dumpEntries(await dumpSchema(pgDump.program, server.url(database)));
  };

  beforeAll(async () => {
    server = await testServer();
    await seedDemo({ serverUrl: server.url("postgres"), database, scale: 1 });
    const file = path.resolve("prisma/demo/upgrade-head.sql");
    source = await buildExpected(await readSourcePath(file, "alembic", ["/"]), {
      shadowUrl: server.url("postgres"),
      serverVersion: (await readDatabase(test())).serverVersion,
    });
    request = async (expected, scope) => {
      const settings = connectionSettingsFromUrl(server.url(database));
      const read = await readDatabase(test());
      const sides = await compareSides(expected, read, { scope, shadowUrl });
      const plan = makePlan(sides.drift, sides.expected, sides.actual);
      const session = await connect(settings);
      const target = await readTarget(session);
      await session.close();
      return {
        open: (options) => connect(settings, options),
        ...{ target, plan, planHash: "founding", expected: sides.expected, actual: sides.actual, scope },
        compare: (one, other, options) => compareSides(one, other, { ...options, shadowUrl }),
        acceptedHazards: ["data-loss"],
        ...{ mode: "run", online: false, limits: defaultLimits },
      };
    };
  }, 120_000);
  afterAll(async () => {
    const session = await connect(connectionSettingsFromUrl(server.url("postgres")));
    await session.execute(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    await session.close();
  });

  it("is brought to the code's schema with its rows, and back", async () => {
    const before = await readDatabase(test());
    const dumped = await dump();
    const events: [number, RunEvent][] = [];
    const made = await request(source, "declared");
    const outcome = await runPlan(
      made,
      bareHooks((event) => events.push([performance.now(), event])),
    );
    expect(outcome.details).toEqual([]);
    expect(outcome).toMatchObject({ status: "committed", code: "proven", attempts: 1 });
    const [proof] = outcome.proofs;
    // Rows of every table whose keys were converted, counted before and after.
    expect(Number(proof?.rowsProven)).toBeGreaterThan(100_000);
    expect(proof?.tables.filter(({ method }) => method === "counted").length).toBeGreaterThan(100);
    expect(proof?.tables.every(({ equal }) => equal)).toBe(true);
    expect(proof?.differences.length).toBe(made.plan.fixes.flatMap(({ resolves }) => resolves).length);
    if (process.env.PLUMBLINE_FIGURES) process.stdout.write(`${figures(outcome, events)}\n`);
    const undo = await request(before, "everything");
    const undone = await runPlan(
      undo,
      bareHooks(() => undefined),
    );
    expect(undone.details).toEqual([]);
    expect(undone).toMatchObject({ status: "committed", code: "proven" });
    expect(compare(before, await readDatabase(test()), { scope: "everything" }).differences).toEqual([]);
    expect(await dump()).toEqual(dumped);
    if (process.env.PLUMBLINE_FIGURES) process.stdout.write(`${figures(undone, [])}\n`);
  }, 180_000);
});

/** `statements 812, rows 117958, locked 4.7 s of which executing 3.6 s; locking 20 ms, …` */
function figures(outcome: RunOutcome, events: readonly (readonly [number, RunEvent])[]): string {
  const phases = events.flatMap(([time, event]) =>
    event.type === "phase" ? [{ time, phase: event.phase }] : [],
  );
  const lengths = phases.map(
    ({ time, phase }, index) => `${phase} ${Math.round((phases[index + 1]?.time ?? time) - time)} ms`,
  );
  const executing = outcome.statements.reduce((sum, { milliseconds }) => sum + (milliseconds ?? 0), 0);
  return [
    `statements ${outcome.statements.length}, rows ${outcome.proofs[0]?.rowsProven}`,
    `locked ${outcome.lockedMilliseconds} ms of which executing ${executing} ms, of ${outcome.milliseconds} ms`,
    ...lengths,
  ].join("; ");
}
