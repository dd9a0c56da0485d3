import type { CatalogObject } from "../kinds/kind";
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
