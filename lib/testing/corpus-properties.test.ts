/**
 * What no pair's verdict says: that a plan for it can be taken back, that its online form and a part of it do what they say and
 * nothing else, and that the source can be changed instead.
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { sqlState } from "../apply/run-failure";
import { type Case, findCases } from "./conformance/find-cases";
import { tryCodeChange, tryPlan } from "./plan-properties/try-plan";
import { type PlanSides, planSides, runScript } from "./plan-sides";
import { majors, testServer } from "./test-server";

const root = path.join(import.meta.dirname, "../../../shared/corpus/pairs");
const there = existsSync(root);
const major = majors[0] ?? 18;

/** One pair in so many: `PLUMBLINE_EVERY=1` tries them all, which takes more than an hour. */
const step = Number(process.env.PLUMBLINE_EVERY ?? 97);
/** Differences of a pair that are tried alone. */
const alone = 4;

const triedOf = (cases: readonly Case[]): readonly Case[] =>
  cases.filter(
    ({ obstacle, leastMajor }, position) =>
      position % step === step >> 1 && obstacle === null && leastMajor <= major,
  );

/** Null where the server refuses one of the two as it is: the command `conformance` puts such files in order. */
async function loaded(expected: string, actual: string): Promise<PlanSides | null> {
  try {
    return await planSides(expected, actual, major);
  } catch (error) {
    if (sqlState(error) === undefined) throw error;
    return null;
  }
}

async function makeRoles(cases: readonly Case[]): Promise<void> {
  const database = await (await testServer(major)).createDatabase("roles");
  for (const role of new Set(cases.flatMap(({ roles }) => roles)))
    await runScript(
      database,
      `DO $$ BEGIN CREATE ROLE "${role}"; EXCEPTION WHEN duplicate_object OR reserved_name THEN NULL; END $$`,
    );
  await database.drop();
}

it.skipIf(!there)(
  `plans for a sample of the pairs of other tools' test suites hold what they say and can be taken back${there ? "" : " (no ../shared/corpus)"}`,
  { timeout: step < 97 ? 14_400_000 : 600_000 },
  async () => {
    const cases = triedOf(findCases(root));
    await makeRoles(cases);
    const wrong: string[] = [];
    let plans = 0;
    for (const { suite, name, old, new: fresh } of cases) {
      for (const [direction, actual, expected] of [
        ["forward", old, fresh],
        ["backward", fresh, old],
      ] as const) {
        let sides = await loaded(expected, actual);
        if (sides === null) break;
        const { differences } = sides.drift;
        const every = Math.ceil(differences.length / alone);
        const tries: readonly (readonly [string, (sides: PlanSides) => Promise<readonly string[]>])[] = [
          ["the whole plan", (both) => tryPlan(both, {}, major)],
          ["its online form", (both) => tryPlan(both, { online: true })],
          ["without drops", (both) => tryPlan(both, { drops: false })],
          ["the source's change", tryCodeChange],
          ...differences
            .filter((_, position) => differences.length > 1 && position % every === 0)
            .map(
              ({ id, object }) =>
                [
                  `only ${object.kind} ${object.name}`,
                  (both: PlanSides) => tryPlan(both, { only: [id] }),
                ] as const,
            ),
        ];
        for (const [what, attempt] of differences.length === 0 ? [] : tries) {
          plans++;
          const findings = await attempt(sides);
          if (findings.length === 0) continue;
          wrong.push(...findings.map((words) => `${suite}/${name}, ${direction}, ${what}: ${words}`));
          // What was left half done is no ground for the next.
          await sides.drop();
          sides = await planSides(expected, actual, major);
        }
        await sides.drop();
      }
    }
    console.log(`${plans} plans for ${cases.length} pairs`);
    expect(wrong).toEqual([]);
    expect(plans).toBeGreaterThan(cases.length * 2);
  },
);
