import type { Severity } from "../kinds/severity";
import type { Difference } from "./difference";
import type { Drift, DriftCounts } from "./drift";

/**
 * The verdict and counts of a check without the differences that are accepted; these are listed all the same. What an
 * ignore rule covers is in no count already. A doubt stays a doubt.
 */
export function withoutAccepted<R extends Pick<Drift, "verdict" | "counts">>(
  result: R,
  accepted: readonly Difference[],
): R {
  const counted = accepted.filter(({ ignoredBy }) => ignoredBy === undefined);
  if (counted.length === 0) return result;
  const counts = counted.reduce(less, result.counts);
  const open = counts.missing + counts.unexpected + counts.changed + counts.renamed;
  const verdict = result.verdict === "drift" && open === 0 ? "clean" : result.verdict;
  return { ...result, verdict, counts };
}

function less(counts: DriftCounts, { type, severity, object }: Difference): DriftCounts {
  return {
    ...counts,
    [type]: counts[type] - 1,
    bySeverity: {
      ...counts.bySeverity,
      [severity]: counts.bySeverity[severity] - 1,
    } satisfies Record<Severity, number>,
    byKind: { ...counts.byKind, [object.kind]: (counts.byKind[object.kind] ?? 0) - 1 },
  };
}
