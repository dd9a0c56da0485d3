import type { Drift } from "../drift/drift";
import { compareSeverities, type Severity } from "../kinds/severity";

/** What a command ends with (README, "Command line"). */
export const exitCode = {
  clean: 0,
  notCompared: 1,
  drift: 2,
  /** Of `apply`: nothing changed. */
  rolledBack: 3,
  /** Of `apply`: not known, or between two steps. */
  inDoubt: 4,
  usage: 64,
  interrupted: 130,
} as const;

/** 0 clean or below the threshold, 2 drift at or above it, 1 unknown: never 0 in doubt. */
export function checkExitCode(drift: Pick<Drift, "verdict" | "differences">, failOn: Severity): number {
  switch (drift.verdict) {
    case "clean":
      return exitCode.clean;
    case "unknown":
      return exitCode.notCompared;
    case "drift":
      return drift.differences.some(
        ({ ignoredBy, severity }) => ignoredBy === undefined && compareSeverities(severity, failOn) <= 0,
      )
        ? exitCode.drift
        : exitCode.clean;
  }
}
