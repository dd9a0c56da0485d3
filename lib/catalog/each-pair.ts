import type { CatalogObject } from "../kinds/kind";
import { compareIdentities } from "../postgres/identity";
import type { Catalog } from "./catalog";

/**
 * Goes through two catalogs at once, in the order of identities: both sides' object where both have one of an identity,
 * else one side's. Both are ordered already, so that nothing has to be looked up.
 */
export function eachPair(
  expected: Catalog,
  actual: Catalog,
  visit: (expected: CatalogObject | undefined, actual: CatalogObject | undefined) => void,
): void {
  const [wanted, present] = [expected.objects, actual.objects];
  let [left, right] = [0, 0];
  while (left < wanted.length || right < present.length) {
    const [one, other] = [wanted[left], present[right]];
    const order = one === undefined ? 1 : other === undefined ? -1 : compareIdentities(one, other);
    visit(order > 0 ? undefined : one, order < 0 ? undefined : other);
    if (order <= 0) left += 1;
    if (order >= 0) right += 1;
  }
}
