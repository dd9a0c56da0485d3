/** What to ask a column's values before its type, its nullability or its table changes. */
import { qualify, quoteIdentifier, quoteLiteral } from "../postgres/identifier";
import { displayName, visible } from "../postgres/identity";
import type { Preflight } from "../postgres/statement";
import type { Column } from "./column";
import {
  alwaysFits,
  baseType,
  conversionOf,
  isArray,
  isString,
  lengthOf,
  lostInConversion,
  precisionOf,
} from "./column-conversion";
import type { CatalogView, Sides } from "./kind";
import { askRows, askWhere, inWords, leadsAnIndex, proved, relationOf } from "./preflight";

/** A condition that a value must not meet. */
interface Objection {
  /** What follows "a value of public.users.name". */
  readonly words: string;
  readonly condition: (value: string) => string;
  readonly stops: boolean;
}

/** The questions before `ALTER COLUMN … TYPE`. */
export function typePreflights(expected: Column, actual: Column, sides: Sides): readonly Preflight[] {
  if (actual.relation !== "table" || actual.type === expected.type) return [];
  const table = relationOf(actual);
  const subject = displayName(actual);
  const found: Preflight[] = [];
  if (alwaysFits(actual.type, expected.type)) {
    const proof =
      baseType(actual.type) === "uuid"
        ? "The text of every uuid has 36 characters, in lower case: none is too long, and no two differ in case alone."
        : `Every ${actual.type} can be written as ${expected.type}.`;
    found.push(proved(`Is there a value of ${subject} that does not fit ${expected.type}?`, table, proof));
  }
  for (const objection of objections(expected, actual, sides)) {
    const name = quoteIdentifier(actual.name);
    const condition = isArray(actual.type)
      ? `EXISTS (SELECT FROM pg_catalog.unnest(${name}) AS item(value) WHERE ${objection.condition("item.value")})`
      : objection.condition(name);
    found.push(
      askWhere(`Is there a value of ${subject} ${objection.words}?`, table, condition, {
        stops: objection.stops,
      }),
    );
  }
  return [...found, ...twins(expected, actual, sides.actual)].map((question) => ({
    ...question,
    column: actual.name,
  }));
}

function objections(expected: Column, actual: Column, sides: Sides): readonly Objection[] {
  const from = actual.type.replace(/(\[\])+$/, "");
  const to = expected.type.replace(/(\[\])+$/, "");
  if (alwaysFits(from, to)) return [];
  if (isString(to)) return tooLong(from, lengthOf(to));
  const labels = labelsOf(expected, sides.expected);
  if (labels !== null) {
    const list = labels.map(quoteLiteral).join(", ");
    return [
      {
        words: `that is no label of ${expected.type}`,
        condition: (value) =>
          labels.length === 0 ? `${value} IS NOT NULL` : `${value}::text NOT IN (${list})`,
        stops: true,
      },
    ];
  }
  if (isString(from)) return notCastable(to, sides.actual.serverVersion);
  if (conversionOf(from, to) === "assignment") return [...outOfRange(from, to), ...silentlyCut(from, to)];
  if (to !== "boolean" || !["smallint", "integer", "bigint"].includes(from)) return [];
  return [
    ...(from === "bigint" ? outOfRange(from, "integer") : []),
    {
      words: "other than 0 and 1, which becomes true",
      condition: (value) => `${value} NOT IN (0, 1)`,
      stops: false,
    },
  ];
}

/** Postgres refuses what is too long, and cuts trailing blanks without a word (the SQL standard's rule for assignments). */
function tooLong(from: string, length: number): readonly Objection[] {
  const trimmed = (value: string): string => `pg_catalog.char_length(pg_catalog.rtrim(${value}::text, ' '))`;
  return [
    {
      words: `with more than ${length} characters`,
      condition: (value) => `${trimmed(value)} > ${length}`,
      stops: true,
    },
    ...(isString(from) && baseType(from) !== "character"
      ? [
          {
            words: `whose blanks beyond ${length} characters would be cut`,
            condition: (value: string) =>
              `pg_catalog.char_length(${value}::text) > ${length} AND ${trimmed(value)} <= ${length}`,
            stops: false,
          },
        ]
      : []),
  ];
}

