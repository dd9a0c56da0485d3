import type { CatalogObject } from "../kinds/kind";
import { silentOn } from "../kinds/partitions/on-partition";
import { parentsOf } from "../kinds/tables/table-parents";
import { type Identity, identityKey } from "../postgres/identity";

/**
 * The tables beneath some tables, however deep: what a program that makes partitions as time goes by has made so far.
 * @param roots tables whose partitions and children are another program's; not themselves among them
 */
export function tablesBeneath(
  roots: readonly Identity[],
  objects: readonly CatalogObject[],
): ReadonlySet<CatalogObject> {
  const above = new Set(roots.map(identityKey));
  const found = new Set<CatalogObject>();
  if (above.size === 0) return found;
  const tables = objects.filter((object) => parents(object).length > 0);
  // A partition may be partitioned itself: its own come a round later.
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const table of tables) {
      if (found.has(table) || !parents(table).some((parent) => above.has(identityKey(parent)))) continue;
      found.add(table);
      above.add(identityKey(table));
    }
  }
  return found;
}

/** The objects that stay, without what those of a root say of partitions that do not. */
export function silentOnThose(
  staying: readonly CatalogObject[],
  gone: ReadonlySet<CatalogObject>,
): readonly CatalogObject[] {
  const tables = new Set(
    [...gone]
      .filter((object) => parents(object).length > 0)
      .map(({ schema, name }) => JSON.stringify([schema, name])),
  );
  return tables.size === 0
    ? staying
    : staying.map((object) =>
        silentOn(object, ({ schema, table }) => tables.has(JSON.stringify([schema, table]))),
      );
}

const tableKinds = new Set(["table", "foreign table"]);

const parents = (object: CatalogObject): readonly Identity[] =>
  tableKinds.has(object.kind) ? parentsOf(object as Parameters<typeof parentsOf>[0]) : [];
