/** What PostgreSQL can make of the values of one type when another one is asked for (postgres-facts: pg_cast, measured). */

/** A type without its modifier and without the `[]` of an array. */
export const baseType = (type: string): string =>
  type
    .replace(/\(\d+(?:,-?\d+)?\)/, "")
    .replace(/(\[\])+$/, "")
    .trim();

export const isArray = (type: string): boolean => type.endsWith("[]");

const strings = new Set(["text", "character varying", "character"]);

export const isString = (type: string): boolean => strings.has(baseType(type)) && !isArray(type);

/** Families whose members Postgres converts into each other when assigning (pg_cast, castcontext i or a). */
const families: readonly ReadonlySet<string>[] = [
  new Set(["smallint", "integer", "bigint", "numeric", "real", "double precision", "money", "oid"]),
  new Set(["date", "timestamp without time zone", "timestamp with time zone"]),
  new Set(["json", "jsonb"]),
  new Set(["inet", "cidr"]),
  new Set(["macaddr", "macaddr8"]),
  new Set(["bit", "bit varying"]),
];

/** Conversions that exist but only when asked for (castcontext e). */
const explicitCasts = new Set([
  "integer boolean",
  "boolean integer",
  "integer bit",
  "bigint bit",
  "bit integer",
  "bit bigint",
]);

/** A type that somebody made: printed with its schema under `search_path = pg_catalog`. */
const isUserType = (type: string): boolean => /^("(?:[^"]|"")+"|[a-z_][a-z0-9_$]*)\./.test(type);

/** How the values get from one type to the other: by themselves, by a cast, by their text, or not at all. */
export function conversionOf(from: string, to: string): "assignment" | "cast" | "text" | "none" {
  if (isArray(from) !== isArray(to)) return "none";
  const [source, target] = [baseType(from), baseType(to)];
  // To a string anything goes, by its output function.
  if (source === target || strings.has(target)) return "assignment";
  if (families.some((family) => family.has(source) && family.has(target))) return "assignment";
  if (strings.has(source) || explicitCasts.has(`${source} ${target}`)) return "cast";
  // Two types of somebody's own, such as two enums, share their text.
  return isUserType(source) && isUserType(target) ? "text" : "none";
}

/** The length in `character varying(36)`; infinite where there is none. */
export const lengthOf = (type: string): number =>
  Number(/\((\d+)\)/.exec(type)?.[1] ?? Number.POSITIVE_INFINITY);

/** Precision and scale of `numeric(10,2)`; null where there are none. */
export function precisionOf(type: string): { readonly precision: number; readonly scale: number } | null {
  const match = /\((\d+),(-?\d+)\)/.exec(type);
  return match ? { precision: Number(match[1]), scale: Number(match[2]) } : null;
}

/** True where the stored bytes serve both types, so that no row is written anew (postgres-facts.md §1a, first row). */
export function keepsItsBytes(from: string, to: string): boolean {
  if (from === to) return true;
  if (isArray(from) || isArray(to)) return false;
  const [source, target] = [baseType(from), baseType(to)];
  const varying = source === "character varying" || source === "text";
  if (varying && (target === "character varying" || target === "text")) {
    return lengthOf(to) >= lengthOf(from) && !(source === "text" && lengthOf(to) < Number.POSITIVE_INFINITY);
  }
  if (source === "numeric" && target === "numeric") return widensNumeric(from, to);
  return (source === "cidr" && target === "inet") || (source === "integer" && target === "oid");
}

function widensNumeric(from: string, to: string): boolean {
  const [source, target] = [precisionOf(from), precisionOf(to)];
  if (target === null) return true;
  return source !== null && source.scale === target.scale && target.precision >= source.precision;
}

/** Characters that the text of every value of a type needs at most; undefined where there is no such number. */
const textLength: { readonly [type: string]: number } = {
  uuid: 36,
  boolean: 5,
  smallint: 6,
  integer: 11,
  bigint: 20,
  date: 13,
};

/** True where no value can be refused: the types themselves prove it and no row need be looked at. */
export function alwaysFits(from: string, to: string): boolean {
  const [source, target] = [baseType(from), baseType(to)];
  if (strings.has(target)) {
    const most = strings.has(source) ? lengthOf(from) : (textLength[source] ?? Number.POSITIVE_INFINITY);
    return lengthOf(to) === Number.POSITIVE_INFINITY || most <= lengthOf(to);
  }
  const order = ["smallint", "integer", "bigint", "numeric"];
  if (order.includes(source) && order.includes(target)) {
    return (
      order.indexOf(target) >= order.indexOf(source) && (target !== "numeric" || widensNumeric(from, to))
    );
  }
  return from === to;
}
