/** Tables that foreign keys tie together. */
import type { Identity } from "../../postgres/identity";
import { columnsOf } from "../columns/columns-of";
import type { Constraint } from "../constraint";
import type { CatalogView } from "../kind";

/** The tables that the foreign keys of a table refer to. */
export const referredToBy = (table: Identity, side: CatalogView): readonly Identity[] =>
  side.childrenOf(table).flatMap((child) => {
    const references = (child as unknown as Constraint).references;
    return child.kind !== "constraint" || references === null ? [] : [referencedTable(references)];
  });

/** The tables whose foreign keys refer to a table. */
export const referringTo = (table: Identity, side: CatalogView): readonly Identity[] =>
  foreignKeysTo(table, side).map(({ schema, table: name }) => ({ kind: "table", schema, name }));

/** The foreign keys that refer to a table: each depends on the columns that it refers to. */
export const foreignKeysTo = (table: Identity, side: CatalogView): readonly Constraint[] =>
  columnsOf(table, side)
    .flatMap((column) => side.dependentsOf(column))
    .map((dependent) => dependent as unknown as Constraint)
    .filter(
      ({ kind, references }) =>
        kind === "constraint" && references?.schema === table.schema && references?.table === table.name,
    );

/** The table at the other end of a foreign key. */
export const referencedTable = ({
  schema,
  table,
}: {
  readonly schema: string;
  readonly table: string;
}): Identity => ({ kind: "table", schema, name: table });
