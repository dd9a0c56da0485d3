import { printedName } from "../../postgres/identifier";

/** What PostgreSQL can make of the values of one type when another one is asked for (postgres-facts: pg_cast, measured). */

/** A type that somebody made, by its qualified name; a modifier and the `[]` of an array may follow. */
const userType = new RegExp(`^${printedName}\\.${printedName}`);

/** A type without its modifier and without the `[]` of an array. A type of somebody's own has modifiers of its own making. */
export const baseType = (type: string): string =>
  userType.exec(type)?.[0] ??
  type
    .replace(/\(\d+(?:,-?\d+)?\)/, "")
    .replace(/(\[\])+$/, "")
    .trim()
    // `interval day to second`.
    .replace(/^interval .*/, "interval");

/** True where only a type's own code knows which of its values fit: `geometry(Point,4326)` from the same with another modifier. */
export const ownCodeTells = (from: string, to: string): boolean =>
  from !== to && isUserType(to) && baseType(from) === baseType(to) && hasModifier(to);

const hasModifier = (type: string): boolean => type.replace(/(\[\])+$/, "") !== baseType(type);

export const isArray = (type: string): boolean => type.endsWith("[]");

const strings = new Set(["text", "character varying", "character"]);

export const isString = (type: string): boolean => strings.has(baseType(type)) && !isArray(type);

const numbers = new Set(["smallint", "integer", "bigint", "numeric", "real", "double precision"]);

/** True of two types that built-in functions and operators take alike. */
export const areNumbers = (from: string, to: string): boolean =>
  numbers.has(baseType(from)) && numbers.has(baseType(to));

/** What Postgres converts by itself when assigning (pg_cast, castcontext i and a), apart from conversions to strings. */
const assignable: { readonly [from: string]: readonly string[] } = {
  smallint: ["integer", "bigint", "numeric", "real", "double precision", "oid"],
  integer: ["smallint", "bigint", "numeric", "real", "double precision", "money", "oid"],
  bigint: ["smallint", "integer", "numeric", "real", "double precision", "money", "oid"],
  numeric: ["smallint", "integer", "bigint", "real", "double precision", "money"],
  real: ["smallint", "integer", "bigint", "numeric", "double precision"],
  "double precision": ["smallint", "integer", "bigint", "numeric", "real"],
  money: ["numeric"],
  oid: ["integer", "bigint"],
  date: ["timestamp without time zone", "timestamp with time zone"],
  "timestamp without time zone": ["date", "time without time zone", "timestamp with time zone"],
  "timestamp with time zone": [
    "date",
    "time without time zone",
    "time with time zone",
    "timestamp without time zone",
  ],
  "time without time zone": ["time with time zone", "interval"],
  "time with time zone": ["time without time zone"],
  interval: ["time without time zone"],
  json: ["jsonb"],
  jsonb: ["json"],
  inet: ["cidr"],
  cidr: ["inet"],
  macaddr: ["macaddr8"],
  macaddr8: ["macaddr"],
  bit: ["bit varying"],
  "bit varying": ["bit"],
};

/** Conversions that exist but only when asked for (castcontext e). */
const explicitCasts = new Set([
  "integer boolean",
  "boolean integer",
  "integer bit",
  "bigint bit",
  "bit integer",
  "bit bigint",
  ...["boolean", "smallint", "integer", "bigint", "numeric", "real", "double precision"].map(
    (scalar) => `jsonb ${scalar}`,
  ),
  ...["int4", "int8", "num", "ts", "tstz", "date"].map((kind) => `${kind}range ${kind}multirange`),
]);

/** A type that somebody made: printed with its schema under `search_path = pg_catalog`. */
export const isUserType = (type: string): boolean => userType.test(type);

/** Conversions that Postgres has for integers of the usual size only. */
const throughInteger = new Set(
  ["smallint", "bigint"].flatMap((size) => [`${size} boolean`, `boolean ${size}`]),
);

/** Ranges whose bounds are spelled alike. */
const rangesAlike: readonly (readonly string[])[] = ["range", "multirange"].flatMap((form) => [
  [`int4${form}`, `int8${form}`, `num${form}`],
  [`ts${form}`, `tstz${form}`],
]);

