import type { CatalogObject } from "../kinds/kind";
import { silentOn } from "../kinds/on-partition";
import { type Identity, identityKey } from "../postgres/identity";

/**
 * The tables beneath some tables, however deep: what a program that makes partitions as time goes by has made so far.
 * @param parents tables whose partitions and children are another program's; not themselves among them
 */
export function tablesBeneath(
  parents: readonly Identity[],
  objects: readonly CatalogObject[],
): ReadonlySet<CatalogObject> {
  const above = new Set(parents.map(identityKey));
  const found = new Set<CatalogObject>();
  if (above.size === 0) return found;
  const tables = objects.filter((object) => parentsOf(object).length > 0);
  // A partition may be partitioned itself: its own come a round later.
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const table of tables) {
      if (found.has(table) || !parentsOf(table).some((parent) => above.has(identityKey(parent)))) continue;
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
      .filter((object) => parentsOf(object).length > 0)
      .map(({ schema, name }) => JSON.stringify([schema, name])),
  );
  return tables.size === 0
    ? staying
    : staying.map((object) =>
        silentOn(object, ({ schema, table }) => tables.has(JSON.stringify([schema, table]))),
      );
}

/** The tables that a table is part of or inherits from. */
function parentsOf(object: CatalogObject): readonly Identity[] {
  if (object.kind !== "table" && object.kind !== "foreign table") return [];
  const { partitionOf, inherits } = object as {
    readonly partitionOf?: Name | null;
    readonly inherits?: readonly Name[];
  };
  const names = partitionOf == null ? (inherits ?? []) : [partitionOf];
  return names.map(({ schema, name }) => ({ kind: "table", schema, name }));
}

interface Name {
  readonly schema: string;
  readonly name: string;
}
