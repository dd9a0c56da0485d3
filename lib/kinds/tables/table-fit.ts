/** What a table and those above it must have in common before it comes under them (42804). */
import { type Identity, identityKey, identityOf } from "../../postgres/identity";
import type { Column } from "../column";
import { columnsOf } from "../columns/columns-of";
import { parentsThatStay } from "../inheritance/inheritance-links";
import { checksToCome } from "../inheritance/inherited-check";
import type { CatalogView, Sides } from "../kind";
import type { Table } from "../table";
import { parentsOf, rootsOf } from "./table-parents";

interface Needed {
  readonly object: Identity;
  readonly attribute?: string;
  readonly needed: string;
}

const needed = "It comes under another table only when the two fit, and waits for";

/** Attributes in which a column is as the one above it. */
const likewise = ["type", "collation", "generated", "notNull"];

/** Of these, what a table cannot have otherwise than those above it from the start. */
const onlyFromAbove: readonly string[] = ["type", "collation", "generated"];

/** The differences without which a table does not fit under those that it is to come under. */
export function differencesToFit(expected: Table, actual: Table, sides: Sides): readonly Needed[] {
  const stay = new Set(parentsThatStay(actual, sides).map(identityKey));
  const fresh = parentsOf(expected).filter((parent) => !stay.has(identityKey(parent)));
  const above = new Map(
    fresh
      .flatMap((parent) => [parent, ...rootsOf(parent, sides.expected)])
      .map((table) => [identityKey(table), table]),
  );
  if (above.size === 0) return [];
  return [
    ...checksToCome(expected, sides, needed),
    // What the table itself lacks comes with the move.
    ...columnsOf(expected, sides.expected)
      .map(identityOf)
      .filter((column) => sides.actual.get(column) !== undefined)
      .flatMap((column) => asAbove(column, sides)),
    ...[...above.values()].flatMap((table) => [
      { object: identityOf(table), attribute: "partitionKey", needed },
      ...columnsOf(table, sides.expected).flatMap((column) => asAbove(identityOf(column), sides)),
      ...[...columnsOf(table, sides.actual).map(identityOf), ...checksOf(table, sides.actual)]
        .filter((one) => sides.expected.get(one) === undefined)
        .map((object) => ({ object, needed })),
    ]),
  ];
}

/** The differences without which a new table would not get the columns that it is to have of those above it. */
export function differencesAboveNew(expected: Table, sides: Sides): readonly Needed[] {
  const above = parentsOf(expected).filter((parent) => sides.actual.get(parent) !== undefined);
  return above
    .flatMap((parent) => columnsOf(parent, sides.expected))
    .flatMap((column) => asAbove(identityOf(column), sides))
    .filter(({ attribute }) => attribute === undefined || onlyFromAbove.includes(attribute));
}

const checksOf = (table: Identity, side: CatalogView): readonly Identity[] =>
  side
    .childrenOf(table)
    .filter(({ kind, type }) => kind === "constraint" && type === "check")
    .map(identityOf);

function asAbove(object: Identity, sides: Sides): readonly Needed[] {
  const [wanted, present] = [sides.expected.get(object), sides.actual.get(object)] as unknown as (
    | Column
    | undefined
  )[];
  if (wanted === undefined || present === undefined) return [{ object, needed }];
  const computed = wanted.generated !== null || present.generated !== null;
  return [...likewise, ...(computed ? ["default"] : [])].map((attribute) => ({ object, attribute, needed }));
}
