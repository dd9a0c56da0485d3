import { qualify, quoteIdentifier } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import { type Hazard, type Statement, statement } from "../postgres/statement";
import { address, catalogOid, columnPrivileges, isUserSchema, joinComment, optionList } from "./catalog-sql";
import { changeColumnType } from "./column-type-change";
import { type Constraint, referencedColumns } from "./constraint";
import type { CatalogView, Kind, Sides } from "./kind";
import { changeOptions, optionsClause } from "./options";
import { changePrivileges, type Privileges, setComment } from "./ownership";

export interface IdentityOptions {
  readonly start: string;
  readonly increment: string;
  readonly minimum: string;
  readonly maximum: string;
  readonly cache: string;
  readonly cycle: boolean;
}

/** A column of a table or foreign table. A view's columns belong to the view's definition. */
export interface Column extends Identity {
  readonly kind: "column";
  readonly schema: string;
  readonly table: string;
  readonly relation: "table" | "foreign table";
  /** Order only; holes are left by dropped columns. */
  readonly position: number;
  /** Declared on this table itself; also declared by a parent table or its partitioned root. Both can hold. */
  readonly local: boolean;
  readonly inherited: boolean;
  /** As format_type prints it, with its modifier. */
  readonly type: string;
  /** Qualified; null for the type's own. */
  readonly collation: string | null;
  /** The default's, or the generated column's, expression. */
  readonly default: string | null;
  readonly generated: "stored" | "virtual" | null;
  readonly identity: "always" | "by default" | null;
  readonly identityOptions: IdentityOptions | null;
  readonly notNull: boolean;
  /** Null for the type's own. */
  readonly storage: "plain" | "external" | "extended" | "main" | null;
  readonly compression: "pglz" | "lz4" | null;
  readonly statisticsTarget: number | null;
  readonly options: readonly string[] | null;
  readonly foreignOptions: readonly string[] | null;
  readonly privileges: Privileges;
  readonly comment: string | null;
}

const tableOf = (column: Column): string => `TABLE ${qualify(column.schema, column.table)}`;

const path = (column: Column): string =>
  `${qualify(column.schema, column.table)}.${quoteIdentifier(column.name)}`;

const alter = (column: Column, action: string, facts: Partial<Statement> = {}): Statement =>
  statement(`ALTER ${tableOf(column)} ${action}`, identityOf(column), { lock: "ACCESS EXCLUSIVE", ...facts });

const alterColumn = (column: Column, action: string, facts: Partial<Statement> = {}): Statement =>
  alter(column, `ALTER COLUMN ${quoteIdentifier(column.name)} ${action}`, facts);

const weak = { lock: "SHARE UPDATE EXCLUSIVE" } as const;

