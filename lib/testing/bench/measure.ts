/** One way of doing the work, and how long it took. */
export interface Measurement {
  readonly name: string;
  /** The median; null where it could not be measured. */
  readonly milliseconds: number | null;
  /** Of the single runs, in the order in which they ran. */
  readonly runs: readonly number[];
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

export const skipped = (name: string, note: string): Measurement => ({
  name,
  milliseconds: null,
  runs: [],
  note,
});

const firstLine = (text: string): string => (text.split("\n")[0] ?? "").slice(0, 160);
