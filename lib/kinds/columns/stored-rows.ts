/** Rows of a table that columns hold whole: nothing writes new values into those, so that Postgres refuses to write any into the table's own (0A000). */
import { qualify } from "../../postgres/identifier";
import { displayName, type Identity, identityKey, identityOf } from "../../postgres/identity";
import type { Column } from "../column";
import type { CatalogObject, CatalogView, Sides } from "../kind";
import type { MaterializedView } from "../materialized-view";
import { relationOf } from "../preflight/preflight";
import { rowsRestOn, typeKinds } from "../types/rows-in-use";
import { baseType } from "./column-conversion";
import { columnsBelow } from "./column-family";
import { refusesValues, underlyingType } from "./underlying-type";

/** True for the row type of a table, and arrays of it. */
const isRowOf = (table: Identity, type: unknown): boolean =>
  typeof type === "string" && baseType(type) === qualify(table.schema, table.name);

/** What holds rows of the column's table, by itself or in what is made of them, and is not out of its way; undefined where nothing does. */
function holderOf(column: Column, side: CatalogView): CatalogObject | undefined {
  const table = relationOf(column);
  return side.dependentsOf(table).find((dependent) => {
    if (dependent.kind === "column") return isRowOf(table, dependent.type);
    if (typeKinds.has(dependent.kind)) return rowsRestOn(dependent, side);
    const { kind, columns } = dependent as unknown as MaterializedView | { readonly kind: ""; columns: [] };
    if (kind !== "materialized view" || !columns.some(({ type }) => isRowOf(table, type))) return false;
    const key = identityKey(dependent);
    return !side.dependentsOf(identityOf(column)).some((one) => identityKey(one) === key);
  });
}

export const rowTypeIsStored = (column: Column, side: CatalogView): boolean =>
  holderOf(column, side) !== undefined;

/**
 * Why the rows of a column's table are not written anew, being held whole elsewhere; null where they are.
 * @param sides all on which something has to hold them
 * @param what goes on behind the table's name
 */
export function whyRowsStay(column: Column, sides: readonly CatalogView[], what: string): string | null {
  const [holder, ...others] = sides.map((side) => holderOf(column, side));
  if (holder === undefined || others.includes(undefined)) return null;
  const rows = `whole rows of table ${displayName(relationOf(column))}, ${what} (0A000).`;
  return holder.kind === "materialized view"
    ? `${holder.kind} ${displayName(holder)} holds ${rows} It has to be dropped first, and made again behind that.`
    : `other columns hold ${rows} They have to be given another type first.`;
}

/** Why no values can be written into the rows that are there, for the column or those that it hands down to; null where they can. */
export const whyNotWritten = (column: Column, { expected, actual }: Sides): string | null =>
  [column, ...columnsBelow(column, expected)]
    .map((one) => whyRowsStay(one, [actual, expected], "into which PostgreSQL writes no new values"))
    .find((why) => why !== null) ?? null;

/** Columns that hold whole rows now and are to hold none: as long as they do, the change of this column writes into none either. */
export function holdersThatLeave(expected: Column | undefined, actual: Column | undefined, sides: Sides) {
  if (expected === undefined || !isWritten(expected, actual, sides.expected)) return [];
  return [expected, ...columnsBelow(expected, sides.expected)].flatMap((one) => {
    const table = relationOf(one);
    const holds = (holder: CatalogObject | undefined): boolean =>
      holder?.kind === "column" && isRowOf(table, holder.type);
    return sides.actual
      .dependentsOf(table)
      .filter((holder) => holds(holder) && !holds(sides.expected.get(holder)))
      .map((holder) => ({
        object: identityOf(holder),
        needed: `PostgreSQL writes nothing into rows of table ${displayName(table)} (0A000) while they are held whole by`,
        ...(sides.expected.get(holder) === undefined ? {} : { attribute: "type" }),
      }));
  });
}

/** True where the column's coming, or its change, writes into the rows that are there. */
export const isWritten = (expected: Column, actual: Column | undefined, side: CatalogView): boolean =>
  actual === undefined
    ? expected.identity !== null ||
      expected.generated === "stored" ||
      refusesValues(underlyingType(expected, side))
    : expected.type !== actual.type ||
      (expected.generated === "stored" &&
        (actual.generated !== "stored" || expected.default !== actual.default));

/** The columns of the table whose rows the column is to hold: no more can be written into them once it does. */
export const columnsHeld = (column: Column, side: CatalogView): readonly Identity[] =>
  side
    .dependenciesOf(column)
    .filter((table) => table.kind === "table" && isRowOf(table, column.type))
    .flatMap((table) => side.childrenOf(table))
    .filter(({ kind }) => kind === "column")
    .map((one) => identityOf(one));
