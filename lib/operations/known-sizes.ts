import { type KnownSize, type KnownSizes, tableKey } from "../plan/estimate";
import type { StoredDifference } from "../store/differences";

/**
 * Sizes of the tables that differ, as the check knew them, and newer ones where somebody has asked since.
 * @param check `C-12`
 */
export function knownSizes(
  stored: readonly Pick<StoredDifference, "difference" | "facts">[],
  check: string,
  newer: readonly (readonly [string, KnownSize])[] = [],
): KnownSizes {
  const older = stored.flatMap(({ difference: { object }, facts }) =>
    facts === null || object.schema === undefined
      ? []
      : [[tableKey(object.schema, object.table ?? object.name), { ...facts, from: check }] as const],
  );
  return new Map([...older, ...newer]);
}
