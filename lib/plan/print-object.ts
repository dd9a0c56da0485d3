import type { Catalog } from "../catalog/catalog";
import { isKind } from "../kinds/registry";
import type { Identity } from "../postgres/identity";
import { createObjects } from "./create-objects";

/**
 * The SQL that creates an object of a catalog, with those of its children that are named.
 * Both sides of a difference are printed by this one function, so that what differs is the object and never the spelling.
 * Null where the catalog does not have the object.
 */
export function printObject(
  object: Identity,
  catalog: Catalog,
  children: readonly Identity[] = [],
): string | null {
  if (!isKind(object.kind)) return null;
  const found = [object, ...children].flatMap((identity) => catalog.get(identity) ?? []);
  if (found.length === 0) return null;
  return createObjects(found, catalog)
    .map(({ sql }) => `${sql};`)
    .join("\n");
}
