/**
 * Keys of partitions that serve as their parts of a root's index. Such a key goes with that index and in no other way, and no
 * statement takes it off: the index is made anew, and takes what then fits.
 */
import { type Identity, identityOf } from "../postgres/identity";
import type { Index } from "./index-kind";
import type { CatalogObject, CatalogView, Sides } from "./kind";
import { byPartition, type OnPartition } from "./on-partition";
import type { PartitionIndex, PartitionIndexes } from "./partition-indexes";
import { rootsOf } from "./table-parents";

const keyOf = ({ schema, table, key }: PartitionIndex): readonly Identity[] =>
  key === undefined ? [] : [{ kind: "constraint", schema, table, name: key }];

/** The keys that serve as parts of an index. */
export const keysThatServe = (list: PartitionIndexes): readonly Identity[] => (list ?? []).flatMap(keyOf);

/** The index of a root that a partition's key is part of. */
export const indexOfRoot = (key: Identity, side: CatalogView): readonly Identity[] =>
  indexesOfRoots(key, side)
    .filter((index) => serves(key, index))
    .map(identityOf);

/** Indexes of roots that are made before a key which is not to become part of them. */
export const indexesWithout = (key: Identity, side: CatalogView): readonly Identity[] =>
  indexesOfRoots(key, side)
    .filter((index) => !serves(key, index))
    .map(identityOf);

const indexesOfRoots = (key: Identity, side: CatalogView): readonly CatalogObject[] =>
  rootsOf({ kind: "table", schema: key.schema ?? "", name: key.table ?? "" }, side)
    .flatMap((root) => side.childrenOf(root))
    .filter(({ kind }) => kind === "index");

const serves = (key: Identity, { partitionIndexes }: CatalogObject): boolean =>
  keysThatServe((partitionIndexes ?? null) as unknown as PartitionIndexes).some(
    ({ schema, table, name }) => schema === key.schema && table === key.table && name === key.name,
  );

/** True where other keys are to serve as parts than do, and neither coming under the root nor leaving it brings that about. */
export const servesOtherwise = (expected: Index, actual: Index, sides: Sides): boolean =>
  byPartition(expected.partitionIndexes, actual.partitionIndexes).some(({ partition, wanted, present }) => {
    if (wanted?.key === present?.key) return false;
    if (!isUnder(partition, expected, sides.expected)) return false;
    const fits = wanted === undefined ? [] : keyOf(wanted);
    const isThere = fits.length > 0 && fits.every((key) => sides.actual.get(key) !== undefined);
    return isUnder(partition, expected, sides.actual) || !isThere;
  });

const isUnder = ({ schema, table }: OnPartition, index: Index, side: CatalogView): boolean =>
  rootsOf({ kind: "table", schema, name: table }, side).some(
    (root) => root.schema === index.schema && root.name === index.table,
  );
