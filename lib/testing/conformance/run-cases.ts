import { startTemporaryCluster } from "../../postgres/embedded";
import type { Case } from "./find-cases";
import { openLaboratory } from "./laboratory";
import { type Direction, type Outcome, outcomeKey } from "./outcome";
import { runCase } from "./run-case";
import type { Tool } from "./tool";

export interface RunPlan {
  readonly cases: readonly Case[];
  readonly majors: readonly number[];
  readonly directions: readonly Direction[];
  readonly tool: Tool;
  /** Cases that run at the same time, each on a server of its own. */
  readonly jobs: number;
  /** Keys of outcomes that are known already. */
  readonly known: ReadonlySet<string>;
  readonly onOutcomes: (outcomes: readonly Outcome[]) => void;
}

/** Runs every case on every major. */
export async function runCases({
  cases,
  majors,
  directions,
  tool,
  jobs,
  known,
  onOutcomes,
}: RunPlan): Promise<void> {
  // Called as the app's shadow is: sources may give objects to a role named postgres.
  const shadow = await startTemporaryCluster({ superuser: "plumbline_bootstrap" });
  try {
    for (const major of majors) {
      const open = cases.flatMap((one) => {
        const missing = directions.filter(
          (direction) =>
            !known.has(
              outcomeKey({ ...{ tool: tool.name, major, direction }, suite: one.suite, name: one.name }),
            ),
        );
        return missing.length === 0 ? [] : [{ one, missing }];
      });
      const worker = async (): Promise<void> => {
        const laboratory = await openLaboratory(major);
        try {
          for (let next = open.shift(); next !== undefined; next = open.shift()) {
            onOutcomes(
              await runCase(next.one, {
                ...{ laboratory, tool, directions: next.missing },
                shadowUrl: async () => shadow.url("postgres"),
              }),
            );
          }
        } finally {
          await laboratory.stop();
        }
      };
      await Promise.all(Array.from({ length: Math.min(jobs, open.length) }, worker));
    }
  } finally {
    await shadow.stop();
  }
}
