import type { Catalog } from "../catalog/catalog";
import { isKind, kindOf } from "../kinds/registry";
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
  const found = isKind(object.kind) ? catalog.get(object) : undefined;
  if (found === undefined) return null;
  const kind = kindOf(found);
  const included = children.flatMap((identity) => catalog.get(identity) ?? []);
  // What its parent's CREATE would make is asked for by itself here: a column as ALTER TABLE … ADD COLUMN.
  const statements = kind.createdWithParent?.(found, catalog)
    ? [...kind.create(found, catalog), ...createObjects(included, catalog)]
    : createObjects([found, ...included], catalog);
  return statements.map(({ sql }) => `${sql};`).join("\n");
}
