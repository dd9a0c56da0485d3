/** What to ask a column's values before its type, its nullability or its table changes. */
import { qualify, quoteIdentifier, quoteLiteral } from "../../postgres/identifier";
import { displayName, visible } from "../../postgres/identity";
import type { Preflight } from "../../postgres/statement";
import type { Column } from "../column";
import {
  alwaysFits,
  baseType,
  conversionOf,
  isArray,
  isString,
  lengthOf,
  lostInConversion,
  ownCodeTells,
} from "../columns/column-conversion";
import { refusesValues, type UnderlyingType, underlyingType, withValue } from "../columns/underlying-type";
import type { CatalogView, Sides } from "../kind";
import { noJson } from "./json-preflight";
import { bounds, fractional, numberObjections, type Objection, whole } from "./number-preflight";
import { askWhere, inWords, leadsAnIndex, proved, relationOf, unaskable } from "./preflight";
import { twinPreflights } from "./twin-preflight";

/**
 * The questions before `ALTER COLUMN … TYPE`.
 * @param expected as it will be, but with the type beneath its domains; so `actual`
 * @param to the domains that the values are going to be in
 */
export function typePreflights(
  expected: Column,
  actual: Column,
  sides: Sides,
  to: Pick<UnderlyingType, "domains">,
): readonly Preflight[] {
  if (actual.relation !== "table") return [];
  const table = relationOf(actual);
  const subject = displayName(actual);
  const found: Preflight[] = domainPreflights(actual, expected, to, sides.actual.serverVersion);
  if (actual.type === expected.type) return found;
  if (alwaysFits(actual.type, expected.type)) {
    const proof =
      baseType(actual.type) === "uuid"
        ? "The text of every uuid has 36 characters, in lower case: none is too long, and no two differ in case alone."
        : `Every ${actual.type} can be written as ${expected.type}.`;
    found.push(proved(`Is there a value of ${subject} that does not fit ${expected.type}?`, table, proof));
  }
  if (ownCodeTells(actual.type, expected.type))
    found.push(
      unaskable(
        `Is there a value of ${subject} that does not fit ${expected.type}?`,
        table,
        `Only the conversion itself can tell what ${visible(expected.type)} takes: one value that does not fit stops it, or is changed to fit, as the type has it. A rehearsal finds out.`,
      ),
    );
  const objected = objections(expected, actual, sides);
  if (objected.length === 0 && onlyTheServerKnows(expected.type, actual.type, sides.actual.serverVersion))
    found.push(
      unaskable(
        `Is there a value of ${subject} that cannot be read as ${expected.type}?`,
        table,
        `Before PostgreSQL 16 only the conversion itself can tell: one value that is no ${visible(expected.type)} stops it, and nothing is changed then. A rehearsal finds out.`,
      ),
    );
  for (const objection of objected) {
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
  return [...found, ...twinPreflights(actual, sides)].map((question) => ({
    ...question,
    column: actual.name,
  }));
}

/** What a domain refuses, by its conditions with the value in VALUE's place: the database may know it by other ones yet. */
function domainPreflights(
  actual: Column,
  expected: Column,
  to: Pick<UnderlyingType, "domains">,
  serverVersion: number,
): Preflight[] {
  const [outermost] = to.domains;
  if (outermost === undefined || !refusesValues(to) || isArray(actual.type)) return [];
  const name = quoteIdentifier(actual.name);
  const type = qualify(outermost.schema, outermost.name);
  const assigned = conversionOf(actual.type, expected.type) === "assignment";
  // What the type beneath refuses is asked for apart from this.
  const converted = actual.type === expected.type ? name : `${name}::${expected.type}`;
  const guarded = (condition: string): string =>
    assigned
      ? condition
      : `CASE WHEN pg_catalog.pg_input_is_valid(${name}::text, ${quoteLiteral(expected.type)}) THEN ${condition} ELSE false END`;
  const askable = assigned || serverVersion >= 160_000;
  const condition = to.domains
    .flatMap((domain) => [
      ...(domain.notNull ? [`${name} IS NULL`] : []),
      ...(askable ? domain.constraints : []).map(({ definition }) =>
        guarded(`(${withValue(definition, `(${converted})`)}) IS FALSE`),
      ),
    ])
    .join(" OR ");
  if (condition === "") return [];
  const question = `Is there a value of ${displayName(actual)} that the domain ${visible(type)} refuses?`;
  return [{ ...askWhere(question, relationOf(actual), condition), column: actual.name }];
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
  if (conversionOf(from, to) === "assignment")
    return [...numberObjections(from, to), ...bitObjections(from, to), ...silentlyCut(from, to)];
  if (to !== "boolean" || !["smallint", "integer", "bigint"].includes(from)) return [];
  return [
    ...(from === "bigint" ? numberObjections(from, "integer") : []),
    {
      words: "other than 0 and 1, which becomes true",
      condition: (value) => `${value} NOT IN (0, 1)`,
      stops: false,
    },
  ];
}

/** Texts that become a type whose spelling no question of ours describes, on a server that cannot be asked without an error. */
function onlyTheServerKnows(expected: string, actual: string, serverVersion: number): boolean {
  const [from, to] = [actual, expected].map((type) => type.replace(/(\[\])+$/, "")) as [string, string];
  return serverVersion < 160_000 && isString(from) && !isString(to) && !alwaysFits(from, to);
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
  if (pattern !== undefined) {
    return [
      { words, condition: (value) => `${value}::text !~* ${quoteLiteral(pattern)}`, stops: true },
      ...canonicalUuid(to),
    ];
  }
  if (fractional.has(baseType(to))) return noNumber(words, to);
  if (to === "json" || to === "jsonb") return [noJson(to)];
  return /^(?:date$|timestamp)/.test(to) ? [noDate(words)] : [];
}

/** What stands for a number with digits behind the point; exponents that nobody writes are left to the server. */
function noNumber(words: string, to: string): readonly Objection[] {
  const number = "^[[:space:]]*[-+]?([0-9]+([.][0-9]*)?|[.][0-9]+)(e[-+]?[0-9]{1,3})?[[:space:]]*$";
  const other = "^[[:space:]]*(nan|[-+]?inf(inity)?)[[:space:]]*$";
  const isNumber = (value: string): string => `${value}::text ~* '${number}'`;
  return [
    {
      words,
      condition: (value) => `NOT (${isNumber(value)} OR ${value}::text ~* '${other}')`,
      stops: true,
    },
    ...numberObjections("numeric", to).map((objection) => ({
      ...objection,
      condition: (value: string) =>
        `CASE WHEN ${isNumber(value)} THEN ${objection.condition(`(${value}::text::numeric)`)} ELSE false END`,
    })),
  ];
}

/** Postgres reads dates in many spellings: what is found here is a day that no calendar has, and what holds no digit at all. */
const noDate = (words: string): Objection => ({
  words: `${words} for sure (before PostgreSQL 16 only days written as YYYY-MM-DD are looked at)`,
  condition: (value) =>
    `CASE WHEN ${value}::text ~ '^[0-9]{4}-(0[1-9]|1[0-2])-[0-9]{2}($|[ T])' ` +
    `THEN pg_catalog.substr(${value}::text, 9, 2)::integer NOT BETWEEN 1 AND pg_catalog.date_part('day', ` +
    `pg_catalog.to_date(pg_catalog."left"(${value}::text, 7) || '-01', 'YYYY-MM-DD') + interval '1 month' - interval '1 day') ` +
    `ELSE ${value}::text ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}($|[ T])' OR ` +
    `${value}::text !~* '[0-9]|^[[:space:]]*(now|today|tomorrow|yesterday|epoch|[-+]?infinity)[[:space:]]*$' END`,
  stops: true,
});

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

/** Bits are neither cut nor filled up; the short form of a hardware address exists for some of the long ones only. */
function bitObjections(from: string, to: string): readonly Objection[] {
  const [source, target, length] = [baseType(from), baseType(to), lengthOf(to)];
  if (source === "macaddr8" && target === "macaddr")
    return [
      {
        words: "without ff:fe in its middle",
        condition: (value) => `pg_catalog.substr(${value}::text, 10, 5) <> 'ff:fe'`,
        stops: true,
      },
    ];
  if (!source.startsWith("bit") || !target.startsWith("bit") || !Number.isFinite(length)) return [];
  const compare = target === "bit" ? "<>" : ">";
  return [
    {
      words: target === "bit" ? `that has not ${length} bits` : `with more than ${length} bits`,
      condition: (value) => `pg_catalog.length(${value}) ${compare} ${length}`,
      stops: true,
    },
  ];
}

/** What a value that is no number loses without an error. */
function silentlyCut(from: string, to: string): readonly Objection[] {
  const lost = lostInConversion(from, to);
  const source = baseType(from);
  if (lost === null || whole.has(source) || fractional.has(source)) return [];
  const comesBack = conversionOf(to, from) === "assignment" && !source.endsWith("with time zone");
  return [
    {
      words: `that would lose ${lost}`,
      condition: (value) => (comesBack ? `${value}::${to}::${from} <> ${value}` : `${value} IS NOT NULL`),
      stops: false,
    },
  ];
}

/** The labels of the enum that the column is of; null where its type is no enum. */
function labelsOf(column: Column, side: CatalogView): readonly string[] | null {
  const type = side.dependenciesOf(column).find((dependency) => dependency.kind === "enum");
  if (type === undefined || qualify(type.schema, type.name) !== baseType(column.type)) return null;
  return (type as unknown as { readonly labels: readonly string[] }).labels;
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

/** The questions before a column is added that the rows which are there could not be given a value for. */
export function addedColumnPreflights(expected: Column, sides: Sides): readonly Preflight[] {
  const table = relationOf(expected);
  if (expected.relation !== "table" || sides.actual.get(table) === undefined) return [];
  const computed = expected.identity !== null || expected.generated !== null;
  const { type, domains } = underlyingType(expected, sides.expected);
  const value = expected.default ?? domains.find((domain) => domain.default !== null)?.default ?? null;
  const ask = (question: string, condition: string): Preflight =>
    askWhere(question, table, condition, { cost: "index" });
  if (value === null && !computed && (expected.notNull || domains.some(({ notNull }) => notNull)))
    return [
      ask(
        `Does ${inWords(table)} have rows, which would have no value for ${displayName(expected)}?`,
        "true",
      ),
    ];
  const refusals = domains.flatMap(({ constraints }) =>
    constraints.map(
      ({ definition }) => `(${withValue(definition, `(${value ?? "NULL"})::${type}`)}) IS FALSE`,
    ),
  );
  if (computed || refusals.length === 0) return [];
  return [
    ask(
      `Does ${inWords(table)} have rows, for which the domain ${visible(expected.type)} refuses the default of ${displayName(expected)}?`,
      refusals.join(" OR "),
    ),
  ];
}
