import "server-only";
import type { Catalog } from "../catalog/catalog";
import { type CompareOptions, compare } from "../drift/compare";
import type { Drift } from "../drift/drift";
import { type NormaliseOptions, normalise } from "../expected/normalise";

/** Both sides brought to one spelling, then compared. The sides that were compared are returned, for pages that show them. */
export async function compareSides(
  expected: Catalog,
  actual: Catalog,
  options: Omit<CompareOptions, "unverified"> & NormaliseOptions,
): Promise<{ readonly drift: Drift; readonly expected: Catalog; readonly actual: Catalog }> {
  const { shadowUrl, signal, ...compareOptions } = options;
  const sides = await normalise(
    expected,
    actual,
    signal === undefined ? { shadowUrl } : { shadowUrl, signal },
  );
  const drift = compare(sides.expected, sides.actual, { ...compareOptions, unverified: sides.unverified });
  return { drift, expected: sides.expected, actual: sides.actual };
}
