import { existsSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { type Case, findCases } from "./conformance/find-cases";
import type { Outcome } from "./conformance/outcome";
import { reportText } from "./conformance/report";
import { runCases } from "./conformance/run-cases";
import { plumbline } from "./conformance/tool";
import { findPgDump } from "./pg-dump";
import { majors } from "./test-server";

const root = path.join(import.meta.dirname, "../../../shared/corpus/pairs");
const there = existsSync(root);

/** Spread over the suites by their size, the same in every run. `npm run conformance` runs them all. */
const everyNth = (cases: readonly Case[], step: number): readonly Case[] =>
  cases.filter((_, position) => position % step === step >> 1);

async function run(cases: readonly Case[], major: number): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  await runCases({
    ...{ cases, majors: [major], directions: ["forward", "backward"], tool: plumbline, jobs: 2 },
    ...{ known: new Set(), onOutcomes: (found) => outcomes.push(...found) },
  });
  return outcomes;
}

function expectConforming(outcomes: readonly Outcome[]): void {
  const wrong = outcomes.filter(({ verdict }) => verdict === "open" || verdict === "failed");
  expect(wrong, reportText(outcomes)).toEqual([]);
}

it.skipIf(!there)(
  `a sample of the pairs of other tools' test suites closes both ways on the oldest server${there ? "" : " (no ../shared/corpus)"}`,
  { timeout: 600_000 },
  async () => {
    const major = majors[0] ?? 18;
    const outcomes = await run(everyNth(findCases(root), 19), major);
    expectConforming(outcomes);
    const closed = outcomes.filter(({ verdict }) => verdict === "closed");
    expect(closed.length).toBeGreaterThan(90);
    expect(closed.filter(({ rows }) => rows > 0).length).toBeGreaterThan(closed.length / 2);
    const unseen = closed.filter(({ notes }) => notes.some((note) => note.startsWith("no pg_dump")));
    expect(unseen).toHaveLength((await findPgDump(major)) === null ? closed.length : 0);
  },
);

it.skipIf(!there)(
  "a smaller sample, and every pair that only the newest server loads, closes both ways there",
  { timeout: 600_000 },
  async () => {
    const newest = majors.at(-1) ?? 18;
    const cases = findCases(root);
    const newOnes = cases.filter(({ leastMajor }) => leastMajor === newest);
    const outcomes = await run([...everyNth(cases, 97), ...newOnes], newest);
    expectConforming(outcomes);
    expect(outcomes.filter(({ verdict }) => verdict === "closed").length).toBeGreaterThan(newOnes.length);
  },
);
