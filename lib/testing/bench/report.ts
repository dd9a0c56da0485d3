import type { Measurement } from "./measure";
import type { PlanMeasurement } from "./plan";

export interface BenchResult {
  readonly tables: number;
  readonly major: number;
  /** How many differences the check found between the two databases. */
  readonly differences: number;
  readonly objects: number;
  readonly measurements: readonly Measurement[];
  /** Largest resident memory of a process that does one check, in bytes. */
  readonly peakMemory: number;
}

/** Our own measurement: the one to which every other is set in ratio. */
export const ourName = "plumbline check";

/** The results as a table for a terminal: milliseconds, and how many times our check's each is. */
export function benchTable(results: readonly BenchResult[]): string {
  return results.map(section).join("\n");
}

function section(result: BenchResult): string {
  const own = result.measurements.find(({ name }) => name === ourName)?.milliseconds ?? null;
  const rows = result.measurements.map(({ name, milliseconds, runs, processor, note }) => [
    name,
    milliseconds === null ? "–" : milliseconds.toFixed(1),
    milliseconds === null || own === null ? "–" : `${(milliseconds / own).toFixed(2)} ×`,
    milliseconds === null ? "" : `${Math.min(...runs).toFixed(0)}–${Math.max(...runs).toFixed(0)}`,
    processor === undefined ? "" : processor.toFixed(0),
    note ?? "",
  ]);
  const head = ["", "ms", "ratio", "range", "processor ms", ""];
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => (row[column] ?? "").length)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        column === 0 || column === 5 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd();
  return [
    `${result.tables} tables, PostgreSQL ${result.major}: ${result.objects} objects, ${result.differences} differences, peak memory ${Math.round(result.peakMemory / 1e6)} MB`,
    ...[head, ...rows].map((row) => `  ${line(row)}`),
    "",
  ].join("\n");
}

/** The most that a check of ten thousand tables may hold at a time, in bytes. */
const memoryAim = 1e9;

/** Processor milliseconds of a plan with a thousand differences. */
const planAim = 1_000;

/** How long the large plan took, and pg-delta's for the same two databases. */
export function planText(tables: number, plan: PlanMeasurement, peer: Measurement): string {
  const own = plan.measurement.milliseconds;
  if (own === null) return `Plan: not measured: ${plan.measurement.note}\n`;
  const head = `Plan of ${tables} tables: ${plan.differences} differences, ${plan.statements} statements, ${plan.manual} by hand`;
  const beside =
    peer.milliseconds === null
      ? `${peer.name} not measured: ${peer.note}`
      : `${peer.name} ${peer.milliseconds.toFixed(0)} ms, ${(peer.milliseconds / own).toFixed(2)} × ours`;
  const time = `${own.toFixed(0)} ms of processor time (aim: under ${planAim} ms)`;
  return `${head}\n  ${verdict(own < planAim, time)}; ${beside}\n`;
}

/** What was aimed at (issue "From one command to the truth"), and whether it was reached. */
export function aims(result: BenchResult, rawName: string, peerNames: readonly string[]): readonly string[] {
  const find = (name: string): Measurement | undefined =>
    result.measurements.find((measurement) => measurement.name === name);
  const time = (name: string): number | null => find(name)?.milliseconds ?? null;
  const own = time(ourName);
  const raw = time(rawName);
  const peers = peerNames.map(time).filter((value) => value !== null);
  const lines: string[] = [];
  if (own !== null && raw !== null) {
    lines.push(verdict(own / raw <= 1.3, `${(own / raw).toFixed(2)} × the raw read (aim: at most 1.3)`));
    const [spent, rawSpent] = [find(ourName)?.processor, find(rawName)?.processor];
    if (spent !== undefined && rawSpent !== undefined)
      lines.push(`${(spent / rawSpent).toFixed(2)} × the raw read's processor time`);
  }
  if (own !== null && peers.length > 0) {
    const ratio = Math.min(...peers) / own;
    lines.push(verdict(ratio >= 5, `${ratio.toFixed(1)} × as fast as the fastest peer (aim: at least 5)`));
  }
  if (result.tables >= 10_000) {
    const megabytes = Math.round(result.peakMemory / 1e6);
    lines.push(
      verdict(result.peakMemory < memoryAim, `${megabytes} MB at most in memory (aim: under 1000 MB)`),
    );
  }
  return lines.map((line) => `${result.tables} tables: ${line}`);
}

const verdict = (reached: boolean, text: string): string => `${text}: ${reached ? "reached" : "not reached"}`;
