import { sameValue } from "../catalog/canonical";
import type { Catalog } from "../catalog/catalog";
import type { AttributeValue, CatalogObject } from "../kinds/kind";
import { kindOf } from "../kinds/registry";
import { quoteIdentifier } from "../postgres/identifier";

/**
 * The expected side without grants to whoever owns the object in the database, where the source does not say who that is: to
 * its owner a grant adds nothing, and a server that knows the owner does not record it.
 */
export function withoutOwnerGrants(expected: Catalog, actual: Catalog): Catalog {
  const changed = expected.objects.flatMap((object) => {
    if (object.owner !== null || object.privileges == null) return [];
    const owner = actual.get(object)?.owner;
    if (typeof owner !== "string") return [];
    const role = quoteIdentifier(owner);
    const granted = object.privileges as { readonly [grantee: string]: AttributeValue };
    if (!(role in granted)) return [];
    const others = Object.entries(granted).filter(([grantee]) => grantee !== role);
    return [{ ...object, privileges: unlessInitial(object, Object.fromEntries(others)) } as CatalogObject];
  });
  return changed.length === 0 ? expected : expected.with({ replace: changed });
}

/** Null stands for what every object of the kind has from the start. */
function unlessInitial(
  object: CatalogObject,
  privileges: { readonly [grantee: string]: AttributeValue },
): AttributeValue {
  const initial = kindOf(object).defaultGrants?.initial ?? {};
  return sameValue(privileges, initial) ? null : privileges;
}