const bounds: { readonly [type: string]: readonly [string, string] } = {
  smallint: ["-32768", "32767"],
  integer: ["-2147483648", "2147483647"],
  bigint: ["-9223372036854775808", "9223372036854775807"],
};

/** Before `pg_input_is_valid` (PostgreSQL 16) only types whose spelling a pattern describes can be asked about. */
const spellings: { readonly [type: string]: string } = {
  uuid: "^([0-9a-f]{4}(-?[0-9a-f]{4}){7}|[{][0-9a-f]{4}(-?[0-9a-f]{4}){7}[}])$",
  boolean: "^[[:space:]]*(t|tr|tru|true|y|ye|yes|on|1|f|fa|fal|fals|false|n|no|of|off|0)[[:space:]]*$",
};

function notCastable(to: string, serverVersion: number): readonly Objection[] {
  const words = `that cannot be read as ${to}`;
  if (serverVersion >= 160_000) {
    return [
      {
        words,
        condition: (value) => `NOT pg_catalog.pg_input_is_valid(${value}::text, ${quoteLiteral(to)})`,
        stops: true,
      },
      ...canonicalUuid(to),
    ];
  }
  const range = bounds[to];
  if (range !== undefined) {
    // The pattern is asked first: CASE keeps the cast from what is no number.
    return [
      {
        words,
        condition: (value) =>
          `CASE WHEN ${value}::text ~ '^[[:space:]]*[-+]?[0-9]+[[:space:]]*$' THEN ${value}::text::numeric NOT BETWEEN ${range[0]} AND ${range[1]} ELSE ${value} IS NOT NULL END`,
        stops: true,
      },
    ];
  }
  const pattern = spellings[to];
  if (pattern === undefined) return [];
  return [
    { words, condition: (value) => `${value}::text !~* ${quoteLiteral(pattern)}`, stops: true },
    ...canonicalUuid(to),
  ];
}

function canonicalUuid(to: string): readonly Objection[] {
  if (to !== "uuid") return [];
  return [
    {
      words: "that Postgres would print in another spelling (capitals, braces, no hyphens)",
      condition: (value) => `${value}::text !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'`,
      stops: false,
    },
  ];
}

const whole = new Set(["smallint", "integer", "bigint"]);
const fractional = new Set(["numeric", "real", "double precision"]);

function outOfRange(from: string, to: string): readonly Objection[] {
  const [source, target] = [baseType(from), baseType(to)];
  if (!whole.has(source) && !fractional.has(source)) return [];
  const range = bounds[target];
  if (range !== undefined) {
    // Rounded as a numeric: a float at the edge of a range compares in its own coarse steps. NaN is above every bound.
    const rounded = (value: string): string =>
      source === "numeric"
        ? `pg_catalog.round(${value})`
        : source === "real" || source === "double precision"
          ? `pg_catalog.round(${value}::numeric)`
          : value;
    return [
      {
        words: `outside of ${range[0]} to ${range[1]}`,
        condition: (value) => `${rounded(value)} NOT BETWEEN ${range[0]} AND ${range[1]}`,
        stops: true,
      },
      ...(fractional.has(source)
        ? [
            {
              words: "whose digits behind the point would be rounded off",
              condition: (value: string) => `${value}::numeric <> pg_catalog.round(${value}::numeric)`,
              stops: false,
            },
          ]
        : []),
    ];
  }
  const limits = target === "numeric" ? precisionOf(to) : null;
  if (limits === null) return [];
  const rounded = (value: string): string => `pg_catalog.round(${value}::numeric, ${limits.scale})`;
  return [
    {
      words: `with more than ${limits.precision - limits.scale} digits before the point`,
      condition: (value) =>
        `pg_catalog.abs(${rounded(value)}) >= 1e${limits.precision - limits.scale}::numeric`,
      stops: true,
    },
    ...(whole.has(source)
      ? []
      : [
          {
            words: `with more than ${limits.scale} digits behind the point, which would be rounded off`,
            condition: (value: string) => `${value}::numeric <> ${rounded(value)}`,
            stops: false,
          },
        ]),
  ];
}

