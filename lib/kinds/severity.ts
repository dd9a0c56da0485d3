/** How bad a difference is, worst first (screens.md §2.0). */
export const severities = ["critical", "high", "medium", "low", "info"] as const;

export type Severity = (typeof severities)[number];

/** Negative when `a` is worse than `b`. */
export const compareSeverities = (a: Severity, b: Severity): number =>
  severities.indexOf(a) - severities.indexOf(b);

/** The worst of a list; null for an empty one. */
export function worstSeverity(list: Iterable<Severity>): Severity | null {
  let worst: Severity | null = null;
  for (const severity of list) if (worst === null || compareSeverities(severity, worst) < 0) worst = severity;
  return worst;
}
