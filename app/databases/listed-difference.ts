import type { ListedDifference } from "@/components/drift/listed-difference";
import type { StoredDifference } from "@/lib/store/differences";

/** A stored difference as lists show it. */
export function listedDifference({ difference, sighting, facts }: StoredDifference): ListedDifference {
  return { difference, since: sighting.firstSeenAt.toISOString(), rows: facts?.rows ?? null };
}
