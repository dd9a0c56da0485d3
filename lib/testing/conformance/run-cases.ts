import { startTemporaryCluster } from "../../postgres/embedded";
import type { Case } from "./find-cases";
import { type Laboratory, openLaboratory } from "./laboratory";
import { contentOf, type Direction, type Outcome, outcomeKey } from "./outcome";
import { runCase } from "./run-case";
import type { Tool } from "./tool";
import { workThrough } from "./workers";

export interface RunPlan {
  readonly cases: readonly Case[];
  readonly majors: readonly number[];
  /** The major on which the expected side is run as a source is; absent where it is a database of the same server. */
  readonly sourceMajor?: number;
  readonly directions: readonly Direction[];
  readonly tool: Tool;
  /** Cases that run at the same time, each on a server of its own. */
  readonly jobs: number;
  /** Seconds that one case may take. Default {@link caseLimit}. */
  readonly limit?: number;
  /** Keys of outcomes that are known already. */
  readonly known: ReadonlySet<string>;
  readonly onOutcomes: (outcomes: readonly Outcome[]) => void;
}

/** Seconds. A case is a handful of tables; a real project's whole schema takes a minute or two. */
export const caseLimit = 600;

/** Runs every case on every major. */
export async function runCases(plan: RunPlan): Promise<void> {
  const { cases, majors, directions, tool, jobs, known, onOutcomes } = plan;
  // Called as the app's shadow is: sources may give objects to a role named postgres.
  const shadow = await startTemporaryCluster({ superuser: "plumbline_bootstrap" });
  const sources = new Map<Laboratory, Laboratory>();
  const sourceOf = async (laboratory: Laboratory): Promise<{ source?: Laboratory }> => {
    if (plan.sourceMajor === undefined) return {};
    const source = sources.get(laboratory) ?? (await openLaboratory(plan.sourceMajor));
    sources.set(laboratory, source);
    return { source };
  };
  try {
    for (const major of majors) {
      const facts = (one: Case, direction: Direction) => ({
        ...{ tool: tool.name, major, suite: one.suite, name: one.name, direction },
        content: contentOf(one.old, one.new),
      });
      const tasks = cases.flatMap((one) => {
        const missing = directions.filter((direction) => !known.has(outcomeKey(facts(one, direction))));
        return missing.length === 0 ? [] : [{ one, missing }];
      });
      await workThrough({
        ...{ tasks, major, jobs, limit: plan.limit ?? caseLimit },
        run: async ({ one, missing }, laboratory) =>
          onOutcomes(
            await runCase(one, {
              ...{ laboratory, tool, directions: missing, ...(await sourceOf(laboratory)) },
              shadowUrl: async () => shadow.url("postgres"),
            }),
          ),
        onError: ({ one, missing }, error) => {
          const message = error instanceof Error ? error.message : String(error);
          const detail = error instanceof Error ? (error.stack ?? message) : message;
          onOutcomes(
            missing.map((direction) => ({
              ...facts(one, direction),
              ...{ kindsChanged: one.kindsChanged, notes: [], tables: 0, rows: 0, milliseconds: 0 },
              ...{
                verdict: "failed",
                cause: `no judgement: ${message.split("\n")[0]?.slice(0, 120)}`,
                detail,
              },
            })),
          );
        },
      });
    }
  } finally {
    for (const source of sources.values()) await source.stop();
    await shadow.stop();
  }
}
