/** What partitions have of their own beside their parts of the root's: CREATE and ATTACH take what fits for a part. */
import { qualify } from "../../postgres/identifier";
import { type Identity, identityKey, identityOf } from "../../postgres/identity";
import type { CatalogObject, CatalogView, Sides } from "../kind";
import type { Table } from "../table";
import { tableOf } from "../tables/table-of";
import { parentsOf, partitionsOf, rootsOf } from "../tables/table-parents";
import { lacksParts } from "./on-partition";
import type { PartitionIndexes } from "./partition-indexes";
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

/** What nobody expects of a table that comes under another root, and what is there would take for its part. */
export const ownToBeTaken = (expected: Table, sides: Sides): readonly { readonly object: Identity }[] =>
  rootsOf(expected, sides.expected)
    .flatMap((root) => sides.expected.childrenOf(root))
    .flatMap((object) => {
      const form = lacksParts(object) ? null : formOf(object);
      return form === null
        ? []
        : sides.actual
            .childrenOf(expected)
            .filter((own) => formOf(own) === form && sides.expected.get(own) === undefined);
    })
    .map((own) => ({ object: identityOf(own) }));

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

/**
 * What partitions have of their own, and what roots have, that an index or key cannot be as expected without: the one would be
 * taken for the other's part, stands in its place, or has its name.
 */
export function differencesBesideParts(
  expected: CatalogObject | undefined,
  actual: CatalogObject | undefined,
  sides: Sides,
): readonly { readonly object: Identity }[] {
  if (expected === undefined) return [];
  const present = namesOfParts(actual);
  const holdName = namesOfParts(expected)
    .filter((name) => !present.some((other) => identityKey(other) === identityKey(name)))
    .flatMap((name) => ["index", "constraint"].map((kind) => ({ ...name, kind })));
  return [...holdName, ...(actual === undefined ? inPlaceOfNew(expected, sides) : [])].map((object) => ({
    object,
  }));
}

function inPlaceOfNew(expected: CatalogObject, { expected: wanted, actual }: Sides): readonly Identity[] {
  const table = tableOf(expected);
  const isPrimary = ({ type }: CatalogObject): boolean => type === "primary key";
  const below = partitionsOf(table, actual).flatMap((partition) => actual.childrenOf(partition));
  const above = rootsOf(table, actual).flatMap((root) => actual.childrenOf(root));
  const key = identityKey({ ...identityOf(expected), kind: "index" });
  return [
    ...ownThatFit(expected, actual),
    ...(isPrimary(expected) ? [...below, ...above].filter(isPrimary).map(identityOf) : []),
  ]
    .filter((own) => wanted.get(own) === undefined)
    .concat(
      above.filter((root) => namesOfParts(root).some((name) => identityKey(name) === key)).map(identityOf),
    );
}

/** The names that were chosen for parts, as those of indexes. */
const namesOfParts = (root: CatalogObject | undefined): readonly Identity[] =>
  ((root?.partitionIndexes ?? null) as PartitionIndexes)?.flatMap(({ schema, table, called }) =>
    called === undefined ? [] : [{ kind: "index", schema, table, name: called }],
  ) ?? [];

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
