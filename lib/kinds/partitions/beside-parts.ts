/** What partitions have of their own beside their parts of the root's: CREATE and ATTACH take what fits for a part. */
import { qualify } from "../../postgres/identifier";
import { type Identity, identityKey, identityOf } from "../../postgres/identity";
import type { CatalogObject, CatalogView, Sides } from "../kind";
import type { Table } from "../table";
import { tableOf } from "../tables/table-of";
import { parentsOf, partitionsOf, rootsOf } from "../tables/table-parents";
import { lacksParts } from "./on-partition";
import { serves } from "./partition-keys";

/**
 * What partitions have of their own that would become parts of a root's index or key, were that made beside it, and that is not to:
 * it is made behind it.
 */
export function ownThatFit(object: CatalogObject, at: CatalogView): readonly Identity[] {
  const root = tableOf(object);
  if (lacksParts(object) || at.get(root)?.partitionKey == null) return [];
  const wanted = formOf(object);
  if (wanted === null) return [];
  return partitionsOf(root, at)
    .flatMap((partition) => at.childrenOf(partition))
    .filter(
      (own) =>
        formOf(own) === wanted &&
        // The part of a key is a key.
        (object.kind === own.kind || object.kind === "index") &&
        // A table has one primary key: beside the root's there is none.
        !(object.type === "primary key" && own.type === "primary key") &&
        !serves(own, object),
    )
    .map(identityOf);
}

/** The same of a table that comes under another root, as far as it has them already: ATTACH would take them, too. */
export function ownThatWouldBeTaken(expected: Table, actual: Table, sides: Sides): readonly Identity[] {
  const [wanted, present] = [expected, actual].map((table) => parentsOf(table).map(identityKey));
  if (expected.partitionOf === null || wanted?.[0] === present?.[0]) return [];
  const moved = new Set(
    [expected, ...partitionsOf(expected, sides.expected)].map(({ schema, name }) => qualify(schema, name)),
  );
  return rootsOf(expected, sides.expected)
    .flatMap((root) => sides.expected.childrenOf(root))
    .flatMap((object) => ownThatFit(object, sides.expected))
    .filter(({ schema, table }) => moved.has(qualify(schema, table ?? "")));
}

/** What Postgres compares where it looks for a part (CompareIndexInfo, tryAttachPartitionForeignKey); null for what it never takes. */
function formOf({ kind, type, unique, definition }: CatalogObject): string | null {
  if (kind === "index") return `${unique ? "UNIQUE" : ""} ${withoutOrder(String(definition))}`;
  if (kind !== "constraint") return null;
  if (type === "foreign key") return String(definition);
  const [, apart = "", columns] =
    /^(?:PRIMARY KEY|UNIQUE)( NULLS NOT DISTINCT)? (\(.*?\)(?: INCLUDE \(.*?\))?)(?: NOT)?(?: DEFERRABLE| INITIALLY|$)/.exec(
      String(definition),
    ) ?? [];
  return columns === undefined ? null : `UNIQUE btree ${columns}${apart}`;
}

/** In what order an index is sorted, and how it is kept, may differ. */
const withoutOrder = (definition: string): string =>
  definition.replaceAll(/ DESC\b| NULLS (?:FIRST|LAST)\b| WITH \(.*?\)/g, "");