export const column: Kind<Column> = {
  kind: "column",
  label: "column",
  plural: "columns",
  query: (major) => /* sql */ `
    SELECT 'column' AS kind, n.nspname AS schema, c.relname AS table, a.attname AS name,
           CASE c.relkind WHEN 'f' THEN 'foreign table' ELSE 'table' END AS relation,
           a.attnum AS position, a.attislocal AS local, a.attinhcount > 0 AS inherited,
           pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
           CASE WHEN a.attcollation <> t.typcollation THEN (
             SELECT pg_catalog.quote_ident(cn.nspname) || '.' || pg_catalog.quote_ident(co.collname)
             FROM pg_catalog.pg_collation co JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace
             WHERE co.oid = a.attcollation) END AS collation,
           pg_catalog.pg_get_expr(ad.adbin, ad.adrelid) AS default,
           CASE a.attgenerated WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual' END AS generated,
           CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END AS identity,
           CASE WHEN a.attidentity <> '' THEN (
             SELECT pg_catalog.json_build_object('start', s.seqstart::text, 'increment', s.seqincrement::text,
                      'minimum', s.seqmin::text, 'maximum', s.seqmax::text, 'cache', s.seqcache::text, 'cycle', s.seqcycle)
             FROM pg_catalog.pg_depend sd JOIN pg_catalog.pg_sequence s ON s.seqrelid = sd.objid
             WHERE sd.refclassid = ${catalogOid.pg_class} AND sd.refobjid = a.attrelid AND sd.refobjsubid = a.attnum
               AND sd.classid = ${catalogOid.pg_class} AND sd.deptype = 'i') END AS "identityOptions",
           a.attnotnull AS "notNull",
           CASE WHEN a.attstorage <> t.typstorage THEN
             CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'x' THEN 'extended' WHEN 'm' THEN 'main' END END AS storage,
           CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END AS compression,
           ${major >= 17 ? "a.attstattarget" : "nullif(a.attstattarget, -1)"} AS "statisticsTarget",
           CASE WHEN a.attoptions IS NOT NULL THEN ${optionList("a.attoptions")} END AS options,
           CASE WHEN a.attfdwoptions IS NOT NULL THEN ${optionList("a.attfdwoptions")} END AS "foreignOptions",
           ${columnPrivileges("a.attacl", "c.relowner")} AS privileges,
           d.description AS comment,
           ${address("pg_class", "a.attrelid", "a.attnum")} AS address,
           CASE WHEN ad.oid IS NOT NULL THEN ARRAY[${address("pg_attrdef", "ad.oid")}] END AS aliases
    FROM pg_catalog.pg_attribute a
    JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_catalog.pg_attrdef ad ON ad.adrelid = a.attrelid AND ad.adnum = a.attnum
    ${joinComment("d", "pg_class", "a.attrelid", "a.attnum")}
    WHERE c.relkind IN ('r', 'p', 'f') AND c.relpersistence <> 't' AND a.attnum > 0 AND NOT a.attisdropped
      AND ${isUserSchema("n")}`,
  attributes: {
    relation: "ignore",
    // Cosmetic, and nothing but making the table anew would change it.
    position: "ignore",
    local: "ignore",
    inherited: "ignore",
    type: changeColumnType,
    collation: changeColumnType,
    default: (expected, actual, sides) => changeDefault(expected, actual, sides),
    generated: (expected, actual) => changeGenerated(expected, actual),
    identity: (expected, actual) => changeIdentity(expected, actual),
    identityOptions: (expected, actual) => changeIdentity(expected, actual),
    notNull: (expected) => [
      expected.notNull
        ? alterColumn(expected, "SET NOT NULL", {
            scan: true,
            hazards: [
              { code: "may-fail-on-data", detail: `rows where ${path(expected)} is null` },
              { code: "table-scan", detail: qualify(expected.schema, expected.table) },
            ],
          })
        : alterColumn(expected, "DROP NOT NULL"),
    ],
    storage: (expected) => [
      alterColumn(expected, `SET STORAGE ${(expected.storage ?? "DEFAULT").toUpperCase()}`),
    ],
    compression: (expected) => [
      alterColumn(expected, `SET COMPRESSION ${expected.compression ?? "default"}`),
    ],
    statisticsTarget: (expected) => [
      alterColumn(expected, `SET STATISTICS ${expected.statisticsTarget ?? -1}`, weak),
    ],
    options: (expected, actual) =>
      changeOptions(
        `${tableOf(expected)} ALTER COLUMN ${quoteIdentifier(expected.name)}`,
        expected,
        expected.options,
        actual.options,
        weak,
      ),
    foreignOptions: "manual",
    privileges: (expected, actual) =>
      changePrivileges(
        tableOf(expected),
        actual,
        {},
        expected.privileges,
        actual.privileges,
        ` (${quoteIdentifier(expected.name)})`,
      ),
    comment: (expected) => [setComment(`COLUMN ${path(expected)}`, expected, expected.comment)],
  },
  texts: ["default"],
  severity: {
    missing: "critical",
    unexpected: "medium",
    attributes: {
      type: "critical",
      collation: "medium",
      default: "medium",
      generated: "high",
      identity: "high",
      identityOptions: "low",
      notNull: "medium",
      storage: "info",
      compression: "info",
      statisticsTarget: "low",
      options: "low",
      privileges: "high",
      comment: "info",
    },
  },
  words: {
    notNull: "not null",
    identityOptions: "identity options",
    statisticsTarget: "statistics target",
    foreignOptions: "foreign options",
  },
  why: {
    missing: "Queries that name the column fail (42703: column does not exist).",
    unexpected:
      "The source does not know this column: inserts that leave it out fail when it is NOT NULL without a default.",
    type: "Comparing the column with a value of the type the code expects can fail (42883: operator does not exist), and so does a foreign key between columns of different types (42804).",
    default:
      "Rows inserted without a value for this column get another value than the code expects, or none.",
    notNull: "The code may meet nulls it does not expect, or fail to write nulls it needs to (23502).",
    collation: "Sort order and comparisons differ from what was tested; unique constraints may too.",
    generated: "The value is computed on one side and stored by hand on the other.",
    identity: "Rows inserted without a value get no number, or writing a number fails (428C9).",
    privileges: "Who may read or write the column is not what the source says.",
  },
  parent: (object) => ({ kind: object.relation, schema: object.schema, name: object.table }),
  createdWithParent: () => true,
  shape: ["type", "collation"],
  // Dropped and added again a generated column computes its values anew: nothing is lost.
  rebuildWhenDependencyChanges: (object) => object.generated !== null,
  keepsData: (object) => object.generated === null,
  letGo: (expected, actual, dependency) => letGoOfDefault(expected, actual, dependency),
  causes: (object, side) => [...columnsReferredTo(object, side), ...columnsInheritedFrom(object, side)],
  create: (object, expected) => addColumn(object, expected),
  drop: (object, actual, expected) => dropColumn(object, actual, expected),
};

