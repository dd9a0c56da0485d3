/**
 * Indexes and keys that are not the same on every partition: some have their part of it and others have not, or it is sorted
 * otherwise there. What is made on the root alone gets its parts one by one; what is sorted otherwise is made on the partition
 * first, and taken for the part.
 */
import { qualify, quoteIdentifier } from "../../postgres/identifier";
import { type Identity, identityOf } from "../../postgres/identity";
import { type Statement, statement } from "../../postgres/statement";
import type { Index } from "../index-kind";
import type { CatalogObject, CatalogView, Sides } from "../kind";
import { madeUpName } from "../made-up-name";
import { indexParts } from "../preflight/index-preflight";
import { tableOf } from "../tables/table-of";
import { partitionsOf, rootsOf } from "../tables/table-parents";
import { lacksParts, type OnPartition, sayOfPart } from "./on-partition";
import { makeUpName } from "./partition-index-name";
import { type AttachedParts, indexOn, type PartitionIndex, type PartitionIndexes } from "./partition-indexes";

interface InParts extends Identity {
  readonly schema: string;
  readonly table: string;
  /** Absent of keys, which all are. */
  readonly unique?: boolean;
  readonly valid?: boolean;
  readonly lacksParts?: true | null;
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

/** The partitions that parts are made on, which wait for what these are to be: whether there, of which root, and whether partitioned. */
export function partitionsOfParts(
  root: InParts | undefined,
  { expected, actual }: Sides,
): readonly { readonly object: Identity; readonly attribute?: string; readonly needed: string }[] {
  const needed = "It is made part by part, and waits for";
  // One that comes later gets a part, whether it is to have one or not.
  const partitions =
    root === undefined || !lacksParts(root)
      ? tablesOf((root?.partitionIndexes ?? []).filter(({ sorted }) => sorted !== undefined))
      : partitionsFirst(root, expected);
  return partitions.flatMap((object) => {
    const [wanted, present] = [expected.get(object), actual.get(object)];
    if (present === undefined) return [{ object, needed }];
    return [
      { object, attribute: "partitionOf", needed: `${needed} the root of` },
      ...((wanted?.partitionKey == null) === (present.partitionKey == null)
        ? []
        : [{ object, attribute: "partitionKey", needed: `${needed} the partition key of` }]),
    ];
  });
}

const isSameTable = (one: Identity, other: Identity): boolean =>
  one.schema === other.schema && one.name === other.name;

const depth = (partition: Identity, side: CatalogView): number => rootsOf(partition, side).length;

const tablesOf = (parts: AttachedParts): readonly Identity[] =>
  (parts ?? []).map(({ schema, table }) => ({ kind: "table", schema, name: table }));

/**
 * The parts of what was made on the root alone, from the top down. The last of them makes it valid, were there one on each.
 * @param missing the partitions that lack theirs
 */
export function attachParts(
  root: InParts,
  side: CatalogView,
  make: MakePart,
  missing: readonly Identity[] = tablesOf(root.attachedParts),
): readonly Statement[] {
  const partitions = missing.toSorted((a, b) => depth(a, side) - depth(b, side));
  // For as long as the part is not attached and found by where it is.
  const nameOf = (partition: Identity): string =>
    entryOf(root, partition)?.key ?? madeUpName([partition.name, root.name], "plumbline_part");
  const object = identityOf(root);
  return partitions.flatMap((partition) => {
    const own = entryOf(root, partition);
    const [above] = rootsOf(partition, side);
    const part = qualify(partition.schema, nameOf(partition));
    const locks: Partial<Statement> = {
      lock: "SHARE UPDATE EXCLUSIVE",
      ...(own?.key === undefined
        ? {}
        : { alsoLocks: [{ relation: partition, mode: "ACCESS EXCLUSIVE", only: true }] }),
    };
    const attach =
      above === undefined || isSameTable(above, tableOf(root))
        ? statement(`ALTER INDEX ${qualify(root.schema, root.name)} ATTACH PARTITION ${part}`, object, locks)
        : sayOfPart(
            object,
            asEntry(above),
            indexOn(object, asEntry(above)),
            [["ALTER INDEX ", ` ATTACH PARTITION ${part}`]],
            locks,
          );
    return own?.key === undefined
      ? [
          build(root, partition, make(partition, quoteIdentifier(nameOf(partition)), own)),
          attach,
          makeUpName(object, asEntry(partition), indexOn(object, asEntry(partition))),
        ]
      : [attach];
  });
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
    lock: "SHARE UPDATE EXCLUSIVE",
    alsoLocks: [{ relation: partition, mode: root.kind === "index" ? "SHARE" : "ACCESS EXCLUSIVE" }],
    after: [partition],
    scan: true,
    hazards: [
      { code: "blocks-writes", detail: qualify(partition.schema, partition.name) },
      { code: "index-build", detail: qualify(partition.schema, partition.name) },
      ...(root.unique === false ? [] : [{ code: "may-fail-on-data", detail: "duplicate rows" } as const]),
    ],
  });

/**
 * The partitions that are to get their part of an index that is there on the root and on others; null where it cannot stay: others
 * are to have no part, or partitions come, go or are divided otherwise.
 */
export function partsToAdd(expected: Index, actual: Index, sides: Sides): readonly Identity[] | null {
  const key = (table: Identity): string => qualify(table.schema, table.name);
  const [after, before] = [sides.expected, sides.actual].map((side) => partitionsOf(tableOf(expected), side));
  const has = new Set(tablesOf(actual.attachedParts).map(key));
  const wanted = (expected.valid ? (after ?? []) : tablesOf(expected.attachedParts)).map((one) =>
    identityOf(one),
  );
  const missing = wanted.filter((partition) => !has.has(key(partition)));
  const shape = (tables: readonly CatalogObject[] | undefined): string =>
    JSON.stringify(
      (tables ?? []).map((table) => [key(table), table.partitionOf, table.partitionKey]).toSorted(),
    );
  const stays =
    !actual.valid &&
    has.size > 0 &&
    missing.length > 0 &&
    // Targets of columns do not come to what is made on a partition.
    expected.statisticsTargets === null &&
    wanted.length - missing.length === has.size &&
    shape(after) === shape(before);
  return stays ? missing : null;
}

/**
 * The indexes and keys above a partition which its coming would change: it gets a part of each that is not on all of it, whether
 * it is to have one or not, and leaves its own behind where that is not valid.
 */
export function unlikeOnceThere(
  expected: Identity & { readonly partitionOf: unknown },
  sides: Sides,
): readonly Identity[] {
  if (expected.partitionOf === null) return [];
  const lacksSome = (root: Identity, side: CatalogView): boolean => {
    const object = side.get(root);
    if (object === undefined || !lacksParts(object)) return false;
    const has = tablesOf((object as unknown as InParts).attachedParts);
    return [expected, ...partitionsOf(expected, side)].some(
      (one) => !has.some((other) => isSameTable(one, other)),
    );
  };
  return rootsOf(expected, sides.expected)
    .flatMap((root) => sides.actual.childrenOf(root))
    .filter((child) => child.attachedParts !== undefined && sides.expected.get(child) !== undefined)
    .map((child) => identityOf(child))
    .filter((root) => lacksSome(root, sides.expected) || lacksSome(root, sides.actual));
}

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
