import type { Catalog } from "../../catalog/catalog";
import { compareSides } from "../../operations/compare-sides";
import { makePlan } from "../../plan/make-plan";
import { planScript } from "../../plan/script";

/** What a tool is given: where both databases are, and what our own reader says of them. */
export interface ToolInput {
  readonly expected: Catalog;
  readonly actual: Catalog;
  /** Of an untouched database with the expected schema. Asked for by tools that read for themselves. */
  readonly expectedUrl: () => Promise<string>;
  readonly actualUrl: string;
  readonly shadowUrl: () => Promise<string>;
}

export interface ToolPlan {
  /** To be run as it is. */
  readonly script: string;
  /** How many differences the tool sees; null where it does not say. */
  readonly differences: number | null;
  /** Ids of differences that it refuses to remove, with the reason. */
  readonly manual: ReadonlyMap<string, string>;
}

/** Something that brings one schema to another. */
export interface Tool {
  readonly name: string;
  readonly plan: (input: ToolInput) => Promise<ToolPlan>;
}

/** Our own check and plan. */
export const plumbline: Tool = {
  name: "plumbline",
  plan: async ({ expected, actual, shadowUrl }) => {
    const sides = await compareSides(expected, actual, { shadowUrl });
    const plan = makePlan(sides.drift, sides.expected, sides.actual);
    return {
      script: planScript(plan),
      differences: sides.drift.differences.length,
      manual: new Map(plan.manual.map(({ difference, reason }) => [difference, reason])),
    };
  },
};
