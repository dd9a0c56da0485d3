/**
 * Tables that are to be partitioned, or no longer, or by something else. No statement does that: somebody makes a new table
 * beside the present one, and what the present one cannot have comes with the new one.
 */
import type { Identity } from "../../postgres/identity";
import type { Constraint } from "../constraint";
import type { CatalogView, Sides } from "../kind";
import { type Manual, manual } from "../manual";
import type { Table } from "../table";
import { tableOf } from "../tables/table-of";

interface Needed {
  readonly object: Identity;
  readonly attribute: string;
  readonly needed: string;
}

/** True where an index on the table as it is would have parts in partitions: none can be built while others write. */
export const isPartitioned = (object: Identity, side: CatalogView, actual?: CatalogView): boolean =>
  (actual?.get(tableOf(object)) ?? side.get(tableOf(object)))?.partitionKey != null;

/** The partition key that a constraint waits for which only a table without partitions can have (0A000, 42P16). */
export function keyToCome(expected: Constraint | undefined, sides: Sides): readonly Needed[] {
  if (expected === undefined || !isOfPlainTable(expected, sides.actual)) return [];
  const object = tableOf(expected);
  return sides.actual.get(object)?.partitionKey == null
    ? []
    : [{ object, attribute: "partitionKey", needed: "It waits for the partition key of" }];
}

const isOfPlainTable = (
  { type, validated, definition }: Constraint,
  { serverVersion }: CatalogView,
): boolean =>
  (type === "foreign key" && !validated && serverVersion < 180_000) ||
  (type === "exclusion" && serverVersion < 170_000) ||
  (type === "check" && / NO INHERIT$/.test(definition));

/** The table that the rows of a partition go over to before it is dropped: one is to take the place of its root. */
export function rowsToMove(
  expected: Table | undefined,
  actual: Table | undefined,
  sides: Sides,
): readonly Needed[] {
  if (expected !== undefined || actual == null || actual.partitionOf === null) return [];
  const root = { kind: "table", ...actual.partitionOf };
  const wanted = sides.expected.get(root);
  return wanted === undefined || wanted.partitionKey === sides.actual.get(root)?.partitionKey
    ? []
    : [{ object: root, attribute: "partitionKey", needed: "Its rows have yet to go over to a new" }];
}

/** What either only a partitioned table has or only one that is not comes with the new table. */
export const asPartitioned =
  <R>(change: (expected: Table, actual: Table, sides: Sides) => R) =>
  (expected: Table, actual: Table, sides: Sides): R | Manual =>
    (expected.partitionKey === null) === (actual.partitionKey === null)
      ? change(expected, actual, sides)
      : manual("it has another one once it is partitioned as it should be.");
