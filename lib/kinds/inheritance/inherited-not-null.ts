import { qualify } from "../../postgres/identifier";
import { identityOf } from "../../postgres/identity";
import type { Statement } from "../../postgres/statement";
import type { Column } from "../column";
import { columnsOfChildren, isOfPartition } from "../columns/column-family";
import { alterColumn } from "../columns/column-statement";
import { declareNotNull } from "../columns/not-null";
import type { CatalogView, Sides } from "../kind";
import { relationOf } from "../preflight/preflight";
import { columnsThatFollow } from "./inheritance-links";

/**
 * What stands around a change of type that goes down to child tables. PostgreSQL 18 writes their NOT NULL constraints anew
 * with it, and refuses where a child has one by a name of its own ("cannot create not-null constraint", 55000): so each
 * lets go of it first, from the top down, and gets it back.
 */
export function aroundInheritedType(
  actual: Column,
  sides: Sides,
): { readonly before: readonly Statement[]; readonly after: readonly Statement[] } {
  // Those that leave have left, and take care of themselves.
  const below = columnsThatFollow(actual, sides).filter((heir) => !isOfPartition(heir, sides.actual));
  const family = sides.actual.serverVersion >= 180_000 ? [actual, ...below] : [];
  const staysNotNull = (column: Column): boolean => sides.expected.get(identityOf(column))?.notNull === true;
  const declared = family.length < 2 ? [] : family.filter(({ notNull }) => notNull);
  return {
    before: declared.map((column) => alterColumn(column, "DROP NOT NULL")),
    // The values stayed what they were: reading them again finds no null.
    after: declared.filter(staysNotNull).flatMap((column) =>
      declareNotNull(column, {
        scan: true,
        hazards: [{ code: "table-scan", detail: qualify(column.schema, column.table) }],
      }),
    ),
  };
}

/** True for a column that hands its type down to child tables, or takes it from a parent. Partitions are not meant. */
export const hasFamily = (column: Column, side: CatalogView): boolean =>
  (column.inherited && side.get(relationOf(column))?.partitionOf == null) ||
  columnsOfChildren(column, side).length > 0;

/** True where a child table has the column and lets nulls in: what forbids them above is not handed down. */
export const hasNullableHeir = (column: Column, side: CatalogView): boolean =>
  columnsOfChildren(column, side).some(({ notNull }) => !notNull);
