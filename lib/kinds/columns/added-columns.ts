import { qualify, quoteIdentifier } from "../../postgres/identifier";
import { type Identity, identityOf } from "../../postgres/identity";
import type { Column } from "../column";
import type { Sides } from "../kind";
import { hasVolatileDefault } from "./volatile-default";

/**
 * The rows of a table as they will be once these columns are added: FROM's words, with the value that every row begins with.
 * The table itself where none is new; null where what a row begins with is not known yet.
 */
export function rowsWithAdded(table: Identity, columns: readonly string[], sides: Sides): string | null {
  const relation = qualify(table.schema, table.name);
  const added = columns
    .map((name) => ({ kind: "column", schema: table.schema ?? "", table: table.name, name }))
    .filter((column) => sides.actual.get(column) === undefined);
  if (added.length === 0) return relation;
  const values = added.map((identity) => {
    const column = sides.expected.get(identity) as unknown as Column | undefined;
    return column === undefined ? null : beginning(column, sides);
  });
  if (values.includes(null)) return null;
  return `(SELECT *, ${values.join(", ")} FROM ${relation}) AS ${quoteIdentifier(table.name)}`;
}

function beginning(column: Column, sides: Sides): string | null {
  const computed = column.generated !== null || column.identity !== null;
  if (computed || hasVolatileDefault(column, sides.expected)) return null;
  // What the value is made with must be there already, and the same.
  const ready = sides.expected
    .dependenciesOf(column)
    .filter(({ kind }) => kind !== "table")
    .every((needed) => sides.actual.get(identityOf(needed)) !== undefined);
  return ready ? `(${column.default ?? "NULL"})::${column.type} AS ${quoteIdentifier(column.name)}` : null;
}