/** The columns that foreign keys of this column refer to, position by position. */
function columnsReferredTo(object: Column, side: CatalogView): readonly Identity[] {
  return side
    .childrenOf({ kind: object.relation, schema: object.schema, name: object.table })
    .flatMap((child) => {
      if (child.kind !== "constraint") return [];
      const key = child as unknown as Constraint;
      const place = key.columns?.indexOf(object.name) ?? -1;
      const target = place < 0 ? undefined : referencedColumns(key)[place];
      return target === undefined || (target.name === object.name && target.table === object.table)
        ? []
        : [target];
    });
}

/** The columns of the same name in the tables this one inherits from or is a partition of. */
function columnsInheritedFrom(object: Column, side: CatalogView): readonly Identity[] {
  if (!object.inherited) return [];
  return side
    .dependenciesOf({ kind: "table", schema: object.schema, name: object.table })
    .filter((candidate) => candidate.kind === "table")
    .map((parent) => ({
      kind: "column",
      schema: parent.schema ?? "",
      table: parent.name,
      name: object.name,
    }));
}

/** What CREATE TABLE must wait for because of this column; a deferred default waits by itself. */
export function inlineDependencies(object: Column, side: CatalogView): readonly Identity[] {
  const deferred = defaultIsDeferred(object, side);
  return side.dependenciesOf(object).filter((dependency) => !(deferred && deferring.has(dependency.kind)));
}

/** True where a parent table or partitioned root makes, changes and drops the column for this one. */
export const isPassedOn = (object: Column): boolean => object.inherited && !object.local;

function addColumn(object: Column, side: CatalogView): readonly Statement[] {
  if (isPassedOn(object)) return [];
  const hazards: Hazard[] = [];
  const filled = object.default !== null || object.identity !== null || object.generated !== null;
  const rewrite = object.identity !== null || object.generated === "stored";
  if (object.notNull && !filled) hazards.push({ code: "may-fail-on-data", detail: "a table that has rows" });
  if (rewrite) hazards.push({ code: "table-rewrite", detail: qualify(object.schema, object.table) });
  return [
    alter(object, `ADD COLUMN ${columnDefinition(object, side, true)}`, { rewrite, hazards }),
    ...columnDetails(object, side, true),
  ];
}

/** A child table that goes on having the column of its own keeps it, with its values: only the parent's is dropped then. */
function dropColumn(object: Column, actual: CatalogView, expected: CatalogView): readonly Statement[] {
  if (isPassedOn(object)) return [];
  const drop = (relation: string, child: Identity): Statement =>
    statement(`ALTER TABLE ${relation} DROP COLUMN ${quoteIdentifier(object.name)}`, child, {
      lock: "ACCESS EXCLUSIVE",
      hazards:
        object.generated === null ? [{ code: "data-loss", detail: `every value of ${path(object)}` }] : [],
    });
  const self = qualify(object.schema, object.table);
  const children = heirs({ kind: "table", schema: object.schema, name: object.table }, actual);
  const keeps = (child: Identity): boolean => expected.get(columnIn(child, object.name)) !== undefined;
  if (!children.some(keeps)) return [drop(self, identityOf(object))];
  return [
    drop(`ONLY ${self}`, identityOf(object)),
    ...children
      .filter((child) => !keeps(child))
      .map((child) => drop(qualify(child.schema, child.name), columnIn(child, object.name))),
  ];
}

