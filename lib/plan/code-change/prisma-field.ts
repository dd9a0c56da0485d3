/** A column in the words of a Prisma schema. */
import type { Catalog } from "../../catalog/catalog";
import type { Column } from "../../kinds/column";
import type { Sequence } from "../../kinds/sequence";
import { quoteIdentifier } from "../../postgres/identifier";
import { type Block, blocksOf, mappedName, type PrismaDocument, schemaOf } from "./prisma-document";
import { enumValues } from "./prisma-enum";
import { literal } from "./prisma-line";

export interface FieldType {
  /** Without `[]` and `?`: `String`, `Mood`, `Unsupported("circle")`. */
  readonly word: string;
  readonly list: boolean;
  /** `@db.VarChar(36)`; null where the word alone says it. */
  readonly native: string | null;
}

/** A column's type in Prisma's words. Types that it has no word for become `Unsupported`. */
export function prismaType(type: string, document: PrismaDocument): FieldType {
  if (type.endsWith("[]")) return { ...prismaType(type.slice(0, -2), document), list: true };
  const [, name = type, modifier, rest = ""] =
    /^([a-z ]+?)(?:\(([\d,]+)\))?( with(?:out)? time zone)?$/.exec(type) ?? [];
  const known =
    types[name + rest] ?? (/^[\w".]*\bcitext$/.test(type) ? (["String", "Citext"] as const) : undefined);
  const [precision = 0, scale = 0] = (modifier ?? "").split(",").map(Number);
  if (known !== undefined && !(name === "numeric" && scale > precision)) {
    const [word, native] = known;
    // timestamp(3) is what a DateTime without further words is.
    const usual = native === null || (native === "Timestamp" && modifier === "3");
    const detail = modifier === undefined ? "" : `(${modifier.replace(",", ", ")})`;
    return { word, list: false, native: usual ? null : `@db.${native}${detail}` };
  }
  const block = enumOf(type, document);
  return { word: block?.name ?? `Unsupported(${literal(type)})`, list: false, native: null };
}

/** The block of an enum that is printed as `public.mood`, without `[]`. */
export const enumOf = (type: string, document: PrismaDocument): Block | undefined =>
  blocksOf(document, "enum").find((block) => {
    const name = quoteIdentifier(mappedName(document, block));
    const schema = schemaOf(document, block);
    if (schema !== undefined) return type === `${quoteIdentifier(schema)}.${name}`;
    return type === name || (type.endsWith(`.${name}`) && !type.slice(0, -name.length - 1).includes("."));
  });

const types: { readonly [type: string]: readonly [string, string | null] } = {
  text: ["String", null],
  "character varying": ["String", "VarChar"],
  character: ["String", "Char"],
  uuid: ["String", "Uuid"],
  inet: ["String", "Inet"],
  xml: ["String", "Xml"],
  bit: ["String", "Bit"],
  "bit varying": ["String", "VarBit"],
  boolean: ["Boolean", null],
  smallint: ["Int", "SmallInt"],
  integer: ["Int", null],
  oid: ["Int", "Oid"],
  bigint: ["BigInt", null],
  numeric: ["Decimal", "Decimal"],
  money: ["Decimal", "Money"],
  real: ["Float", "Real"],
  "double precision": ["Float", null],
  "timestamp without time zone": ["DateTime", "Timestamp"],
  "timestamp with time zone": ["DateTime", "Timestamptz"],
  date: ["DateTime", "Date"],
  "time without time zone": ["DateTime", "Time"],
  "time with time zone": ["DateTime", "Timetz"],
  jsonb: ["Json", null],
  json: ["Json", "Json"],
  bytea: ["Bytes", null],
};

const numbers = /^(Int|BigInt|Float|Decimal)$/;
const scalars = /^(String|Boolean|Int|BigInt|Float|Decimal|DateTime|Json|Bytes)$/;

/** What stands in `@default(…)`, null where the column has no default, and `unsaid` where Prisma cannot declare it. */
export function prismaDefault(
  column: Column,
  type: FieldType,
  document: PrismaDocument,
  side: Catalog,
): { readonly value: string | null; readonly unsaid: boolean } {
  const expression = column.default;
  const said = (value: string | null) => ({ value, unsaid: false });
  // Prisma makes a serial of it, not an identity; to its client both are the same.
  if (column.identity !== null)
    return { value: /^(Int|BigInt)$/.test(type.word) ? "autoincrement()" : null, unsaid: true };
  if (column.generated !== null) return { value: null, unsaid: true };
  if (expression === null) return said(null);
  if (/^nextval\(/.test(expression))
    return isSerial(column, type, side) ? said("autoincrement()") : { value: null, unsaid: true };
  const { word } = type;
  const generated = said(`dbgenerated(${literal(expression)})`);
  const text = /^'((?:[^'\\]|'')*)'::[^']+$/.exec(expression)?.[1]?.replaceAll("''", "'");
  if (type.list) return expression.startsWith("ARRAY[]::") ? said("[]") : generated;
  if (word === "DateTime" && expression === "CURRENT_TIMESTAMP") return said("now()");
  if (word === "Boolean" && /^(true|false)$/.test(expression)) return said(expression);
  if (numbers.test(word)) {
    const number = text ?? expression;
    const whole = /^(Int|BigInt)$/.test(word);
    // More digits than a double holds are safer as the server prints them.
    return (whole ? /^-?\d{1,15}$/ : /^-?\d{1,12}(\.\d{1,3})?$/).test(number) ? said(number) : generated;
  }
  if (text === undefined) return generated;
  if (word === "String" && type.native === null) return said(literal(text));
  if (word === "String" && /^@db\.(VarChar|Char)\b/.test(type.native ?? "")) return said(literal(text));
  if (scalars.test(word) || word.startsWith("Unsupported")) return generated;
  const block = blocksOf(document, "enum").find(({ name }) => name === word);
  const value = block && enumValues(document, block).find(({ label }) => label === text);
  return value === undefined ? generated : said(value.name);
}

/** True where the sequence behind the default is what SERIAL makes, and nobody changed it. */
function isSerial(column: Column, type: FieldType, side: Catalog): boolean {
  if (type.list || !/^(Int|BigInt)$/.test(type.word)) return false;
  const name = serialName(column.table, column.name);
  const found = side.get({ kind: "sequence", schema: column.schema, name }) as unknown as
    | Sequence
    | undefined;
  if (found === undefined || column.default !== `nextval('${literalName(found)}'::regclass)`) return false;
  const { ownedBy, start, increment, cache, cycle, minimum } = found;
  return (
    ownedBy?.table === column.table &&
    ownedBy.column === column.name &&
    found.type === column.type &&
    maxima[found.type] === found.maximum &&
    [start, increment, cache, minimum].every((value) => value === "1") &&
    !cycle &&
    found.persistence === "permanent"
  );
}

const literalName = ({ schema, name }: Sequence): string =>
  `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`.replaceAll("'", "''");

const maxima: { readonly [type: string]: string } = {
  smallint: "32767",
  integer: "2147483647",
  bigint: "9223372036854775807",
};

/** As makeObjectName of src/backend/commands/indexcmds.c does: the longer of the two names gives way first. */
function serialName(table: string, column: string): string {
  let first = table.length;
  let second = column.length;
  while (first + second > 63 - "__seq".length) {
    if (first > second) first -= 1;
    else second -= 1;
  }
  return `${table.slice(0, first)}_${column.slice(0, second)}_seq`;
}
