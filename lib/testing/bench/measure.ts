import type { Meter } from "./processor-time";

/** One way of doing the work, and how long it took. */
export interface Measurement {
  readonly name: string;
  /** The median; null where it could not be measured. */
  readonly milliseconds: number | null;
  /** Of the single runs, in the order in which they ran. */
  readonly runs: readonly number[];
  /** Of a run, ours and the server's together, in milliseconds on average: it hardly depends on how busy the machine is. */
  readonly processor?: number;
  /** Why it could not be measured, or what is to be known about the number. */
  readonly note?: string;
}

/** The middle of the values, or the mean of the two that stand there. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = Number.NaN, high = low] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}

/**
 * Runs `work` once to warm it up and then `times` times more. Work that fails is told as such and not tried again.
 * @param work may return its own duration in milliseconds, where only a part of it counts
 */
export async function measure(
  name: string,
  times: number,
  work: () => Promise<number | undefined>,
): Promise<Measurement> {
  const runs: number[] = [];
  try {
    for (let run = -1; run < times; run++) {
      const started = performance.now();
      const own = await work();
      const milliseconds = own ?? performance.now() - started;
      if (run >= 0) runs.push(milliseconds);
    }
  } catch (error) {
    return {
      name,
      milliseconds: null,
      runs,
      note: error instanceof Error ? firstLine(error.message) : String(error),
    };
  }
  return { name, milliseconds: median(runs), runs };
}

/** One of several works that {@link measureInTurn} measures. */
export interface Work {
  readonly name: string;
  readonly run: () => Promise<undefined>;
}

/**
 * Measures several works by turns, each once to warm it up and then `times` times: what else the machine does meanwhile
 * meets them all alike. A work that fails is told as such and not tried again.
 */
export async function measureInTurn(
  works: readonly Work[],
  times: number,
  meter: Meter,
): Promise<readonly Measurement[]> {
  const measured = works.map((work) => ({ work, runs: [] as number[], spent: [] as number[], note: "" }));
  for (let round = -1; round < times; round++) {
    for (const one of measured.filter(({ note }) => note === "")) {
      const before = meter();
      const started = performance.now();
      try {
        await one.work.run();
      } catch (error) {
        one.note = firstLine(error instanceof Error ? error.message : String(error));
        continue;
      }
      const milliseconds = performance.now() - started;
      // The server's sessions end a moment after they were closed, and are counted when they have.
      await new Promise((resolve) => setTimeout(resolve, sessionsEnd));
      const after = meter();
      if (round < 0) continue;
      one.runs.push(milliseconds);
      if (before !== null && after !== null) one.spent.push(after - before);
    }
  }
  return measured.map(({ work: { name }, runs, spent, note }) =>
    note !== ""
      ? skipped(name, note)
      : {
          ...{ name, runs, milliseconds: median(runs) },
          ...(spent.length === 0
            ? {}
            : { processor: spent.reduce((sum, one) => sum + one, 0) / spent.length }),
        },
  );
}

/** Milliseconds. */
const sessionsEnd = 50;

export const skipped = (name: string, note: string): Measurement => ({
  name,
  milliseconds: null,
  runs: [],
  note,
});

const firstLine = (text: string): string => (text.split("\n")[0] ?? "").slice(0, 160);
