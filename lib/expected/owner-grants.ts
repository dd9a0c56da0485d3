import { sameValue } from "../catalog/canonical";
import type { Catalog } from "../catalog/catalog";
import type { AttributeValue, CatalogObject } from "../kinds/kind";
import { kindOf, parentOf } from "../kinds/registry";
import { quoteIdentifier } from "../postgres/identifier";

/**
 * The expected side without grants to whoever owns the object in the database, where the source does not say who that is: to
 * its owner a grant adds nothing, and a server that knows the owner does not record it. On columns it does, as the owner's.
 */
export function withoutOwnerGrants(expected: Catalog, actual: Catalog): Catalog {
  const changed: CatalogObject[] = [];
  for (const object of expected.objects) {
    const owner = undeclaredOwner(object, expected, actual);
    if (owner === null) continue;
    const role = quoteIdentifier(owner);
    const replaced: Record<string, AttributeValue> = {};
    for (const attribute of ["privileges", "identityPrivileges"]) {
      const granted = object[attribute];
      if (!isRecord(granted) || !(role in granted)) continue;
      const { [role]: own = [], ...others } = granted;
      replaced[attribute] =
        object.kind === "column" && attribute === "privileges"
          ? { ...others, "(owner)": withoutOption(own) }
          : unlessInitial(object, others);
    }
    if (Object.keys(replaced).length > 0) changed.push({ ...object, ...replaced } as CatalogObject);
  }
  return changed.length === 0 ? expected : expected.with({ replace: changed });
}

type Grants = { readonly [grantee: string]: AttributeValue };

const isRecord = (value: AttributeValue | undefined): value is Grants =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What its owner has of a column it may grant without being told so. */
const withoutOption = (granted: AttributeValue): AttributeValue =>
  Array.isArray(granted)
    ? granted.map((privilege: AttributeValue) => String(privilege).replace(" WITH GRANT OPTION", ""))
    : granted;

/** Who owns the object in the database, its own or its table's owner, where the source leaves it open; null elsewhere. */
function undeclaredOwner(object: CatalogObject, expected: Catalog, actual: Catalog): string | null {
  if (object.privileges == null && object.identityPrivileges == null) return null;
  const parent = object.kind === "column" ? parentOf(object) : object;
  if (parent === null || expected.get(parent)?.owner !== null) return null;
  const owner = actual.get(parent)?.owner;
  return typeof owner === "string" ? owner : null;
}

/** Null stands for what every object of the kind has from the start. */
function unlessInitial(object: CatalogObject, privileges: Grants): AttributeValue {
  const initial = kindOf(object).defaultGrants?.initial ?? {};
  return sameValue(privileges, initial) ? null : privileges;
}
