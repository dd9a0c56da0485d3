import { qualify } from "../../postgres/identifier";
import { type Identity, identityOf } from "../../postgres/identity";
import { type Statement, statement } from "../../postgres/statement";
import { columnsOf } from "../columns/columns-of";
import { leavingOf } from "../inheritance/inheritance-links";
import { bringColumns, changeInheritance, dropColumnsLeftBehind } from "../inheritance/table-inheritance";
import type { CatalogObject, CatalogView, Sides } from "../kind";
import { type Manual, manual } from "../manual";
import { columnsOfKey, partitionsThatGo } from "../partitions/partition-bounds";
import { keepStatistics, takeStatistics } from "../partitions/partition-indexes";
import { checksOfRoots, columnsThatMeet, detach, foreignKeysInTheWay } from "../partitions/partition-moves";
import { keepTriggers } from "../partitions/partition-triggers";
import { beside, partitionPreflights } from "../preflight/partition-preflight";
import type { Table } from "../table";
import { keepMarks } from "./index-marks";
import { locksOfAttaching, locksOfDetaching } from "./parent-locks";
import { leaveType } from "./typed-table";

/** A table that another one is part of, or inherits from; the type of a typed table. */
export interface RelationName {
  readonly schema: string;
  readonly name: string;
}

/** Its name as a statement writes it. */
export const relation = (name: RelationName): string => qualify(name.schema, name.name);

/** The tables that a table is part of or inherits from. */
export const parentsOf = ({
  partitionOf,
  inherits,
}: {
  readonly partitionOf?: RelationName | null;
  readonly inherits?: readonly RelationName[];
}): readonly (Identity & RelationName)[] =>
  (partitionOf == null ? (inherits ?? []) : [partitionOf]).map(({ schema, name }) => ({
    kind: "table",
    schema,
    name,
  }));

/** The partitions of a table, and theirs. */
export const partitionsOf = (root: Identity, side: CatalogView): readonly CatalogObject[] =>
  side
    .dependentsOf(root)
    .filter(({ kind, partitionOf }) => kind === "table" && partitionOf != null)
    .flatMap((partition) => [partition, ...partitionsOf(partition, side)]);

/** The tables above a partition, the nearest first. */
export function rootsOf(partition: Identity, side: CatalogView): readonly Identity[] {
  const above = side.get(partition)?.partitionOf as RelationName | null | undefined;
  if (above == null) return [];
  const root = { kind: "table", ...above };
  return [root, ...rootsOf(root, side)];
}

