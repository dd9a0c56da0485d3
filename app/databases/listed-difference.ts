import type { ListedDifference } from "@/components/drift/listed-difference";
import type { Decision } from "@/lib/store/decisions";
import type { StoredDifference } from "@/lib/store/differences";
import { shownDecision } from "../decisions/shown-decision";

/** A stored difference as lists show it, with the decision on it that holds. */
export function listedDifference(
  { difference, sighting, facts }: StoredDifference,
  decision?: Decision,
): ListedDifference {
  return {
    difference,
    since: sighting.firstSeenAt.toISOString(),
    rows: facts?.rows ?? null,
    ...(decision === undefined ? {} : { decision: shownDecision(decision) }),
  };
}
