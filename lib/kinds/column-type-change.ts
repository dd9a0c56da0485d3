import { qualify, quoteIdentifier } from "../postgres/identifier";
import { identityOf } from "../postgres/identity";
import { type Hazard, type Statement, statement } from "../postgres/statement";
import type { Column } from "./column";

/**
 * `ALTER COLUMN … TYPE`, without USING: Postgres then raises what does not fit (22001, 22003, 22P02) where
 * `USING c::varchar(3)` would cut it silently (postgres-facts.md §1a).
 */
export function changeColumnType(expected: Column, actual: Column): readonly Statement[] {
  // A parent table's change reaches the columns it hands down.
  if (actual.inherited && !actual.local) return [];
  const table = qualify(expected.schema, expected.table);
  const name = quoteIdentifier(expected.name);
  const collation = expected.collation === null ? "" : ` COLLATE ${expected.collation}`;
  const needsUsing = expected.type !== actual.type && !hasAssignmentCast(actual.type, expected.type);
  const using = needsUsing ? ` USING ${castThroughText(name, actual.type, expected.type)}` : "";
  const rewrite = !isBinaryCompatible(actual, expected);
  const hazards: Hazard[] = [
    ...(rewrite ? [{ code: "table-rewrite", detail: table } as const] : []),
    { code: "blocks-reads", detail: table },
    { code: "statistics-lost", detail: `${table}.${name}` },
    { code: "may-fail-on-data", detail: `values of ${table}.${name} that do not fit ${expected.type}` },
  ];
  return [
    statement(
      `ALTER TABLE ${table} ALTER COLUMN ${name} TYPE ${expected.type}${collation}${using}`,
      identityOf(expected),
      {
        lock: "ACCESS EXCLUSIVE",
        rewrite,
        hazards,
      },
    ),
  ];
}

/** A default that goes or changes with the type is taken off first: Postgres would try to convert it (42804). */
function _replacedDefault(expected: Column, actual: Column, sql: string): readonly Statement[] {
  const stays = actual.default === null || actual.default === expected.default || actual.generated !== null;
  return stays ? [] : [statement(sql, identityOf(expected), { lock: "ACCESS EXCLUSIVE" })];
}

const base = (type: string): string =>
  type
    .replace(/\(.*\)/, "")
    .replace(/\[\]$/, "")
    .trim();

const strings = new Set(["text", "character varying", "character"]);
const numbers = new Set(["smallint", "integer", "bigint", "numeric", "real", "double precision"]);
const times = new Set(["date", "timestamp without time zone", "timestamp with time zone"]);

/** Whether Postgres converts by itself when assigning; read from pg_cast (context i or a) and its I/O rule for string targets. */
function hasAssignmentCast(from: string, to: string): boolean {
  if (from.endsWith("[]") !== to.endsWith("[]")) return false;
  const [source, target] = [base(from), base(to)];
  if (source === target || strings.has(target)) return true;
  if (numbers.has(source) && numbers.has(target)) return true;
  if (times.has(source) && times.has(target)) return true;
  return (
    (source === "json" && target === "jsonb") ||
    (source === "jsonb" && target === "json") ||
    (source === "cidr" && target === "inet")
  );
}

/** Between two types without a cast, their text is what they share: an enum's label, a uuid's digits. */
function castThroughText(name: string, from: string, to: string): string {
  return strings.has(base(from))
    ? `${name}::${to}`
    : `${name}::text${from.endsWith("[]") ? "[]" : ""}::${to}`;
}

const length = (type: string): number => Number(/\((\d+)\)/.exec(type)?.[1] ?? Number.POSITIVE_INFINITY);

/** Where no rewrite happens (postgres-facts.md §1a, first row). */
function isBinaryCompatible(actual: Column, expected: Column): boolean {
  if (actual.type === expected.type) return true;
  const [source, target] = [base(actual.type), base(expected.type)];
  if (source === "character varying" && target === source)
    return length(expected.type) >= length(actual.type);
  if ((source === "character varying" || source === "text") && target === "text") return true;
  return (
    source === "text" && target === "character varying" && length(expected.type) === Number.POSITIVE_INFINITY
  );
}