/** A partition is moved by detaching and attaching; its rows stay where they are and are checked against the bound. */
export function changePartition(expected: Table, actual: Table, sides: Sides): readonly Statement[] | Manual {
  const statements: Statement[] = [];
  // The bound is one of the key's type, which nothing changes.
  if (
    expected.partitionOf !== null &&
    sides.actual.get({ kind: "table", ...expected.partitionOf }) !== undefined &&
    keyTypes(expected, sides.expected) !== keyTypes(expected, sides.actual)
  )
    return manual(
      "its bounds are values of the partition key, whose type stays as it is. Once the partitioned table has been made anew, this one can be attached to it.",
    );
  const comesBack =
    expected.partitionOf !== null &&
    actual.partitionOf !== null &&
    relation(expected.partitionOf) === relation(actual.partitionOf);
  if (actual.partitionOf !== null) {
    const detaching = statement(
      `ALTER TABLE ${relation(actual.partitionOf)} DETACH PARTITION ${qualify(actual.schema, actual.name)}`,
      actual,
      {
        lock: "ACCESS EXCLUSIVE",
        alsoLocks: locksOfDetaching(actual.partitionOf, sides.actual),
        frees: [boundsOf(actual.partitionOf), leavingOf(actual)],
        takes: foreignKeysInTheWay(actual, sides).map((key) => identityOf(key)),
      },
    );
    statements.push(
      ...(comesBack ? [detaching] : detach(detaching, actual, sides.actual)),
      ...dropColumnsLeftBehind(expected, actual, sides),
    );
  }
  if (expected.partitionOf !== null) {
    const bound = expected.partitionBound ?? "DEFAULT";
    const others = beside(expected, sides.expected, sides.actual);
    // A new root may be made only once the partition is gone whose values it takes, and which this one leaves.
    const inPlace = rootsOf(expected, sides.expected)
      .filter((root) => sides.actual.get(root) === undefined)
      .flatMap((root) => partitionsThatGo(root, sides.expected, sides.actual));
    const left = rootsOf(expected, sides.actual).filter((root) => sides.expected.get(root) === undefined);
    const giveWay = inPlace.length === 0 ? [] : [...inPlace, ...left];
    const coming: readonly Statement[] = [
      ...leaveType(actual, sides),
      // A child leaves its parents before (42809); their own rule gives the same statements, which stand once.
      ...(actual.inherits.length === 0 ? [] : changeInheritance(expected, actual, sides)),
      ...bringColumns(expected, actual, sides),
      ...(comesBack ? [] : checksOfRoots(expected, sides)),
      statement(
        `ALTER TABLE ${relation(expected.partitionOf)} ATTACH PARTITION ${qualify(expected.schema, expected.name)} ${bound}`,
        expected,
        {
          lock: "ACCESS EXCLUSIVE",
          alsoLocks: locksOfAttaching(expected.partitionOf, sides.actual),
          scan: true,
          hazards: [
            { code: "may-fail-on-data", detail: "rows outside the bound" },
            { code: "table-scan" },
            ...others.hazards,
          ],
          after: [
            { kind: "table", ...expected.partitionOf },
            ...ownNumbers(expected, actual, sides).map(({ object }) => object),
            ...(comesBack ? [] : columnsThatMeet(expected, sides)),
          ],
          takes: [boundsOf(expected.partitionOf)],
          preflight: [
            ...partitionPreflights(expected, { kind: "table", ...expected.partitionOf }, bound, sides.actual),
            ...others.preflight,
          ],
        },
      ),
      ...keepTriggers(expected, sides.actual),
      ...takeStatistics(expected, sides.expected),
      ...keepStatistics(expected, sides.actual),
      ...(comesBack ? [] : keepMarks(expected, sides)),
    ];
    statements.push(
      ...(giveWay.length === 0
        ? coming
        : coming.map((one) => ({ ...one, takes: [...(one.takes ?? []), ...giveWay] }))),
    );
  }
  return statements;
}

/**
 * What a table that becomes a partition has to give up first: since PostgreSQL 17 an identity is its root's, and a partition
 * may have neither one of its own nor a default in its place (55000).
 */
export function ownNumbers(
  expected: Table,
  actual: Table,
  sides: Sides,
): readonly { readonly object: Identity; readonly attribute: string }[] {
  const root = expected.partitionOf;
  if (root === null || sides.actual.serverVersion < 170_000) return [];
  return columnsOf(actual, sides.actual).flatMap((column) => {
    const object = identityOf(column);
    const above = sides.expected.get({ ...object, schema: root.schema, table: root.name });
    return [
      ...(column.identity == null ? [] : [{ object, attribute: "identity" }]),
      ...(column.default == null || above?.identity == null ? [] : [{ object, attribute: "default" }]),
    ];
  });
}

/** The values that a partitioned table's partitions share among them: no two may have the same. */
const boundsOf = (root: RelationName): Identity => ({
  kind: "partition bounds",
  schema: root.schema,
  name: root.name,
});

/** The types of the columns that the root of a partition is divided by, as a text to compare. */
function keyTypes(partition: Table, side: CatalogView): string | null {
  if (partition.partitionOf === null) return null;
  const root = side.get({ kind: "table", ...partition.partitionOf });
  if (root?.partitionKey == null) return null;
  return JSON.stringify(columnsOfKey(root, side).map(({ name, type }) => [name, type]));
}
