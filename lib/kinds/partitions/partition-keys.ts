/**
 * Unique keys and what tables are partitioned by. Keys of partitions that serve as their parts of a root's index: such a key
 * goes with that index and in no other way, and no statement takes it off. The index is made anew, and takes what then fits.
 */
import { quoteIdentifier } from "../../postgres/identifier";
import { type Identity, identityKey, identityOf } from "../../postgres/identity";
import { columnsOf } from "../columns/columns-of";
import { uniqueColumns } from "../constraints/referable";
import type { Index } from "../index-kind";
import { leavingBelow } from "../inheritance/inheritance-links";
import type { CatalogObject, CatalogView, Sides } from "../kind";
import { tableOf } from "../tables/table-of";
import { partitionsOf, rootsOf } from "../tables/table-parents";
import { byPartition, type OnPartition } from "./on-partition";
import type { PartitionIndex, PartitionIndexes } from "./partition-indexes";

const keyOf = ({ schema, table, key }: PartitionIndex): readonly Identity[] =>
  key === undefined ? [] : [{ kind: "constraint", schema, table, name: key }];

/** The keys that serve as parts of an index. */
export const keysThatServe = (list: PartitionIndexes): readonly Identity[] => (list ?? []).flatMap(keyOf);

/** The index of a root that a partition's key is part of. */
export const indexOfRoot = (key: Identity, side: CatalogView): readonly Identity[] =>
  indexesOfRoots(key, side)
    .filter((index) => serves(key, index))
    .map(identityOf);

const indexesOfRoots = (key: Identity, side: CatalogView): readonly CatalogObject[] =>
  rootsOf(tableOf(key), side)
    .flatMap((root) => side.childrenOf(root))
    .filter(({ kind }) => kind === "index");

/** True for a key that is to be, or is, its partition's part of an index. */
export const serves = (key: Identity, { partitionIndexes }: CatalogObject): boolean =>
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

/** The columns that a table is partitioned by, as SQL names them; null where there is an expression among them. */
function partitionColumns(table: CatalogObject, side: CatalogView): readonly string[] | null {
  const entries = /^\w+ \(([\s\S]*)\)$/.exec(String(table.partitionKey))?.[1]?.split(", ") ?? [];
  const names = columnsOf(table, side).map(({ name }) => quoteIdentifier(name));
  const columns = entries.flatMap((entry) => names.find((name) => begins(entry, name)) ?? []);
  return columns.length === entries.length ? columns : null;
}

/** True for a column alone. Behind its name may stand a collation and an operator class. */
const begins = (entry: string, column: string): boolean => `${entry} `.startsWith(`${column} `);

/**
 * What tells the rows of a partitioned table apart has all columns that it and its partitions are partitioned by (0A000): what
 * has not, as they are now, waits for their partition keys to change.
 */
export function partitionKeysToFit(
  key: CatalogObject | undefined,
  { expected, actual }: Sides,
): readonly { readonly object: Identity; readonly attribute?: string; readonly needed: string }[] {
  const columns = key === undefined ? null : uniqueColumns(key);
  if (key === undefined || columns === null) return [];
  const table = tableOf(key);
  const fits = (one: Identity): boolean => {
    const present = actual.get(one);
    return present?.partitionKey == null || hasAll(columns, partitionColumns(present, actual));
  };
  const needed = "It has to have all columns of the partition key (0A000)";
  const after = partitionsOf(table, expected).map(identityKey);
  const unfit = partitionsOf(table, actual).filter((one) => !fits(one) && !after.includes(identityKey(one)));
  const gone = unfit.filter((one) => expected.get(one) === undefined);
  return [
    ...gone.map((one) => ({ object: identityOf(one), needed: `${needed} of` })),
    ...(gone.length === unfit.length ? [] : leavingBelow(table, { expected, actual })),
    ...[table, ...partitionsOf(table, expected).map((one) => identityOf(one))]
      .filter((one) => !fits(one))
      .map((object) => ({ object, attribute: "partitionKey", needed: `${needed}, and waits for that of` })),
  ];
}

/**
 * The unique keys and indexes above a table that comes under them and is divided by what they, as they are now, have not: each
 * gets a part on it as it comes, which has to have all columns of the partition key (0A000).
 */
export function keysAboveToFit(
  table: Identity,
  { expected, actual }: Sides,
): readonly { readonly object: Identity; readonly attribute?: string; readonly needed: string }[] {
  const divided = [expected.get(table), ...partitionsOf(table, expected)]
    .filter((one) => one?.partitionKey != null)
    .map((one) => partitionColumns(one as CatalogObject, expected));
  const needed = "It is divided by what has to be among the columns (0A000) of";
  return rootsOf(table, expected)
    .flatMap((root) => actual.childrenOf(root))
    .filter((key) => {
      const columns = uniqueColumns(key);
      return columns !== null && !divided.every((own) => hasAll(columns, own));
    })
    .map((key) => identityOf(key))
    .map((object) =>
      expected.get(object) === undefined ? { object, needed } : { object, attribute: "definition", needed },
    );
}

/** @param columns as SQL names them, with what else may stand behind each */
const hasAll = (columns: readonly string[], own: readonly string[] | null): boolean =>
  own?.every((column) => columns.some((one) => begins(one, column))) === true;
