import type { Catalog } from "../catalog/catalog";
import type { CatalogObject } from "../kinds/kind";
import { kindOf } from "../kinds/registry";
import { identityKey } from "../postgres/identity";
import type { Difference } from "./difference";

/**
 * Names, for each difference that another one explains, that other one: a foreign key's column differs because the key
 * it refers to does; a missing table cannot be created while the type of a column it refers to is wrong.
 * The cause of a cause is followed to its root.
 */
export function explain(
  differences: readonly Difference[],
  expected: Catalog,
  actual: Catalog,
): readonly Difference[] {
  const byKey = new Map(differences.map((difference) => [identityKey(difference.object), difference]));
  const direct = new Map<string, Difference>();
  for (const difference of differences) {
    const cause = candidates(difference, expected, actual)
      .map((key) => byKey.get(key))
      .find(
        (candidate) => candidate !== undefined && candidate !== difference && explains(candidate, difference),
      );
    if (cause !== undefined) direct.set(difference.id, cause);
  }
  return differences.map((difference) => {
    const root = rootOf(difference, direct);
    return root === difference ? difference : { ...difference, cause: root.id };
  });
}

function candidates(difference: Difference, expected: Catalog, actual: Catalog): readonly string[] {
  const side = difference.type === "unexpected" ? actual : expected;
  const own = side.get(difference.object);
  const objects = [own, ...difference.includes.map((identity) => side.get(identity))].filter(
    (object): object is CatalogObject => object !== undefined,
  );
  return objects.flatMap((object) => (kindOf(object).causes?.(object, side) ?? []).map(identityKey));
}

/** A change explains a change of the same attribute to the same value; it explains a missing object whatever it changed. */
function explains(cause: Difference, difference: Difference): boolean {
  if (cause.type !== "changed") return cause.type === difference.type;
  if (difference.type !== "changed") return difference.type === "missing";
  return difference.attributes.some((attribute) =>
    cause.attributes.some(
      (other) =>
        other.attribute === attribute.attribute &&
        other.expected === attribute.expected &&
        other.actual === attribute.actual,
    ),
  );
}

function rootOf(difference: Difference, direct: ReadonlyMap<string, Difference>): Difference {
  const seen = new Set<string>();
  let current = difference;
  for (;;) {
    seen.add(current.id);
    const cause = direct.get(current.id);
    // Keys that refer to each other in a circle explain nothing.
    if (cause === undefined || seen.has(cause.id)) return current;
    current = cause;
  }
}
