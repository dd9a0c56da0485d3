/** Foreign keys to primary keys beside which another unique index is on the same columns. */
import { qualify, quoteIdentifier } from "../../postgres/identifier";
import { identityOf } from "../../postgres/identity";
import type { Constraint } from "../constraint";
import type { Index } from "../index-kind";
import type { CatalogObject, CatalogView } from "../kind";
import { referencedTable } from "../tables/key-neighbours";
import { rootsOf } from "../tables/table-parents";
import { isReferableIndex, isReferableKey } from "./referable";

/**
 * Of several that a foreign key could refer to by its columns, Postgres takes the one that was made first, and the other cannot
 * hold it: left out, the columns are those of the primary key, and so is the index.
 */
export function referringToPrimaryKey(
  object: Constraint,
  side: CatalogView,
  actual: CatalogView | undefined,
): Constraint {
  const target = object.references;
  if (target === null) return object;
  const table = referencedTable(target);
  const refersTo = side
    .childrenOf(table)
    .find((key) => key.type === "primary key" && String(key.columns) === String(target.columns));
  if (refersTo === undefined || !side.dependenciesOf(identityOf(object)).includes(refersTo)) return object;
  const fits = (other: CatalogObject): boolean =>
    other.kind === "index"
      ? isReferableIndex(object as unknown as CatalogObject, other as unknown as Index)
      : other.type === "unique" &&
        isReferableKey(object as unknown as CatalogObject, other as unknown as Constraint);
  const isOneOfSeveral = [side, ...(actual === undefined ? [] : [actual])].some((at) =>
    [table, ...rootsOf(table, at)].flatMap((one) => at.childrenOf(one)).some(fits),
  );
  if (!isOneOfSeveral) return object;
  const name = ` REFERENCES ${qualify(target.schema, target.table)}`;
  const columns = `(${target.columns.map(quoteIdentifier).join(", ")})`;
  return { ...object, definition: object.definition.replace(name + columns, () => name) };
}
