import { type Identity, identityOf } from "../postgres/identity";
import { describeDifference } from "./describe";
import type { Difference } from "./difference";

/** A difference as the story of a change tells it. */
export interface ToldDifference {
  readonly id: string;
  readonly object: Identity;
  /** What differs, in a sentence. */
  readonly sentence: string;
}

/** What two checks of one database found otherwise. */
export interface DriftChange {
  readonly appeared: readonly ToldDifference[];
  readonly gone: readonly ToldDifference[];
  /** Still there, and in another way. */
  readonly changed: readonly ToldDifference[];
}

/** What a later look found that an earlier one did not, and the other way round. Pure. */
export function driftChange(before: readonly Difference[], after: readonly Difference[]): DriftChange {
  const earlier = new Map(before.map((difference) => [difference.id, difference]));
  const later = new Set(after.map(({ id }) => id));
  return {
    appeared: after.filter(({ id }) => !earlier.has(id)).map(told),
    gone: before.filter(({ id }) => !later.has(id)).map(told),
    changed: after
      .filter((difference) => {
        const was = earlier.get(difference.id);
        return was !== undefined && describeDifference(was) !== describeDifference(difference);
      })
      .map(told),
  };
}

const told = (difference: Difference): ToldDifference => ({
  id: difference.id,
  object: identityOf(difference.object),
  sentence: describeDifference(difference),
});
