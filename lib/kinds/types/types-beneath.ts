import { type Identity, identityKey, identityOf } from "../../postgres/identity";
import type { CatalogObject, CatalogView } from "../kind";

/** What a type of each kind is made of. */
const made: { readonly [kind: string]: string } = {
  domain: "baseType",
  "composite type": "attributes",
  "range type": "subtype",
};

interface Query extends Identity {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/**
 * Where a query gives columns of other types: the types of the columns that it reads, and what these are made of. No catalog
 * says that what it makes of their values (`lower(x)`, `n[1]`) is of another type once they change.
 */
export function typesBeneath(
  expected: Query | undefined,
  actual: Query | undefined,
  side: CatalogView,
): readonly { readonly object: Identity; readonly attribute: string }[] {
  const before = new Map(actual?.columns.map(({ name, type }) => [name, type]));
  if (expected?.columns.every(({ name, type }) => (before.get(name) ?? type) === type) !== false) return [];
  const seen = new Set<string>();
  const beneath = (object: CatalogObject): readonly CatalogObject[] => {
    const key = identityKey(object);
    if (seen.has(key) || (object.kind !== "column" && made[object.kind] === undefined)) return [];
    seen.add(key);
    return [object, ...side.dependenciesOf(object).flatMap(beneath)];
  };
  return side
    .dependenciesOf(expected)
    .flatMap(beneath)
    .flatMap((object) => {
      const attribute = made[object.kind];
      return attribute === undefined ? [] : [{ object: identityOf(object), attribute }];
    });
}
