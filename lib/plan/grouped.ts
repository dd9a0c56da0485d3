import type { Catalog } from "../catalog/catalog";
import type { CatalogObject } from "../kinds/kind";

/** Groups the objects of a catalog, which never changes, once; those without a key stand in no group. */
export function groupedBy(
  keyOf: (object: CatalogObject) => string | null,
): (catalog: Catalog) => ReadonlyMap<string, readonly CatalogObject[]> {
  const known = new WeakMap<Catalog, ReadonlyMap<string, readonly CatalogObject[]>>();
  return (catalog) => {
    const present = known.get(catalog);
    if (present !== undefined) return present;
    const found = new Map<string, CatalogObject[]>();
    for (const object of catalog.objects) {
      const key = keyOf(object);
      if (key === null) continue;
      const list = found.get(key);
      if (list) list.push(object);
      else found.set(key, [object]);
    }
    known.set(catalog, found);
    return found;
  };
}
