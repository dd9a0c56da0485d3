import { startTemporaryCluster } from "../../postgres/embedded";
import { type Outcome, outcomeKey } from "./outcome";
import { checkHistory, fromNothing, type History, historyFacts, loadHistory } from "./realworld";
import { runCase } from "./run-case";
import { plumbline } from "./tool";
import { workThrough } from "./workers";

export interface HistoriesPlan {
  readonly histories: readonly History[];
  readonly majors: readonly number[];
  /** Histories that run at the same time, each on a server of its own. */
  readonly jobs: number;
  /** Seconds that one history may take. */
  readonly limit: number;
  /** Keys of outcomes that are known already. */
  readonly known: ReadonlySet<string>;
  readonly onOutcomes: (outcomes: readonly Outcome[]) => void;
}

/** Seconds. A history of a thousand files is run half a dozen times, and its whole schema made and taken away. */
export const historyLimit = 3_600;

/** Each history against itself, and as a pair with nothing. */
export async function runHistories(plan: HistoriesPlan): Promise<void> {
  const { histories, majors, jobs, limit, known, onOutcomes } = plan;
  const shadow = await startTemporaryCluster({ superuser: "plumbline_bootstrap" });
  try {
    for (const major of majors) {
      await workThrough({
        tasks: histories.filter((history) => !known.has(outcomeKey(historyFacts(history, major)))),
        ...{ major, jobs, limit },
        run: async (history, laboratory) => {
          const loaded = await loadHistory(history, laboratory);
          const checked = await checkHistory(loaded, laboratory, shadow.url("postgres"));
          await laboratory.clean();
          const both = await runCase(fromNothing(loaded.history), {
            ...{ laboratory, tool: plumbline, shadowUrl: async () => shadow.url("postgres") },
            directions: ["forward", "backward"],
          });
          // Only a history of which all is known is left out when a run is continued.
          onOutcomes([...both, checked]);
        },
        onError: (history, error) => {
          const message = error instanceof Error ? error.message : String(error);
          const detail = error instanceof Error ? (error.stack ?? message) : message;
          onOutcomes([
            {
              ...historyFacts(history, major),
              ...{ kindsChanged: [], notes: [], tables: 0, rows: 0, milliseconds: 0 },
              ...{ verdict: "failed", cause: `no judgement: ${message.slice(0, 120)}`, detail },
            },
          ]);
        },
      });
    }
  } finally {
    await shadow.stop();
  }
}