/** Tables that inherit from this one or are its partitions. */
const heirs = (table: Identity, side: CatalogView): readonly Identity[] =>
  side.dependentsOf(table).filter((dependent) => dependent.kind === "table");

const columnIn = (table: Identity, name: string): Identity => ({
  kind: "column",
  ...(table.schema === undefined ? {} : { schema: table.schema }),
  table: table.name,
  name,
});

/** Kinds whose objects may need the table first: a default that uses one is set by a statement of its own. */
const deferring = new Set(["sequence", "function", "aggregate", "operator", "view", "materialized view"]);

function defaultIsDeferred(object: Column, side: CatalogView): boolean {
  return (
    object.default !== null &&
    object.generated === null &&
    side.dependenciesOf(object).some((dependency) => deferring.has(dependency.kind))
  );
}

/**
 * The column as CREATE TABLE and ADD COLUMN write it.
 * @param inOneStatement keep the default here even where it could stand alone: a column added to a table with rows fills them with it
 */
export function columnDefinition(object: Column, side: CatalogView, inOneStatement = false): string {
  const parts = [quoteIdentifier(object.name), object.type];
  if (object.collation !== null) parts.push(`COLLATE ${object.collation}`);
  if (object.generated !== null) {
    parts.push(`GENERATED ALWAYS AS (${object.default ?? "NULL"}) ${object.generated.toUpperCase()}`);
  } else if (object.identity !== null) {
    parts.push(`GENERATED ${object.identity.toUpperCase()} AS IDENTITY${identityClause(object)}`);
  } else if (object.default !== null && (inOneStatement || !defaultIsDeferred(object, side))) {
    parts.push(`DEFAULT ${object.default}`);
  }
  if (object.notNull) parts.push("NOT NULL");
  if (object.relation === "foreign table" && object.foreignOptions !== null) {
    parts.splice(2, 0, `OPTIONS (${foreignOptionsClause(object.foreignOptions)})`);
  }
  return parts.join(" ");
}

/** `name 'value', …` of the catalog's `name=value`. */
export function foreignOptionsClause(options: readonly string[]): string {
  return options
    .map((option) => {
      const equals = option.indexOf("=");
      return `${quoteIdentifier(option.slice(0, equals))} '${option.slice(equals + 1).replaceAll("'", "''")}'`;
    })
    .join(", ");
}

function identityClause(object: Column): string {
  const options = object.identityOptions;
  if (options === null) return "";
  return ` (START WITH ${options.start} INCREMENT BY ${options.increment} MINVALUE ${options.minimum} MAXVALUE ${options.maximum} CACHE ${options.cache}${options.cycle ? " CYCLE" : ""})`;
}

/** What CREATE TABLE cannot say of a column, or must not say yet. */
export function columnDetails(
  object: Column,
  side: CatalogView,
  inOneStatement = false,
): readonly Statement[] {
  return [
    ...(!inOneStatement && defaultIsDeferred(object, side)
      ? [alterColumn(object, `SET DEFAULT ${object.default}`)]
      : []),
    ...(object.storage === null ? [] : [alterColumn(object, `SET STORAGE ${object.storage.toUpperCase()}`)]),
    ...(object.compression === null ? [] : [alterColumn(object, `SET COMPRESSION ${object.compression}`)]),
    ...(object.statisticsTarget === null
      ? []
      : [alterColumn(object, `SET STATISTICS ${object.statisticsTarget}`, weak)]),
    ...(object.options === null ? [] : [alterColumn(object, `SET (${optionsClause(object.options)})`, weak)]),
    ...(object.privileges === null
      ? []
      : changePrivileges(
          tableOf(object),
          object,
          {},
          object.privileges,
          null,
          ` (${quoteIdentifier(object.name)})`,
        )),
    ...(object.comment === null ? [] : [setComment(`COLUMN ${path(object)}`, object, object.comment)]),
  ];
}

