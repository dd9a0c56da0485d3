import { qualify } from "../postgres/identifier";
import { columnsOf } from "./columns-of";
import type { CatalogView, Sides } from "./kind";
import { type Manual, manual } from "./manual";
import type { ViewColumn } from "./view";

const identifier = String.raw`(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)`;

/** `FROM schema.relation alias(first, second)`, as the server prints it. */
const aliasList = new RegExp(
  String.raw`(?:FROM|JOIN|,)\s+\(*(?:ONLY\s+)?(${identifier})\.(${identifier})(?:\s*\*)?\s+${identifier}\((${identifier}(?:,\s*${identifier})*)\)`,
  "gu",
);

/**
 * Why a text of the expected side would mean other columns on the actual one: it gives names to a relation's columns by
 * their place, which is the one thing in which the order of columns counts. Null where it would not.
 */
export function namedByPlace(text: string, { expected, actual }: Sides): string | null {
  // Most texts read nothing.
  if (!text.includes("FROM ")) return null;
  for (const [, schema = "", name = "", aliases = ""] of text.matchAll(aliasList)) {
    const relation = { schema: unquoted(schema), name: unquoted(name) };
    const [wanted, present] = [columnNames(relation, expected), columnNames(relation, actual)];
    const count = aliases.match(new RegExp(identifier, "gu"))?.length ?? 0;
    if (wanted === null || present === null) continue;
    if (wanted.slice(0, count).some((column, place) => column !== present[place]))
      return `Its text names the columns of ${qualify(relation.schema, relation.name)} by their place, and they stand in another order on the two sides.`;
  }
  return null;
}

/** The outcome of a change of the text, where it would mean other columns; null where it would not. */
export function changedByPlace(text: string, sides: Sides): Manual | null {
  const why = namedByPlace(text, sides);
  return why === null
    ? null
    : manual(`it would read other columns. ${why} Write it by hand for the order that the database has.`);
}

const unquoted = (word: string): string =>
  word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') : word;

/** In order; null where the side has no such relation. */
function columnNames(
  relation: { readonly schema: string; readonly name: string },
  side: CatalogView,
): readonly string[] | null {
  for (const kind of ["table", "foreign table"]) {
    const table = side.get({ kind, ...relation });
    if (table === undefined) continue;
    return columnsOf(table, side).map((column) => column.name);
  }
  for (const kind of ["view", "materialized view"]) {
    const columns = side.get({ kind, ...relation })?.columns as readonly ViewColumn[] | undefined;
    if (columns !== undefined) return columns.map((column) => column.name);
  }
  return null;
}
