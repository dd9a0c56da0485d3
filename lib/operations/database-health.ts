import { compareSeverities, type Severity, severities, worstSeverity } from "../kinds/severity";
import type { LatestChecks } from "../store/checks";
import type { Database } from "../store/databases";

/** The health of a database, of the states of screens.md §2.0 those that can occur so far, worst first. */
const healthStates = ["drifted", "unknown", "never_checked", "in_sync"] as const;

export type HealthState = (typeof healthStates)[number];

export interface DatabaseHealth {
  readonly state: HealthState;
  /** Why the state is `unknown`; null otherwise. */
  readonly reason: "failed" | "unverifiable" | "stale" | null;
  /** The worst open difference of the last comparison; null when there is none. */
  readonly worst: Severity | null;
}

/** What the latest checks say of a database now. A failed, doubtful or old check is never taken for good news. */
export function healthOf(database: Database, checks: LatestChecks | undefined, now: Date): DatabaseHealth {
  const settled = checks?.settled ?? null;
  const result = checks?.compared?.result ?? null;
  const counts = result?.counts.bySeverity;
  const worst =
    counts === undefined ? null : worstSeverity(severities.filter((severity) => counts[severity] > 0));
  const unknown = (reason: "failed" | "unverifiable" | "stale"): DatabaseHealth => ({
    state: "unknown",
    reason,
    worst,
  });

  if (settled === null) return { state: "never_checked", reason: null, worst };
  if (settled.state === "failed" || result === null) return unknown("failed");
  if (isStale(database, settled.finishedAt, now)) return unknown("stale");
  switch (result.verdict) {
    case "unknown":
      return unknown("unverifiable");
    case "drift":
      return { state: "drifted", reason: null, worst };
    case "clean":
      return { state: "in_sync", reason: null, worst };
  }
}

function isStale(database: Database, finishedAt: Date | null, now: Date): boolean {
  return finishedAt === null || now.getTime() - finishedAt.getTime() > database.staleAfterMinutes * 60_000;
}

/** Orders by state, then by the worst difference: the worst first. */
export function compareHealth(a: DatabaseHealth, b: DatabaseHealth): number {
  const rank = (severity: Severity | null): Severity => severity ?? "info";
  return (
    healthStates.indexOf(a.state) - healthStates.indexOf(b.state) ||
    compareSeverities(rank(a.worst), rank(b.worst))
  );
}
