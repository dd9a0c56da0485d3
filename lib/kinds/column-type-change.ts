import { qualify, quoteIdentifier } from "../postgres/identifier";
import { type Identity, identityKey, identityOf } from "../postgres/identity";
import { type Hazard, type Statement, statement } from "../postgres/statement";
import type { Column } from "./column";
import {
  alwaysFits,
  baseType,
  conversionOf,
  isArray,
  keepsItsBytes,
  lostInConversion,
} from "./column-conversion";
import { typePreflights } from "./column-preflight";
import { isPassedOn } from "./column-presence";
import { aroundInheritedType } from "./inherited-not-null";
import type { CatalogView, Sides } from "./kind";
import { relationOf } from "./preflight";

/**
 * `ALTER COLUMN … TYPE`. USING stands only where Postgres has no conversion of its own for assignments, and never with a
 * length: Postgres then raises what does not fit (22001) where `USING c::varchar(3)` would cut it (postgres-facts.md §1a).
 * `manual` where the types have nothing in common that could be converted.
 */
export function changeColumnType(
  expected: Column,
  actual: Column,
  sides: Sides,
): readonly Statement[] | "manual" {
  // A parent table's change reaches the columns it hands down.
  if (isPassedOn(actual)) return [];
  const place = placeOf(actual, sides.actual);
  if (place === "typed table") return [];
  if (place !== "plain") return "manual";
  const table = qualify(expected.schema, expected.table);
  const name = quoteIdentifier(expected.name);
  // A foreign table has no values to convert, and takes no USING. ANALYZE would go and read them on the other server.
  const foreign = expected.relation === "foreign table";
  const conversion =
    foreign || expected.type === actual.type ? "assignment" : conversionOf(actual.type, expected.type);
  if (conversion === "none") return "manual";
  const rewrite = !foreign && !keepsItsBytes(actual.type, expected.type);
  const hazards: Hazard[] = [
    ...(rewrite ? [{ code: "table-rewrite", detail: table } as const] : []),
    { code: "blocks-reads", detail: table },
    ...(foreign ? [] : hazardsOfValues(expected, actual)),
  ];
  const collation = expected.collation === null ? "" : ` COLLATE ${expected.collation}`;
  const using = {
    assignment: "",
    cast: ` USING ${name}::${expected.type}`,
    "through integer": ` USING ${name}::integer${isArray(actual.type) ? "[]" : ""}::${expected.type}`,
    text: ` USING ${throughText(name, actual, expected)}`,
  };
  const action = `ALTER COLUMN ${name} TYPE ${expected.type}${collation}${using[conversion]}`;
  const prefix = `ALTER TABLE ${table}`;
  const family = aroundInheritedType(actual, sides.actual);
  return [
    ...replacedDefault(expected, actual, `${prefix} ALTER COLUMN ${name} DROP DEFAULT`),
    ...family.before,
    statement(`${prefix} ${action}`, identityOf(expected), {
      alterTable: {
        table: { kind: expected.relation, schema: expected.schema, name: expected.table },
        prefix,
        action,
      },
      lock: "ACCESS EXCLUSIVE",
      rewrite,
      hazards,
      preflight: typePreflights(expected, actual, sides),
    }),
    ...family.after,
  ];
}

function hazardsOfValues(expected: Column, actual: Column): readonly Hazard[] {
  const path = `${qualify(expected.schema, expected.table)}.${quoteIdentifier(expected.name)}`;
  const lost = lostInConversion(actual.type, expected.type);
  return [
    ...(lost === null ? [] : [{ code: "data-loss", detail: `${lost} in ${path}` } as const]),
    { code: "statistics-lost", detail: path },
    ...(alwaysFits(actual.type, expected.type)
      ? []
      : [
          { code: "may-fail-on-data", detail: `values of ${path} that do not fit ${expected.type}` } as const,
        ]),
  ];
}

/**
 * Where Postgres does not change the type of a column itself: one that a partition key is made of or a child has from
 * several parents (42P16), or whose table's row type other columns store (0A000). A typed table's follow their type's
 * attributes.
 */
function placeOf(
  column: Column,
  side: CatalogView,
): "plain" | "partition key" | "row type in use" | "typed table" | "several parents" {
  const table = relationOf(column);
  const found = side.get(table);
  if (found?.ofType != null) return "typed table";
  const key = found?.partitionKey;
  const words: readonly string[] =
    typeof key === "string" ? (key.match(/"(?:[^"]|"")+"|[a-z_][a-z0-9_$]*/g) ?? []) : [];
  if (words.includes(quoteIdentifier(column.name))) return "partition key";
  const stored = side
    .dependentsOf(table)
    .some((dependent) => dependent.kind === "column" && isOfRowType(dependent as unknown as Column, table));
  if (stored) return "row type in use";
  return hasHeirOfSeveral(column, table, side) ? "several parents" : "plain";
}

/** A child that has the column from other tables too is held fast by those (42P16): it would have to leave them first. */
function hasHeirOfSeveral(column: Column, table: Identity, side: CatalogView): boolean {
  const family = new Map([[identityKey(table), table]]);
  // A map that grows while it is walked through is walked to its new end.
  for (const member of family.values()) {
    for (const heir of side.dependentsOf(member))
      if (heir.kind === "table" || heir.kind === "foreign table")
        family.set(identityKey(identityOf(heir)), identityOf(heir));
  }
  const gives = (parent: Identity): boolean =>
    parent.kind === "table" &&
    side.get({ ...identityOf(column), schema: parent.schema ?? "", table: parent.name }) !== undefined;
  return [...family.values()]
    .filter((heir) => heir !== table)
    .some((heir) =>
      side.dependenciesOf(heir).some((parent) => gives(parent) && !family.has(identityKey(parent))),
    );
}

const isOfRowType = (column: Column, table: Identity): boolean =>
  baseType(column.type) === qualify(table.schema, table.name);

/** A column follows its type to a new one of the same name by the text of its values; null where its type is another one. */
export function carryOverToType(
  expected: Column,
  actual: Column,
  type: Identity,
): readonly Statement[] | null {
  if (baseType(expected.type) !== qualify(type.schema, type.name)) return null;
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

const throughText = (name: string, actual: Column, expected: Column): string =>
  `${name}::text${isArray(actual.type) ? "[]" : ""}::${expected.type}`;
