import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { majors, testServer } from "../test-server";
import { awkwardPairs } from "./awkward-pairs";
import { circularPairs } from "./circular-pairs";
import { computedPairs } from "./computed-pairs";
import { contestedPairs } from "./contested-pairs";
import { entangledPairs } from "./entangled-pairs";
import { type HardPair, hardPairs } from "./hard-pairs";
import { type Laboratory, openLaboratory } from "./laboratory";
import { numberedPairs } from "./numbered-pairs";
import { overloadedPairs } from "./overloaded-pairs";
import { parentPairs } from "./parent-pairs";
import { partitionPairs } from "./partition-pairs";
import { runCase } from "./run-case";
import { plumbline } from "./tool";
import { typedPairs } from "./typed-pairs";

const pairs: readonly HardPair[] = [
  ...hardPairs,
  ...awkwardPairs,
  ...entangledPairs,
  ...contestedPairs,
  ...computedPairs,
  ...parentPairs,
  ...partitionPairs,
  ...overloadedPairs,
  ...typedPairs,
  ...circularPairs,
  ...numberedPairs,
];

describe.each(majors)("on PostgreSQL %i", (major) => {
  let laboratory: Laboratory;
  beforeAll(async () => {
    laboratory = await openLaboratory(major);
  });
  afterAll(() => laboratory.stop());

  it.each(pairs.filter(({ leastMajor = 0 }) => leastMajor <= major))(
    "$name: closes both ways, or says why not",
    { timeout: 180_000 },
    async (pair) => {
      const server = await testServer(18);
      const outcomes = await runCase(
        {
          ...{
            suite: "hard pairs",
            roles: [],
            extensions: [],
            leastMajor: 0,
            kindsChanged: [],
            same: false,
            obstacle: null,
          },
          ...pair,
        },
        {
          ...{ laboratory, tool: plumbline, directions: ["forward", "backward"] },
          shadowUrl: async () => server.url("postgres"),
        },
      );
      const { manual = false } = pair;
      const wanted = (typeof manual === "function" ? manual(major) : manual) ? "manual" : "closed";
      expect(outcomes.map(({ verdict, detail }) => (verdict === wanted ? verdict : detail))).toEqual([
        wanted,
        wanted,
      ]);
    },
  );
});