/** How the values get from one type to the other: by themselves, by a cast or two, by their text, or not at all. */
export function conversionOf(
  from: string,
  to: string,
): "assignment" | "cast" | "through integer" | "text" | "none" {
  if (isArray(from) !== isArray(to)) return "none";
  const [source, target] = [baseType(from), baseType(to)];
  // To a string anything goes, by its output function.
  if (source === target || strings.has(target)) return "assignment";
  if (assignable[source]?.includes(target)) return "assignment";
  // Postgres would cut what is too long for a name without a word.
  if (target === "name") return isUserType(source) ? "text" : "none";
  if (strings.has(source) || source === "name" || explicitCasts.has(`${source} ${target}`)) return "cast";
  if (throughInteger.has(`${source} ${target}`)) return "through integer";
  // Types of somebody's own share their text with others: two enums, a number and a domain over numbers.
  if (isUserType(source) || isUserType(target)) return "text";
  return rangesAlike.some((family) => family.includes(source) && family.includes(target)) ? "text" : "none";
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
  // Without a modifier there is nothing to bring the values to.
  if (source === target && isUserType(to)) return !hasModifier(to);
  if (source === target && timed.has(source)) return fractionOf(to) >= fractionOf(from);
  if (source === "bit varying" && source === target) return lengthOf(to) >= lengthOf(from);
  return !/\(/.test(to) && (sameBytes[source]?.includes(target) ?? false);
}

/** Types that Postgres takes for each other without a function (pg_cast, castmethod b), apart from strings among themselves. */
const sameBytes: { readonly [from: string]: readonly string[] } = {
  cidr: ["inet"],
  integer: ["oid"],
  oid: ["integer"],
  bit: ["bit varying"],
  xml: ["text", "character varying"],
};

/** Types whose modifier is the number of digits behind the second. */
const timed = new Set([
  ...["timestamp without time zone", "timestamp with time zone"],
  ...["time without time zone", "time with time zone", "interval"],
]);

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
  return from === to || (source === target && isUserType(to) && !hasModifier(to));
}

const approximate: { readonly [type: string]: readonly string[] } = {
  integer: ["real"],
  bigint: ["real", "double precision"],
  numeric: ["real", "double precision", "money"],
  "double precision": ["real"],
};

const partsOf: { readonly [type: string]: readonly string[] } = {
  "timestamp with time zone": ["date", "time", "zone"],
  "timestamp without time zone": ["date", "time"],
  "time with time zone": ["time", "zone"],
  "time without time zone": ["time"],
  interval: ["date", "time"],
  date: ["date"],
};

/**
 * What Postgres takes from values without an error when it converts them by itself: digits, a time of day, a time zone.
 * Null where every value that gets through is whole.
 */
export function lostInConversion(from: string, to: string): string | null {
  const [source, target] = [baseType(from), baseType(to)];
  const whole = ["smallint", "integer", "bigint", "oid"];
  if (["numeric", "real", "double precision"].includes(source) && whole.includes(target))
    return "the digits behind the point";
  if (source === "numeric" && target === "numeric") {
    const [own, wanted] = [precisionOf(from), precisionOf(to)];
    if (wanted === null || (own !== null && own.scale <= wanted.scale)) return null;
    return `the digits behind the point beyond ${wanted.scale}`;
  }
  if (approximate[source]?.includes(target)) return "the digits that the new type does not hold";
  const [had, keeps] = [partsOf[source], partsOf[target]];
  if (had === undefined || keeps === undefined) return null;
  const gone = had.filter((part) => !keeps.includes(part));
  if (gone.length > 0) return `the ${gone.join(" and the ")} of each value`;
  return source === target && fractionOf(to) < fractionOf(from)
    ? `the fractions of a second beyond ${fractionOf(to)} digits`
    : null;
}

/** True where a zone is added to values or taken from them: Postgres goes by the session's. */
export const dependsOnTimeZone = (from: string, to: string): boolean => {
  const zoned = [from, to].map((type) => baseType(type).endsWith("with time zone"));
  return (
    partsOf[baseType(from)] !== undefined && partsOf[baseType(to)] !== undefined && zoned[0] !== zoned[1]
  );
};

/** The digits behind the seconds in `timestamp(3) without time zone`; Postgres keeps six at most. */
const fractionOf = (type: string): number => Number(/\((\d)\)/.exec(type)?.[1] ?? 6);
