import { createHash } from "node:crypto";

export const verdicts = ["closed", "manual", "open", "failed", "skipped"] as const;

/**
 * `closed`: the plan ran and nothing is left. `manual`: all that is left was refused with a reason. `open`: a difference
 * is left, was not seen or was invented. `failed`: no plan, a plan that does not run, or rows that did not survive.
 * `skipped`: the case cannot be loaded here.
 */
export type Verdict = (typeof verdicts)[number];

export type Direction = "forward" | "backward";

export interface Judgement {
  readonly verdict: Verdict;
  /** The same words for the same kind of failure: outcomes are grouped by it. Empty when closed. */
  readonly cause: string;
  readonly detail: string;
}

export interface Outcome extends Judgement {
  readonly tool: string;
  readonly major: number;
  readonly suite: string;
  readonly name: string;
  readonly direction: Direction;
  /** Tells what was judged: of other words an earlier judgement says nothing. */
  readonly content: string;
  readonly kindsChanged: readonly string[];
  /** What limits the verdict: no pg_dump that reads this server, rows that the wanted schema does not admit … */
  readonly notes: readonly string[];
  /** Tables and rows that were there before and had to survive. */
  readonly tables: number;
  readonly rows: number;
  readonly milliseconds: number;
}

/** What an outcome belongs to: one judgement of one case. */
export const outcomeKey = (
  outcome: Pick<Outcome, "tool" | "major" | "suite" | "name" | "direction" | "content">,
): string =>
  [outcome.tool, outcome.major, outcome.suite, outcome.name, outcome.direction, outcome.content].join("\t");

/** The same for the same two files. */
export const contentOf = (...texts: readonly string[]): string =>
  createHash("sha256").update(JSON.stringify(texts)).digest("hex").slice(0, 16);
