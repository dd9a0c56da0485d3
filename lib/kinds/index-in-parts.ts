/**
 * Indexes and keys that are not the same on every partition: some have their part of it and others have not, or it is sorted
 * otherwise there. What is made on the root alone gets its parts one by one; what is sorted otherwise is made on the partition
 * first, and taken for the part.
 */
import { qualify, quoteIdentifier } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import { type Statement, statement } from "../postgres/statement";
import { indexParts } from "./index-preflight";
import type { CatalogView, Sides } from "./kind";
import { madeUpName } from "./made-up-name";
import type { OnPartition } from "./on-partition";
import { makeUpName } from "./partition-index-name";
import { type AttachedParts, indexOn, type PartitionIndex, type PartitionIndexes } from "./partition-indexes";

import { tableOf } from "./table-of";
import { partitionsOf, rootsOf } from "./table-parents";

interface InParts extends Identity {
  readonly schema: string;
  readonly table: string;
  readonly attachedParts: AttachedParts;
  readonly partitionIndexes: PartitionIndexes;
}

/** What makes a part. @param name the part's, as SQL names it within its schema; empty where Postgres is to make one up */
type MakePart = (partition: Identity, name: string, own: PartitionIndex | undefined) => string;

const entryOf = ({ partitionIndexes }: InParts, partition: Identity): PartitionIndex | undefined =>
  partitionIndexes?.find(({ schema, table }) => schema === partition.schema && table === partition.name);

const asEntry = ({ schema, name }: Identity): OnPartition => ({
  schema: schema ?? "",
  table: name,
  name: null,
});

/** `ONLY ` in front of a table whose own partitions are to get theirs by themselves. */
export const alone = (partition: Identity, side: CatalogView): string =>
  side.get(partition)?.partitionKey == null ? "" : "ONLY ";

/** What has to be there before something is made on the root alone: a partition that is made behind it gets a part. */
export const partitionsFirst = (object: Identity, side: CatalogView): readonly Identity[] =>
  partitionsOf(tableOf(object), side).map((partition) => identityOf(partition));

/** The partitions that parts are made on, which wait for what these are to be: whether there, and whether partitioned. */
export function partitionsOfParts(
  root: InParts | undefined,
  { expected, actual }: Sides,
): readonly { readonly object: Identity; readonly attribute?: string; readonly needed: string }[] {
  const needed = "It is made part by part, and waits for";
  const partitions = [
    ...(root?.attachedParts ?? []),
    ...(root?.partitionIndexes ?? []).filter(({ sorted }) => sorted !== undefined),
  ].map(({ schema, table }) => ({ kind: "table", schema, name: table }));
  return partitions.flatMap((object) => {
    const [wanted, present] = [expected.get(object), actual.get(object)];
    if (present === undefined) return [{ object, needed }];
    return (wanted?.partitionKey == null) === (present.partitionKey == null)
      ? []
      : [{ object, attribute: "partitionKey", needed: `${needed} the partition key of` }];
  });
}

const depth = (partition: Identity, side: CatalogView): number => rootsOf(partition, side).length;

/** The parts of what was made on the root alone, from the top down. The last of them makes it valid, were there one on each. */
export function attachParts(root: InParts, side: CatalogView, make: MakePart): readonly Statement[] {
  const partitions = (root.attachedParts ?? [])
    .map(({ schema, table }) => ({ kind: "table", schema, name: table }))
    .toSorted((a, b) => depth(a, side) - depth(b, side));
  // Within its schema another has to be told apart from it, until it gets the name that it is to have.
  const nameOf = (partition: Identity): string =>
    partition.name === root.table && partition.schema === root.schema
      ? root.name
      : (entryOf(root, partition)?.key ?? madeUpName([partition.name, root.name], "plumbline_part"));
  const object = identityOf(root);
  const attached = partitions.flatMap((partition) => {
    const own = entryOf(root, partition);
    const above = rootsOf(partition, side)[0] ?? tableOf(root);
    const [index, part] = [above, partition].map((table) => qualify(table.schema, nameOf(table)));
    const attach = statement(`ALTER INDEX ${index} ATTACH PARTITION ${part}`, object, {
      lock: own?.key === undefined ? "SHARE UPDATE EXCLUSIVE" : "ACCESS EXCLUSIVE",
    });
    return own?.key === undefined
      ? [build(root, partition, make(partition, quoteIdentifier(nameOf(partition)), own)), attach]
      : [attach];
  });
  const named = partitions
    .filter((partition) => {
      const own = entryOf(root, partition);
      return own?.key === undefined && own?.called === undefined;
    })
    .map((partition) => makeUpName(object, asEntry(partition), indexOn(object, asEntry(partition))));
  return [...attached, ...named];
}

/** What is sorted otherwise than the root's and those below it, from the bottom up: each takes for its parts what is there. */
export const sortedBefore = (root: InParts, side: CatalogView, make: MakePart): readonly Statement[] => {
  const isSorted = (partition: Identity): boolean => entryOf(root, partition)?.sorted !== undefined;
  return partitionsOf(tableOf(root), side)
    .map((partition) => identityOf(partition))
    .filter((partition) => entryOf(root, partition)?.key === undefined)
    .filter((partition) => [partition, ...rootsOf(partition, side)].some(isSorted))
    .toSorted((a, b) => depth(b, side) - depth(a, side))
    .map((partition) => build(root, partition, make(partition, "", entryOf(root, partition))));
};

const build = (root: InParts, partition: Identity, sql: string): Statement =>
  statement(sql, identityOf(root), {
    lock: root.kind === "index" ? "SHARE" : "ACCESS EXCLUSIVE",
    after: [partition],
    scan: true,
    hazards: [
      { code: "blocks-writes", detail: qualify(partition.schema, partition.name) },
      { code: "index-build", detail: qualify(partition.schema, partition.name) },
    ],
  });

/** The definition of an index with another order of its columns. @param sorted as {@link PartitionIndex} has it */
export function sortedAs(definition: string, sorted: string | undefined): string {
  const parts = indexParts(definition);
  if (parts === null || sorted === undefined) return definition;
  const orders = sorted.split(", ");
  const elements = parts.elements.map(
    (element, place) =>
      `${element.replace(/(?: DESC)?(?: NULLS (?:FIRST|LAST))?$/, "")} ${orders[place] ?? "ASC"}`,
  );
  return `${definition.slice(0, definition.indexOf("(") + 1)}${elements.join(", ")})${parts.rest}`;
}