/** What a value loses without an error, where {@link outOfRange} does not ask for it already. */
function silentlyCut(from: string, to: string): readonly Objection[] {
  const lost = lostInConversion(from, to);
  const [source, target] = [baseType(from), baseType(to)];
  const asked = source === "numeric" || source === "real" || source === "double precision";
  if (lost === null || (asked && (whole.has(target) || target === "numeric"))) return [];
  const words = `that would lose ${lost}`;
  const object = (condition: Objection["condition"]): readonly Objection[] => [
    { words, condition, stops: false },
  ];
  if (target === "money") return object((value) => `${value}::money::numeric <> ${value}`);
  // By its text, the shortest that is read as the same number, a float is compared without the floats' own coarse steps.
  if (fractional.has(target)) return object((value) => `${value}::${to}::text::numeric <> ${value}::numeric`);
  const comesBack = conversionOf(to, from) === "assignment" && !source.endsWith("with time zone");
  return comesBack
    ? object((value) => `${value}::${to}::${from} <> ${value}`)
    : object((value) => `${value} IS NOT NULL`);
}

/** The labels of the enum that the column is of; null where its type is no enum. */
function labelsOf(column: Column, side: CatalogView): readonly string[] | null {
  const type = side.dependenciesOf(column).find((dependency) => dependency.kind === "enum");
  if (type === undefined || qualify(type.schema, type.name) !== baseType(column.type)) return null;
  return (type as unknown as { readonly labels: readonly string[] }).labels;
}

/** Texts that differ in capitals or braces alone are one uuid: a key that tells them apart then has duplicates. */
function twins(expected: Column, actual: Column, side: CatalogView): readonly Preflight[] {
  if (expected.type !== "uuid" || !isString(actual.type)) return [];
  const table = relationOf(actual);
  const spelled = `pg_catalog.lower(pg_catalog.translate(${quoteIdentifier(actual.name)}::text, '{}-', ''))`;
  return side.childrenOf(table).flatMap((child) => {
    if (child.kind !== "constraint") return [];
    const key = child as unknown as { readonly type: string; readonly columns: readonly string[] | null };
    if ((key.type !== "primary key" && key.type !== "unique") || !key.columns?.includes(actual.name))
      return [];
    const columns = key.columns.map((name) => (name === actual.name ? spelled : quoteIdentifier(name)));
    const present = key.columns.map((name) => `${quoteIdentifier(name)} IS NOT NULL`).join(" AND ");
    return [
      askRows(
        `Are there rows of ${inWords(table)} whose ${visible(actual.name)} differs in capitals, braces or hyphens alone, under the key ${visible(child.name)}?`,
        table,
        `SELECT 1 FROM ${qualify(actual.schema, actual.table)} WHERE ${present} GROUP BY ${columns.join(", ")} HAVING pg_catalog.count(*) > 1`,
      ),
    ];
  });
}

/** The question before SET NOT NULL. */
export function notNullPreflights(actual: Column, side: CatalogView): readonly Preflight[] {
  if (actual.relation !== "table") return [];
  const table = relationOf(actual);
  const name = quoteIdentifier(actual.name);
  const question = `Is there a row where ${displayName(actual)} is null?`;
  const promised = side.childrenOf(table).some((child) => {
    const check = child as unknown as { readonly definition?: string; readonly validated?: boolean };
    return (
      child.kind === "constraint" &&
      check.validated === true &&
      check.definition === `CHECK ((${name} IS NOT NULL))`
    );
  });
  if (promised) return [proved(question, table, "A validated check of the table says so already.")];
  const cost = leadsAnIndex(table, actual.name, side) ? "index" : "scan";
  return [askWhere(question, table, `${name} IS NULL`, { cost })];
}

/** The question before a column is added that no row could fill. */
export function addedColumnPreflights(expected: Column, side: CatalogView): readonly Preflight[] {
  const table = relationOf(expected);
  const filled = expected.default !== null || expected.identity !== null || expected.generated !== null;
  if (!expected.notNull || filled || expected.relation !== "table" || side.get(table) === undefined)
    return [];
  return [
    askWhere(
      `Does ${inWords(table)} have rows, which would have no value for ${displayName(expected)}?`,
      table,
      "true",
      { cost: "index" },
    ),
  ];
}
