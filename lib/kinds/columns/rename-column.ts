import { quoteIdentifier } from "../../postgres/identifier";
import type { Identity } from "../../postgres/identity";
import type { Statement } from "../../postgres/statement";
import type { Column } from "../column";
import type { CatalogView } from "../kind";
import { nameFeatures, renamedHazard } from "../tables/rename-table";
import { alterTable } from "./column-statement";

/** A partition's or child table's column follows its parent's by itself. */
export const renameColumn = (object: Column, name: string): Statement =>
  alterTable(object, `RENAME COLUMN ${quoteIdentifier(object.name)} TO ${quoteIdentifier(name)}`, {
    hazards: [renamedHazard(object)],
  });

/** A name inherited from a parent cannot be changed where it is inherited (42P16). */
export function columnFeatures(
  object: Column,
  side: CatalogView,
): readonly (readonly [feature: string, weight: number])[] {
  if (object.inherited || object.relation !== "table") return [];
  const keys = side
    .childrenOf({ kind: object.relation, schema: object.schema, name: object.table })
    .flatMap((child): readonly (readonly [string, number])[] =>
      Array.isArray(child.columns) && child.columns.includes(object.name)
        ? [[`${child.kind} ${String(child.type)} ${JSON.stringify(child.references ?? null)}`, 2]]
        : [],
    );
  return [
    [`type ${object.type}`, 3],
    [`not null ${object.notNull}`, 1],
    [`default ${object.default} ${object.generated} ${object.identity}`, 2],
    [`position ${object.position}`, 1],
    ...(object.comment === null ? [] : ([[`comment ${object.comment}`, 2]] as const)),
    ...keys,
    ...nameFeatures(object.name),
  ];
}

export const columnsThatInherit = (object: Column, side: CatalogView): readonly Identity[] =>
  side
    .dependentsOf({ kind: "table", schema: object.schema, name: object.table })
    .filter((child) => child.kind === "table")
    .flatMap((child) => {
      const column = side.get({
        ...{ kind: "column", table: child.name, name: object.name },
        ...(child.schema === undefined ? {} : { schema: child.schema }),
      });
      return column?.inherited === true ? [column] : [];
    });
