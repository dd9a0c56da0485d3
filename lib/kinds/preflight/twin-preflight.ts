/** What to ask of keys whose columns get another type: values that were different may become the same. */
import {
  isPrintedName,
  qualify,
  quoteIdentifier,
  quoteLiteral,
  unquoteIdentifier,
} from "../../postgres/identifier";
import { displayName, type Identity, visible } from "../../postgres/identity";
import type { Preflight } from "../../postgres/statement";
import type { Column } from "../column";
import {
  baseType,
  isArray,
  isString,
  lengthOf,
  lostInConversion,
  precisionOf,
} from "../columns/column-conversion";
import { underlyingType } from "../columns/underlying-type";
import type { Constraint } from "../constraint";
import type { Index } from "../index-kind";
import type { Sides } from "../kind";
import { indexParts } from "./index-preflight";
import { askRows, inWords, relationOf } from "./preflight";

/** The questions for each key of the column's table that the column is part of. */
export function twinPreflights(column: Column, sides: Sides): readonly Preflight[] {
  const table = relationOf(column);
  const own = convertedValue(column.name, table, sides);
  if (own === null || own === quoteIdentifier(column.name)) return [];
  return sides.expected.childrenOf(table).flatMap((child) => {
    const key = keyOf(child as unknown as Constraint | Index);
    if (key === null || !key.columns.includes(column.name)) return [];
    const values = key.columns.map((name) => convertedValue(name, table, sides));
    if (!values.every((value) => value !== null)) return [];
    const conditions = [
      ...(key.nullsEqual ? [] : key.columns.map((name) => `${quoteIdentifier(name)} IS NOT NULL`)),
      ...(key.where === undefined ? [] : [`(${key.where})`]),
    ];
    const where = conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
    const from = qualify(column.schema, column.table);
    return [
      askRows(
        `Are there rows of ${inWords(table)} that differ in ${visible(column.name)} now and become the same as ${visible(shownType(column, sides))}, under the key ${displayName(child)}?`,
        table,
        `SELECT 1 FROM ${from}${where} GROUP BY ${values.join(", ")} HAVING pg_catalog.count(*) > 1`,
      ),
    ];
  });
}

const shownType = (column: Column, sides: Sides): string =>
  String(sides.expected.get(column)?.type ?? column.type);

interface Key {
  readonly columns: readonly string[];
  readonly nullsEqual: boolean;
  readonly where?: string;
}

/** Null for what lets duplicates in, and for keys of expressions, which are not asked. */
function keyOf(object: Constraint | Index): Key | null {
  if (object.kind === "constraint") {
    const { type, columns, definition } = object;
    const plain = (type === "primary key" || type === "unique") && !definition.includes("WITHOUT OVERLAPS");
    return plain && columns !== null
      ? { columns, nullsEqual: definition.includes("NULLS NOT DISTINCT") }
      : null;
  }
  const parts = object.kind === "index" && object.unique ? indexParts(object.definition) : null;
  if (parts === null) return null;
  const columns = parts.keys.map(bareName);
  // A predicate is written for the new types, and may not be readable with the old ones.
  if (!columns.every((name) => name !== null)) return null;
  return { ...parts, columns };
}

/** `"Room"` → `Room`; null for an expression, or a column with a collation of its own. */
const bareName = (key: string): string | null => (isPrintedName(key) ? unquoteIdentifier(key) : null);

/**
 * What the column's values are told apart by once they are converted, computed so that no value stops the question: those
 * that cannot be converted are found by a question of their own. Null where that cannot be computed on this server.
 */
function convertedValue(name: string, table: Identity, sides: Sides): string | null {
  const identity = { kind: "column", schema: table.schema ?? "", table: table.name, name };
  const [actual, expected] = [
    sides.actual.get(identity),
    sides.expected.get(identity),
  ] as unknown as readonly [Column | undefined, Column | undefined];
  if (actual === undefined || expected === undefined) return null;
  const from = underlyingType(actual, sides.actual).type;
  const to = underlyingType(expected, sides.expected).type;
  const value = quoteIdentifier(name);
  if (from === to) return value;
  if (isArray(from) || isArray(to)) return isArray(from) && isArray(to) ? value : null;
  return isString(from)
    ? convertedText(`${value}::text`, to, sides.actual.serverVersion)
    : convertedNumber(value, from, to);
}

function convertedText(text: string, to: string, serverVersion: number): string | null {
  if (isString(to)) {
    const length = lengthOf(to);
    const cut = Number.isFinite(length) ? `pg_catalog."left"(${text}, ${length})` : text;
    // Trailing blanks do not count in `character`.
    return baseType(to) === "character" ? `pg_catalog.rtrim(${cut}, ' ')` : cut;
  }
  if (to === "uuid") return `pg_catalog.lower(pg_catalog.translate(${text}, '{}-', ''))`;
  if (serverVersion >= 160_000)
    return `CASE WHEN pg_catalog.pg_input_is_valid(${text}, ${quoteLiteral(to)}) THEN ${text}::${to} END`;
  if (["smallint", "integer", "bigint"].includes(to))
    return `CASE WHEN ${text} ~ '^[[:space:]]*[-+]?[0-9]+[[:space:]]*$' THEN ${text}::numeric END`;
  return null;
}

/** Numbers and times; every other conversion keeps different values different. */
function convertedNumber(value: string, from: string, to: string): string | null {
  if (isString(to) || lostInConversion(from, to) === null) return value;
  const [source, target] = [baseType(from), baseType(to)];
  if (["smallint", "integer", "bigint", "oid"].includes(target))
    // Floats are rounded to even, numerics away from zero.
    return source === "numeric"
      ? `pg_catalog.round(${value})`
      : `pg_catalog.round(${value}::double precision)`;
  if (target === "numeric") return `pg_catalog.round(${value}::numeric, ${precisionOf(to)?.scale ?? 0})`;
  if (target === "real") return `CASE WHEN pg_catalog.abs(${value}) < 3e38 THEN ${value}::real END`;
  if (target === "double precision")
    return `CASE WHEN pg_catalog.abs(${value}) < 1e308 THEN ${value}::double precision END`;
  return target === "money" ? `pg_catalog.round(${value}::numeric, 2)` : `${value}::${to}`;
}
