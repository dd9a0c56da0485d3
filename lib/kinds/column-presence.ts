/** Adding and dropping a column of a table that is there already. */
import { qualify, quoteIdentifier } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import { type Hazard, type Statement, statement } from "../postgres/statement";
import type { Column } from "./column";
import { columnDefinition, columnDetails } from "./column-definition";
import { alterTable, columnPath } from "./column-statement";
import type { CatalogView } from "./kind";

/** True where a parent table or partitioned root makes, changes and drops the column for this one. */
export const isPassedOn = (object: Column): boolean => object.inherited && !object.local;

export function addColumn(object: Column, side: CatalogView): readonly Statement[] {
  if (isPassedOn(object)) return [];
  const hazards: Hazard[] = [];
  const filled = object.default !== null || object.identity !== null || object.generated !== null;
  const rewrite = object.identity !== null || object.generated === "stored";
  if (object.notNull && !filled) hazards.push({ code: "may-fail-on-data", detail: "a table that has rows" });
  if (rewrite) hazards.push({ code: "table-rewrite", detail: qualify(object.schema, object.table) });
  return [
    alterTable(object, `ADD COLUMN ${columnDefinition(object, side, true)}`, { rewrite, hazards }),
    ...columnDetails(object, side, true),
  ];
}

/** A child table that goes on having the column of its own keeps it, with its values: only the parent's is dropped then. */
export function dropColumn(object: Column, actual: CatalogView, expected: CatalogView): readonly Statement[] {
  if (isPassedOn(object)) return [];
  const drop = (relation: string, child: Identity): Statement =>
    statement(`ALTER TABLE ${relation} DROP COLUMN ${quoteIdentifier(object.name)}`, child, {
      lock: "ACCESS EXCLUSIVE",
      hazards:
        object.generated === null
          ? [{ code: "data-loss", detail: `every value of ${columnPath(object)}` }]
          : [],
    });
  const self = qualify(object.schema, object.table);
  const children = heirs({ kind: "table", schema: object.schema, name: object.table }, actual);
  const keeps = (child: Identity): boolean => expected.get(columnIn(child, object.name)) !== undefined;
  if (!children.some(keeps)) return [drop(self, identityOf(object))];
  return [
    drop(`ONLY ${self}`, identityOf(object)),
    ...children
      .filter((child) => !keeps(child))
      .map((child) => drop(qualify(child.schema, child.name), columnIn(child, object.name))),
  ];
}

/** Tables that inherit from this one or are its partitions. */
const heirs = (table: Identity, side: CatalogView): readonly Identity[] =>
  side.dependentsOf(table).filter((dependent) => dependent.kind === "table");

const columnIn = (table: Identity, name: string): Identity => ({
  kind: "column",
  ...(table.schema === undefined ? {} : { schema: table.schema }),
  table: table.name,
  name,
});
