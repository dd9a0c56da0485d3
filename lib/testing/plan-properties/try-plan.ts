import { compare } from "../../drift/compare";
import { describeDifference } from "../../drift/describe";
import type { Difference } from "../../drift/difference";
import { splitStatements } from "../../expected/statements";
import { codeChange } from "../../plan/code-change/code-change";
import { sqlMigration } from "../../plan/code-change/sql-migration";
import { makePlan, type PlanOptions } from "../../plan/make-plan";
import type { ManualDifference } from "../../plan/plan";
import { planScript } from "../../plan/script";
import { undoPlan } from "../../plan/undo";
import { connect } from "../../postgres/connect";
import { connectionSettingsFromUrl } from "../../postgres/connection-settings";
import { dumpDifferences, dumpEntries, dumpSchema, findPgDump } from "../pg-dump";
import { type PlanSides, readDatabase } from "../plan-sides";
import type { TestDatabase } from "../test-server";

/** What went wrong, in words; nothing where all of it held. */
export type Findings = readonly string[];

/** What the server refused of a script's statements, run one by one as psql does; the rest is not tried then. */
async function refused(database: TestDatabase, script: string): Promise<Findings> {
  const session = await connect(connectionSettingsFromUrl(database.url));
  try {
    for (const piece of splitStatements(script)) {
      if (piece.type !== "statement") return [`no statement: ${piece.type}`];
      try {
        await session.execute(piece.sql);
      } catch (error) {
        return [`${(error as Error).message}: ${piece.sql}`];
      }
    }
    return [];
  } finally {
    await session.close();
  }
}

/** Nothing where no pg_dump reads this server, or only a part of a plan is tried. */
const dumpOf = async (major: number | undefined, database: TestDatabase) => {
  const program = major === undefined ? undefined : (await findPgDump(major))?.program;
  return program === undefined
    ? new Map<string, string>()
    : dumpEntries(await dumpSchema(program, database.url));
};

/**
 * Runs a plan, and takes it back. Exactly what it says it resolves is gone in between, what it leaves is as it was, and
 * afterwards all is as before.
 * @param major of the server, where pg_dump is asked too
 */
export async function tryPlan(
  sides: PlanSides,
  options: PlanOptions = {},
  major?: number,
): Promise<Findings> {
  const { drift, expected, actual, actualDatabase } = sides;
  const plan = makePlan(drift, expected, actual, options);
  const chosen =
    options.only ??
    drift.differences
      .filter(({ type }) => options.drops !== false || type !== "unexpected")
      .map(({ id }) => id);
  const resolved = new Set(plan.fixes.flatMap((fix) => fix.resolves));
  const byHand = new Set(plan.manual.map(({ difference }) => difference));
  const forgotten = chosen.filter((id) => !resolved.has(id) && !byHand.has(id));
  const unasked = plan.fixes.filter(
    ({ resolves, reason }) => reason.type === "difference" && resolves.some((id) => !chosen.includes(id)),
  );
  const before = await dumpOf(major, actualDatabase);
  const stopped = await refused(actualDatabase, planScript(plan));
  if (stopped.length > 0) return stopped;
  const left = compare(expected, await readDatabase(actualDatabase)).differences;
  const stays = new Map(
    drift.differences.filter(({ id }) => !resolved.has(id)).map((one) => [one.id, describeDifference(one)]),
  );
  const other = left.filter((one) => stays.get(one.id) !== describeDifference(one)).map(describeDifference);
  const gone = [...stays].filter(([id]) => !left.some((one) => one.id === id)).map(([, words]) => words);
  const dumped =
    left.length > 0
      ? []
      : dumpDifferences(await dumpOf(major, sides.expectedDatabase), await dumpOf(major, actualDatabase));
  const undo = undoPlan(plan, drift, expected, actual);
  const stuck = await refused(actualDatabase, planScript(undo.plan));
  const back = compare(actual, await readDatabase(actualDatabase)).differences;
  return [
    ...forgotten.map((id) => `neither resolved nor left to people: ${id}`),
    ...unasked.map(({ object }) => `resolved unasked and without a reason: ${object.name}`),
    ...other.map((words) => `left or new: ${words}`),
    ...gone.map((words) => `gone unasked: ${words}`),
    ...dumped.map((words) => `pg_dump after the plan: ${words}`),
    ...undo.plan.manual.map(({ reason }) => `undo by hand: ${reason}`),
    ...stuck.map((words) => `undo: ${words}`),
    ...back.map((one) => `after the undo: ${describeDifference(one)}`),
    ...dumpDifferences(before, await dumpOf(major, actualDatabase)).map(
      (words) => `pg_dump after the undo: ${words}`,
    ),
  ];
}

/** Who owns what a source makes is whoever runs it. */
const isOwnerAlone = (one: Difference): boolean =>
  one.type === "changed" && one.attributes.every(({ attribute }) => attribute === "owner");

/** Changes the source instead, by the migration's SQL, and takes that back. */
export async function tryCodeChange(sides: PlanSides): Promise<Findings> {
  const { drift, expected, actual, expectedDatabase } = sides;
  const ids = drift.differences.map(({ id }) => id);
  const change = codeChange(ids, drift, expected, actual);
  const [up, down] = sqlMigration(change, "change");
  /** Whatever is said to be left to people is, and nothing else. */
  const differs = async (side: typeof actual, byHand: readonly ManualDifference[]): Promise<Findings> => {
    const { differences } = compare(side, await readDatabase(expectedDatabase));
    const said = new Set(byHand.map(({ difference }) => difference));
    const left = new Set(differences.map(({ id }) => id));
    return [
      ...differences.filter((one) => !said.has(one.id) && !isOwnerAlone(one)).map(describeDifference),
      ...byHand
        .filter(({ difference }) => !left.has(difference))
        .map(({ object }) => `said to be left: ${object.kind} ${object.name}`),
    ];
  };
  const stopped = await refused(expectedDatabase, up?.content ?? "");
  if (stopped.length > 0) return stopped;
  const left = await differs(actual, change.manual);
  const stuck = await refused(expectedDatabase, down?.content ?? "");
  return [
    ...left.map((words) => `after the migration: ${words}`),
    ...stuck.map((words) => `the way down: ${words}`),
    ...(await differs(expected, change.lasting)).map((words) => `after the way down: ${words}`),
  ];
}
