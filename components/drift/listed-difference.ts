import type { ShownDecision } from "@/components/decisions/decision";
import type { Difference } from "@/lib/drift/difference";

/** A difference as a check found it, with what the list says around it. */
export interface ListedDifference {
  readonly difference: Difference;
  /** ISO 8601: the first check that found it. */
  readonly since: string;
  /** Estimated rows of its table; null where nobody counted. */
  readonly rows: number | null;
  /** What people decided on it, while that holds. */
  readonly decision?: ShownDecision;
}
