/** The same column in parent tables and partitioned roots above, and in child tables and partitions below. */
import { type Identity, identityKey, identityOf } from "../../postgres/identity";
import type { Statement } from "../../postgres/statement";
import type { Column } from "../column";
import type { CatalogObject, CatalogView } from "../kind";
import { relationOf } from "../preflight/preflight";
import { setOwnExpression } from "./column-statement";

const isTable = ({ kind }: Identity): boolean => kind === "table" || kind === "foreign table";

const inTable = (column: Column, { schema, name }: Identity): Identity => ({
  ...identityOf(column),
  schema: schema ?? "",
  table: name,
});

/** Where the column would come from, in the tables that its own inherits from or is a partition of. */
export const columnsAbove = (column: Column, side: CatalogView): readonly Identity[] =>
  column.inherited
    ? side
        .dependenciesOf(relationOf(column))
        .filter(isTable)
        .map((table) => inTable(column, table))
    : [];

/** The same column wherever it is handed down to, nearest first. */
export const columnsBelow = (column: Column, side: CatalogView): readonly Column[] =>
  below(column, side, () => true);

/** The same column in the child tables below, nearest first: without partitions. */
export const columnsOfChildren = (column: Column, side: CatalogView): readonly Column[] =>
  below(column, side, (table) => table.partitionOf == null);

function below(
  column: Column,
  side: CatalogView,
  goesTo: (table: CatalogObject) => boolean,
): readonly Column[] {
  const found = new Map<string, Column>();
  let level: readonly Column[] = [column];
  while (level.length > 0) {
    level = level.flatMap((above) =>
      side
        .dependentsOf(relationOf(above))
        .filter((table) => isTable(table) && goesTo(table))
        .map((table) => side.get(inTable(column, table)) as unknown as Column | undefined)
        .filter((own) => own !== undefined)
        .filter((own) => own.inherited && !found.has(identityKey(own))),
    );
    for (const one of level) found.set(identityKey(one), one);
  }
  return [...found.values()];
}

/** The same column in the tables right above, where the side has it. */
export const parentColumns = (column: Column, side: CatalogView): readonly Column[] =>
  columnsAbove(column, side)
    .map((above) => side.get(above) as unknown as Column | undefined)
    .filter((above) => above !== undefined);

/**
 * Columns that tables above are to get before one comes under them: its own default of such a column, and what it is
 * partitioned by, name what they hand down.
 * @param inherited the new table's
 */
export const columnsToComeDown = (
  inherited: readonly Column[],
  side: CatalogView,
  actual: CatalogView | undefined,
): readonly Identity[] =>
  inherited.flatMap((column) => columnsAbove(column, side)).filter((above) => !actual?.get(above));

/** True for a column that computes its values in another way than some table does that hands it down. */
export const computesOtherwise = (column: Column, side: CatalogView): boolean =>
  column.generated !== null && parentColumns(column, side).some((above) => above.default !== column.default);

/** True for a column of a partition. */
export const isOfPartition = (column: Column, side: CatalogView): boolean =>
  side.get(relationOf(column))?.partitionOf != null;

/**
 * True for a column that its own table declares: CREATE TABLE and ADD COLUMN merge it with what the parents hand down. No
 * other statement gives a child table an expression of its own before PostgreSQL 17, or where two parents' differ.
 */
export const isDeclared = (column: Column, side: CatalogView): boolean =>
  column.local || !column.inherited || (computesOtherwise(column, side) && !isOfPartition(column, side));

/** Those below that are declared besides, in tables that are there: theirs has to be there first, to be merged. */
export const heldBelow = (column: Column, side: CatalogView, actual: CatalogView): readonly Identity[] =>
  columnsBelow(column, side)
    .filter((heir) => isDeclared(heir, side) && actual.get(relationOf(heir)) !== undefined)
    .map((heir) => identityOf(heir));

/** What those below compute in another way, said again: a change of the column went down to them. */
export const expressionsBelow = (
  column: Column,
  side: CatalogView,
  actual: CatalogView,
  concerns: (heir: Column, present: Column) => boolean,
): readonly Statement[] =>
  column.generated === null || actual.serverVersion < 170_000
    ? []
    : columnsBelow(column, side).flatMap((heir) => {
        const present = actual.get(identityOf(heir)) as unknown as Column | undefined;
        return present !== undefined &&
          heir.generated !== null &&
          heir.default !== column.default &&
          concerns(heir, present)
          ? [setOwnExpression(heir)]
          : [];
      });
