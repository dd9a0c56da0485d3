import type { Identity } from "../../postgres/identity";
import type { Column } from "../column";
import type { CatalogView } from "../kind";

/** The columns of a table, or of whatever has columns as objects of their own, as they stand. */
export const columnsOf = (table: Identity, side: CatalogView): readonly Column[] =>
  (side.childrenOf(table) as unknown as readonly Column[])
    .filter(({ kind }) => kind === "column")
    .toSorted((a, b) => a.position - b.position);
