/** A column in the words of a Prisma schema. */
import type { Column } from "../../kinds/column";

/** `String @db.VarChar(36)`, without the `?` and the default. Types that Prisma has no word for become `Unsupported`. */
export function prismaType(
  type: string,
  enumName: (type: string) => string | undefined,
): {
  readonly type: string;
  readonly native: string | null;
} {
  if (type.endsWith("[]")) {
    const item = prismaType(type.slice(0, -2), enumName);
    return { type: `${item.type}[]`, native: item.native };
  }
  const [, name = type, modifier, rest = ""] =
    /^([a-z ]+?)(?:\(([\d,]+)\))?( with(?:out)? time zone)?$/.exec(type) ?? [];
  const known = types[name + rest];
  if (known !== undefined) {
    const [word, native] = known;
    // timestamp(3) is what a DateTime without further words is.
    if (word === "DateTime" && native === "Timestamp" && modifier === "3")
      return { type: word, native: null };
    if (native === null) return { type: word, native: null };
    return {
      type: word,
      native: modifier === undefined ? `@db.${native}` : `@db.${native}(${modifier.replace(",", ", ")})`,
    };
  }
  const label = enumName(type);
  return { type: label ?? `Unsupported(${JSON.stringify(type)})`, native: null };
}

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

/** `@default(…)`, or null where the column has none. */
export function prismaDefault(column: Column, type: string): string | null {
  const expression = column.default;
  if (column.identity !== null) return "@default(autoincrement())";
  if (expression === null) return null;
  const generated = `@default(dbgenerated(${JSON.stringify(expression)}))`;
  const word = type.replace(/\[\]$/, "");
  const [, quoted] = /^'((?:[^'\\]|'')*)'::[^']+$/.exec(expression) ?? [];
  if (/^nextval\(/.test(expression) && (word === "Int" || word === "BigInt"))
    return "@default(autoincrement())";
  if (word === "DateTime" && expression === "CURRENT_TIMESTAMP") return "@default(now())";
  if (type.endsWith("[]")) return generated;
  if (word === "Boolean" && /^(true|false)$/.test(expression)) return `@default(${expression})`;
  if (/^(Int|BigInt|Float|Decimal)$/.test(word) && /^-?\d+(\.\d+)?$/.test(expression))
    return `@default(${expression})`;
  if (quoted === undefined) return generated;
  if (word === "String") return `@default(${JSON.stringify(quoted.replaceAll("''", "'"))})`;
  const isEnum =
    !/^(Boolean|Int|BigInt|Float|Decimal|DateTime|Json|Bytes)$/.test(word) && !word.startsWith("Unsupported");
  return isEnum && /^[A-Za-z]\w*$/.test(quoted) ? `@default(${quoted})` : generated;
}

/** The name of a field for a column: Prisma's names begin with a letter and hold letters, digits and `_` only. */
export const fieldName = (column: string): string =>
  /^[A-Za-z]\w*$/.test(column) ? column : `field_${column.replace(/\W/g, "_")}`;
