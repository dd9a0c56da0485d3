import { qualify, quoteIdentifier } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import { type Hazard, type Statement, statement } from "../postgres/statement";
import type { Column } from "./column";
import { isPassedOn } from "./column-presence";

/**
 * `ALTER COLUMN … TYPE`. USING stands only where Postgres has no conversion of its own for assignments, and never with a
 * length: Postgres then raises what does not fit (22001) where `USING c::varchar(3)` would cut it (postgres-facts.md §1a).
 * `manual` where the types have nothing in common that could be converted.
 */
export function changeColumnType(expected: Column, actual: Column): readonly Statement[] | "manual" {
  // A parent table's change reaches the columns it hands down.
  if (isPassedOn(actual)) return [];
  const table = qualify(expected.schema, expected.table);
  const name = quoteIdentifier(expected.name);
  const conversion = expected.type === actual.type ? "assignment" : conversionOf(actual.type, expected.type);
  if (conversion === "none") return "manual";
  const rewrite = !keepsItsBytes(actual, expected);
  const hazards: Hazard[] = [
    ...(rewrite ? [{ code: "table-rewrite", detail: table } as const] : []),
    { code: "blocks-reads", detail: table },
    { code: "statistics-lost", detail: `${table}.${name}` },
    ...(alwaysFits(actual.type, expected.type)
      ? []
      : [
          {
            code: "may-fail-on-data",
            detail: `values of ${table}.${name} that do not fit ${expected.type}`,
          } as const,
        ]),
  ];
  const collation = expected.collation === null ? "" : ` COLLATE ${expected.collation}`;
  const using = {
    assignment: "",
    cast: ` USING ${name}::${expected.type}`,
    text: ` USING ${throughText(name, actual, expected)}`,
  };
  const action = `ALTER COLUMN ${name} TYPE ${expected.type}${collation}${using[conversion]}`;
  const prefix = `ALTER TABLE ${table}`;
  return [
    ...replacedDefault(expected, actual, `${prefix} ALTER COLUMN ${name} DROP DEFAULT`),
    statement(`${prefix} ${action}`, identityOf(expected), {
      alterTable: {
        table: { kind: expected.relation, schema: expected.schema, name: expected.table },
        prefix,
        action,
      },
      lock: "ACCESS EXCLUSIVE",
      rewrite,
      hazards,
    }),
  ];
}

/** A column follows its type to a new one of the same name by the text of its values; null where its type is another one. */
export function carryOverToType(
  expected: Column,
  actual: Column,
  type: Identity,
): readonly Statement[] | null {
  if (base(expected.type) !== qualify(type.schema, type.name)) return null;
  if (isPassedOn(actual)) return [];
  const prefix = `ALTER TABLE ${qualify(actual.schema, actual.table)}`;
  const name = quoteIdentifier(actual.name);
  const action = `ALTER COLUMN ${name} TYPE ${expected.type} USING ${throughText(name, actual, expected)}`;
  const set = (what: string): Statement =>
    statement(`${prefix} ALTER COLUMN ${name} ${what}`, identityOf(actual), { lock: "ACCESS EXCLUSIVE" });
  return [
    ...(actual.default === null ? [] : [set("DROP DEFAULT")]),
    statement(`${prefix} ${action}`, identityOf(actual), {
      alterTable: {
        table: { kind: actual.relation, schema: actual.schema, name: actual.table },
        prefix,
        action,
      },
      lock: "ACCESS EXCLUSIVE",
      rewrite: true,
      hazards: [
        { code: "table-rewrite", detail: qualify(actual.schema, actual.table) },
        { code: "blocks-reads", detail: qualify(actual.schema, actual.table) },
        { code: "statistics-lost", detail: `${qualify(actual.schema, actual.table)}.${name}` },
        { code: "may-fail-on-data", detail: `values of ${name} that the new type does not have` },
      ],
    }),
    ...(expected.default === null ? [] : [set(`SET DEFAULT ${expected.default}`)]),
  ];
}

/** A default that goes or changes with the type is taken off first: Postgres would try to convert it (42804). */
function replacedDefault(expected: Column, actual: Column, sql: string): readonly Statement[] {
  const stays = actual.default === null || actual.default === expected.default || actual.generated !== null;
  return stays ? [] : [statement(sql, identityOf(expected), { lock: "ACCESS EXCLUSIVE" })];
}

/** A type without its modifier; `[]` of arrays is looked at apart. */
const base = (type: string): string =>
  type
    .replace(/\(\d+(?:,-?\d+)?\)/, "")
    .replace(/(\[\])+$/, "")
    .trim();

const isArray = (type: string): boolean => type.endsWith("[]");

const strings = new Set(["text", "character varying", "character"]);

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

function conversionOf(from: string, to: string): "assignment" | "cast" | "text" | "none" {
  if (isArray(from) !== isArray(to)) return "none";
  const [source, target] = [base(from), base(to)];
  // To a string anything goes, by its output function.
  if (source === target || strings.has(target)) return "assignment";
  if (families.some((family) => family.has(source) && family.has(target))) return "assignment";
  if (strings.has(source) || explicitCasts.has(`${source} ${target}`)) return "cast";
  // Two types of somebody's own, such as two enums, share their text.
  return isUserType(source) && isUserType(target) ? "text" : "none";
}

const throughText = (name: string, actual: Column, expected: Column): string =>
  `${name}::text${isArray(actual.type) ? "[]" : ""}::${expected.type}`;

const length = (type: string): number => Number(/\((\d+)\)/.exec(type)?.[1] ?? Number.POSITIVE_INFINITY);

/** Where no rewrite happens (postgres-facts.md §1a, first row). */
function keepsItsBytes(actual: Column, expected: Column): boolean {
  if (actual.type === expected.type) return true;
  if (isArray(actual.type) || isArray(expected.type)) return false;
  const [source, target] = [base(actual.type), base(expected.type)];
  const varying = source === "character varying" || source === "text";
  if (varying && (target === "character varying" || target === "text")) {
    return (
      length(expected.type) >= length(actual.type) &&
      !(source === "text" && length(expected.type) < Number.POSITIVE_INFINITY)
    );
  }
  if (source === "numeric" && target === "numeric") return widensNumeric(actual.type, expected.type);
  return (source === "cidr" && target === "inet") || (source === "integer" && target === "oid");
}

function widensNumeric(from: string, to: string): boolean {
  const parts = (type: string): readonly number[] | null => {
    const match = /\((\d+),(-?\d+)\)/.exec(type);
    return match ? [Number(match[1]), Number(match[2])] : null;
  };
  const [source, target] = [parts(from), parts(to)];
  if (target === null) return true;
  return source !== null && source[1] === target[1] && (target[0] ?? 0) >= (source[0] ?? 0);
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

/** True where no value can be refused: the type itself proves it and no row need be looked at. */
function alwaysFits(from: string, to: string): boolean {
  const [source, target] = [base(from), base(to)];
  if (strings.has(target)) {
    const most = strings.has(source) ? length(from) : (textLength[source] ?? Number.POSITIVE_INFINITY);
    return length(to) === Number.POSITIVE_INFINITY || most <= length(to);
  }
  const order = ["smallint", "integer", "bigint", "numeric"];
  if (order.includes(source) && order.includes(target)) {
    return (
      order.indexOf(target) >= order.indexOf(source) && (target !== "numeric" || widensNumeric(from, to))
    );
  }
  return from === to;
}