/** Where a column that its parent table hands down, or that a type gives, differs from what was handed down. */
export function inheritedColumnChanges(
  object: Column,
  table: Identity,
  side: CatalogView,
): readonly Statement[] {
  const parents = side
    .dependenciesOf(table)
    .filter((candidate) => candidate.kind === "table")
    .flatMap((parent) => side.childrenOf(parent))
    .filter((child) => child.kind === "column" && child.name === object.name) as unknown as readonly Column[];
  const given = parents[0];
  const changes: Statement[] = [];
  if (object.generated === null && object.identity === null && (given?.default ?? null) !== object.default) {
    // A default that waits for its function is set by columnDetails.
    if (object.default === null) changes.push(alterColumn(object, "DROP DEFAULT"));
    else if (!defaultIsDeferred(object, side))
      changes.push(alterColumn(object, `SET DEFAULT ${object.default}`));
  }
  if ((given?.notNull ?? false) !== object.notNull && object.notNull)
    changes.push(alterColumn(object, "SET NOT NULL"));
  return changes;
}

/** Kinds that a default can rest on. A column whose type goes away cannot let go of it. */
const defaultRestsOn = new Set(["sequence", "function"]);

function letGoOfDefault(expected: Column | undefined, actual: Column, dependency: Identity) {
  if (actual.default === null || !defaultRestsOn.has(dependency.kind)) return null;
  const comesBack = expected === undefined ? actual.default : expected.default;
  return {
    before: [alterColumn(actual, "DROP DEFAULT")],
    after: comesBack === null ? [] : [alterColumn(actual, `SET DEFAULT ${comesBack}`)],
  };
}

function changeDefault(expected: Column, actual: Column, _sides: Sides): readonly Statement[] | "manual" {
  // Whether it is generated at all is the other attribute's matter, which writes the expression too.
  if (expected.generated !== actual.generated) return [];
  if (expected.generated !== null) {
    if (isPassedOn(actual)) return [];
    return _sides.actual.serverVersion >= 170_000
      ? [
          alterColumn(expected, `SET EXPRESSION AS (${expected.default ?? "NULL"})`, {
            rewrite: expected.generated === "stored",
            hazards:
              expected.generated === "stored"
                ? [{ code: "table-rewrite", detail: qualify(expected.schema, expected.table) }]
                : [],
          }),
        ]
      : "manual";
  }
  return [
    alterColumn(expected, expected.default === null ? "DROP DEFAULT" : `SET DEFAULT ${expected.default}`),
  ];
}

function changeGenerated(expected: Column, actual: Column): readonly Statement[] | "manual" {
  if (isPassedOn(actual)) return [];
  // Values stay; only the computing ends. The way back would throw written values away.
  if (expected.generated !== null || actual.generated !== "stored") return "manual";
  return [
    alterColumn(expected, "DROP EXPRESSION"),
    ...(expected.default === null ? [] : [alterColumn(expected, `SET DEFAULT ${expected.default}`)]),
  ];
}

function changeIdentity(expected: Column, actual: Column): readonly Statement[] {
  if (expected.identity === null) return [alterColumn(expected, "DROP IDENTITY")];
  const generated = `GENERATED ${expected.identity.toUpperCase()}`;
  if (actual.identity === null) {
    return [
      ...(actual.default === null ? [] : [alterColumn(expected, "DROP DEFAULT")]),
      ...(actual.notNull
        ? []
        : [alterColumn(expected, "SET NOT NULL", { scan: true, hazards: [{ code: "may-fail-on-data" }] })]),
      alterColumn(expected, `ADD ${generated} AS IDENTITY${identityClause(expected)}`),
    ];
  }
  const options = expected.identityOptions;
  const changes = [
    ...(expected.identity === actual.identity ? [] : [`SET ${generated}`]),
    ...(options === null || JSON.stringify(options) === JSON.stringify(actual.identityOptions)
      ? []
      : [
          `SET START WITH ${options.start}`,
          `SET INCREMENT BY ${options.increment}`,
          `SET MINVALUE ${options.minimum}`,
          `SET MAXVALUE ${options.maximum}`,
          `SET CACHE ${options.cache}`,
          options.cycle ? "SET CYCLE" : "SET NO CYCLE",
        ]),
  ];
  return changes.length === 0 ? [] : [alterColumn(expected, changes.join(" "))];
}
