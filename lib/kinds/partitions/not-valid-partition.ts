/** A new partition whose NOT NULL is not valid. Having no rows it comes by a valid one, and no statement takes that back. */
import { qualify } from "../../postgres/identifier";
import { identityOf } from "../../postgres/identity";
import { type Statement, statement } from "../../postgres/statement";
import type { Column } from "../column";
import { alterColumn } from "../columns/column-statement";
import { declareNotNull } from "../columns/not-null";
import type { CatalogView } from "../kind";
import type { Table } from "../table";
import { locksOfAttaching, locksOfDetaching } from "../tables/parent-locks";
import { rootsOf } from "../tables/table-parents";

/** Takes it off its root for a moment, where it comes from one that is there. One that is yet to come down comes as it is. */
export function notValidAgain(
  partition: Table,
  columns: readonly Column[],
  side: CatalogView,
  actual: CatalogView | undefined,
): readonly Statement[] {
  const root = partition.partitionOf;
  if (root === null || actual === undefined) return [];
  const roots = rootsOf(partition, side);
  const here = columns.filter(
    (column) =>
      column.notNull &&
      column.notNullNotValid &&
      roots.some(
        ({ schema, name }) =>
          actual.get({ ...identityOf(column), schema: schema ?? "", table: name })?.notNull === true,
      ),
  );
  if (here.length === 0) return [];
  const [above, own] = [qualify(root.schema, root.name), qualify(partition.schema, partition.name)];
  const object = identityOf(partition);
  return [
    statement(`ALTER TABLE ${above} DETACH PARTITION ${own}`, object, {
      alsoLocks: locksOfDetaching(root, actual),
    }),
    ...here
      .flatMap((column) => [alterColumn(column, "DROP NOT NULL"), ...declareNotNull(column)])
      .map((one) => ({ ...one, object, lock: null })),
    statement(
      `ALTER TABLE ${above} ATTACH PARTITION ${own} ${partition.partitionBound ?? "DEFAULT"}`,
      object,
      {
        alsoLocks: locksOfAttaching(root, actual),
      },
    ),
  ];
}
