import { quoteIdentifier } from "../postgres/identifier";
import type { Identity } from "../postgres/identity";
import { address, columnOptionList, columnPrivileges, isUserSchema, joinComment } from "./catalog-sql";
import {
  columnsInheritedFrom,
  columnsReferredTo,
  primaryKeysOn,
  tableWithNumbers,
} from "./columns/column-neighbours";
import {
  addColumn,
  dropColumn,
  givenBy,
  leavingBefore,
  whyNotAdded,
  whyNotAgain,
} from "./columns/column-presence";
import {
  alterColumn,
  columnPath,
  dropDefaultFirst,
  ownerOf,
  setStatistics,
  tableOf,
  weakLock,
} from "./columns/column-statement";
import { changeStorage, setCompression } from "./columns/column-storage";
import {
  carryOverToType,
  changeColumnType,
  dividedBy,
  whyColumnStays,
  whyItHoldsFast,
} from "./columns/column-type-change";
import {
  changeDefault,
  changeGenerated,
  changeIdentity,
  letGoOfDefault,
} from "./columns/column-value-change";
import { unfitForType } from "./columns/computes-with";
import {
  changeIdentityComment,
  changeIdentityPersistence,
  changeIdentityPrivileges,
  identityGrantedToPublic,
  identityGrants,
  identityPersistence,
  identityPrivileges,
  losesNumbers,
  ofIdentitySequence,
  takesNumbers,
} from "./columns/identity-sequence";
import {
  changeNotNull,
  changeNotNullComment,
  changeNotNullInheritance,
  changeNotNullName,
  changeNotNullValidation,
  notNullFields,
  notNullFindings,
  notNullJoins,
  notNullNamesCompare,
} from "./columns/not-null";
import { columnFeatures, columnsThatInherit, renameColumn } from "./columns/rename-column";
import { holdersThatLeave } from "./columns/stored-rows";
import { changeForeignOptions, readableOptions } from "./foreign-options";
import { movesBefore, waitsForParents } from "./inheritance/inheritance-links";
import { parentsWithColumn } from "./inheritance/table-inheritance";
import type { Kind, Sides } from "./kind";
import { isManual, type Manual } from "./manual";
import { newerInColumn } from "./newer/newer";
import { changeOptions } from "./options";
import { changeGrants, type Privileges, setComment } from "./ownership/ownership";
import { grantedToPublic } from "./ownership/public-grant";
import { addedColumnPreflights } from "./preflight/column-preflight";
import { relationOf } from "./preflight/preflight";
import { ownerOfGrants } from "./tables/table-effects";
import { tableOffType } from "./tables/typed-table";
import { renameInText } from "./texts/renaming";
import { domainsOfRows } from "./types/written-values";

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
  /** A partition's is its root's: only since PostgreSQL 17 do catalogs repeat it there. */
  readonly identity: "always" | "by default" | null;
  readonly identityOptions: IdentityOptions | null;
  readonly identitySequence: { readonly schema: string; readonly name: string } | null;
  /** Null where the sequence is as permanent as the table. */
  readonly identityPersistence: "permanent" | "unlogged" | null;
  readonly identityPrivileges: Privileges;
  readonly identityComment: string | null;
  readonly notNull: boolean;
  /** Of the constraint that NOT NULL is since PostgreSQL 18. */
  readonly notNullNotValid: true | null;
  readonly notNullNoInherit: true | null;
  readonly notNullConstraint: string | null;
  readonly notNullComment: string | null;
  /** Null for the type's own. */
  readonly storage: "plain" | "external" | "extended" | "main" | null;
  readonly compression: "pglz" | "lz4" | null;
  readonly statisticsTarget: number | null;
  readonly options: readonly string[] | null;
  readonly foreignOptions: readonly string[] | null;
  readonly privileges: Privileges;
  readonly comment: string | null;
}

export const column: Kind<Column> = {
  kind: "column",
  label: "column",
  plural: "columns",
  // A default names no column (0A000): printed without its relation, that need be neither opened nor locked.
  query: (major) => /* sql */ `
    SELECT 'column' AS kind, n.nspname AS schema, c.relname AS table, a.attname AS name,
           CASE c.relkind WHEN 'f' THEN 'foreign table' ELSE 'table' END AS relation,
           a.attnum AS position, a.attislocal AS local, a.attinhcount > 0 AS inherited,
           pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
           CASE WHEN a.attcollation <> t.typcollation THEN (
             SELECT pg_catalog.quote_ident(cn.nspname) || '.' || pg_catalog.quote_ident(co.collname)
             FROM pg_catalog.pg_collation co JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace
             WHERE co.oid = a.attcollation) END AS collation,
           pg_catalog.pg_get_expr(ad.adbin, CASE WHEN a.attgenerated <> '' THEN ad.adrelid ELSE 0 END) AS default,
           CASE a.attgenerated WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual' END AS generated,
           ${major >= 17 ? "CASE WHEN NOT c.relispartition THEN" : "("} CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END
           ${major >= 17 ? "END" : ")"} AS identity,
           ${ofIdentitySequence(`pg_catalog.json_build_object('start', s.seqstart::text, 'increment', s.seqincrement::text,
             'minimum', s.seqmin::text, 'maximum', s.seqmax::text, 'cache', s.seqcache::text, 'cycle', s.seqcycle)`)} AS "identityOptions",
           ${ofIdentitySequence("pg_catalog.json_build_object('schema', sn.nspname, 'name', sc.relname)")} AS "identitySequence",
           ${identityPersistence(major)} AS "identityPersistence", ${identityPrivileges} AS "identityPrivileges",
           ${ofIdentitySequence("sd.description")} AS "identityComment",
           a.attnotnull AS "notNull", ${notNullFields(major)},
           CASE WHEN a.attstorage <> t.typstorage THEN
             CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'x' THEN 'extended' WHEN 'm' THEN 'main' END END AS storage,
           CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END AS compression,
           ${major >= 17 ? "a.attstattarget" : "nullif(a.attstattarget, -1)"} AS "statisticsTarget",
           ${columnOptionList("a.attoptions")} AS options,
           CASE WHEN a.attfdwoptions IS NOT NULL THEN ${readableOptions("a.attfdwoptions")} END AS "foreignOptions",
           ${columnPrivileges("a.attacl", "c.relowner")} AS privileges,
           d.description AS comment,
           ${address("pg_class", "a.attrelid", "a.attnum")} AS address,
           CASE WHEN ad.oid IS NOT NULL THEN ARRAY[${address("pg_attrdef", "ad.oid")}]
           ELSE ${ofIdentitySequence(`ARRAY[${address("pg_class", "sc.oid")}]`)} END AS aliases
    FROM pg_catalog.pg_attribute a
    JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_catalog.pg_attrdef ad ON ad.adrelid = a.attrelid AND ad.adnum = a.attnum
    ${joinComment("d", "pg_class", "a.attrelid", "a.attnum")}
    ${notNullJoins(major)}
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
    generated: withType(changeGenerated),
    identity: withType(changeIdentity),
    identityOptions: withType(changeIdentity),
    // Which name Postgres chose tells nothing.
    identitySequence: "ignore",
    identityPersistence: (expected, actual, { expected: side }) =>
      changeIdentityPersistence(
        expected,
        actual,
        side.get(relationOf(expected))?.persistence === "unlogged" ? "unlogged" : "permanent",
      ),
    identityPrivileges: (expected, actual, sides) =>
      changeIdentityPrivileges(expected, actual, ownersOf(expected, actual, sides)),
    identityComment: (expected, actual) => changeIdentityComment(expected, actual),
    // Behind identity: a column has one or the other, and the old one goes first.
    default: withType(changeDefault),
    notNull: (expected, actual, sides) => changeNotNull(expected, actual, sides),
    // In front of the others: they call it by its new name, and what it hands down is called as it is.
    notNullConstraint: changeNotNullName,
    notNullNotValid: changeNotNullValidation,
    notNullNoInherit: changeNotNullInheritance,
    notNullComment: changeNotNullComment,
    storage: changeStorage,
    compression: (expected) => [setCompression(expected)],
    statisticsTarget: (expected) => [setStatistics(expected)],
    options: (expected, actual) =>
      changeOptions(
        `${tableOf(expected)} ALTER COLUMN ${quoteIdentifier(expected.name)}`,
        expected,
        expected.options,
        actual.options,
        weakLock,
      ),
    foreignOptions: (expected, actual) => {
      const clause = changeForeignOptions(expected.foreignOptions, actual.foreignOptions);
      return isManual(clause) ? clause : [alterColumn(expected, clause)];
    },
    privileges: (expected, actual, sides) =>
      changeGrants(tableOf(expected), expected, actual, {
        columns: ` (${quoteIdentifier(expected.name)})`,
        owners: ownersOf(expected, actual, sides),
      }),
    comment: (expected) => [setComment(`COLUMN ${columnPath(expected)}`, expected, expected.comment)],
  },
  texts: ["default"],
  newer: newerInColumn,
  comparable: { notNullConstraint: notNullNamesCompare },
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
      identityPersistence: "low",
      identityPrivileges: "medium",
      identityComment: "info",
      notNull: "medium",
      notNullNotValid: "medium",
      notNullNoInherit: "medium",
      notNullConstraint: "low",
      notNullComment: "info",
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
    identitySequence: "identity sequence",
    identityPersistence: "persistence of its identity sequence",
    identityPrivileges: "privileges on its identity sequence",
    identityComment: "comment on its identity sequence",
    notNullNotValid: "not null by a constraint that is NOT VALID",
    notNullNoInherit: "not null by a constraint that is NO INHERIT",
    notNullConstraint: "name of its not-null constraint",
    notNullComment: "comment on its not-null constraint",
    statisticsTarget: "statistics target",
    foreignOptions: "foreign options",
  },
  valueWords: {
    collation: { null: "the type's own" },
    generated: { null: "no" },
    identity: { null: "no" },
    identityPersistence: { null: "as its table" },
    identityPrivileges: { null: "what it has from the start" },
    notNullNotValid: { null: "no" },
    notNullNoInherit: { null: "no" },
    storage: { null: "the type's own" },
    compression: { null: "the database's default" },
    statisticsTarget: { null: "the server's default" },
    privileges: { null: "none of its own" },
  },
  addresses: ["identitySequence"],
  why: {
    missing: "Queries that name the column fail (42703: column does not exist).",
    unexpected:
      "The source does not know this column: inserts that leave it out fail when it is NOT NULL without a default.",
    type: "Comparing the column with a value of the type the code expects can fail (42883: operator does not exist), and so can a foreign key between columns of different types (42804).",
    default:
      "Rows inserted without a value for this column get another value than the code expects, or none.",
    notNull: "The code may meet nulls it does not expect, or fail to write nulls it needs to (23502).",
    notNullNotValid:
      "NOT VALID lets rows from before the constraint hold nulls: the code may meet them where it expects none.",
    notNullNoInherit: "Child tables take the constraint from their parent on one side only.",
    identityPrivileges: "Who may read or set the numbers of the identity column is not what the source says.",
    collation: "Sort order and comparisons differ from what was tested; unique constraints may too.",
    generated: "The value is computed on one side and stored by hand on the other.",
    identity: "Rows inserted without a value get no number, or writing a number fails (428C9).",
    privileges: "Who may read or write the column is not what the source says.",
  },
  parent: (object) => ({ kind: object.relation, schema: object.schema, name: object.table }),
  namedWithinParent: true,
  createdWithParent: () => true,
  shape: ["type", "collation"],
  unfitFor: unfitForType,
  neededBy: (expected, actual, dependent) =>
    losesNumbers(actual, expected) && takesNumbers(dependent, expected),
  stepAside: (expected, actual, sides) =>
    actual !== undefined && losesNumbers(expected, actual)
      ? sides.actual.dependentsOf(actual).filter((dependent) => takesNumbers(dependent, actual))
      : [],
  // Dropped and added again a generated column computes its values anew: nothing is lost.
  rebuildWhenDependencyChanges: (object) => object.generated !== null,
  keepsData: (object) => object.generated === null && object.relation === "table",
  carryOver: (expected, actual, dependency, sides) =>
    carryOverToType(expected ?? actual, actual, dependency, sides),
  letGo: (expected, actual, dependency) => letGoOfDefault(expected, actual, dependency),
  holdsFast: whyItHoldsFast,
  comesWith: givenBy,
  takesAlong: (expected, actual, sides) => [
    ...(expected === undefined || expected.notNull || !actual?.notNull
      ? []
      : primaryKeysOn(actual, sides.actual)),
    ...parentsWithColumn(expected, actual, sides),
    ...tableWithNumbers(expected, actual, sides),
    ...dividedBy(expected, actual, sides),
    ...(expected?.type === actual?.type
      ? []
      : tableOffType(relationOf((expected ?? actual) as Column), sides)),
    ...ownerOfGrants(expected, actual, sides),
    ...holdersThatLeave(expected, actual, sides),
    ...(actual !== undefined && waitsForParents(actual, sides) ? movesBefore(actual, sides) : []),
    ...leavingBefore(expected, actual, sides),
    ...domainsOfRows(expected, actual, sides),
  ],
  causes: (object, side) => [...columnsReferredTo(object, side), ...columnsInheritedFrom(object, side)],
  cannotCreate: whyNotAdded,
  cannotBeRemade: whyNotAgain,
  cannotDrop: whyColumnStays,
  renaming: {
    to: renameColumn,
    features: columnFeatures,
    place: (object) => object.position,
    together: columnsThatInherit,
  },
  afterRename: (object, renaming) =>
    object.default === null ? object : { ...object, default: renameInText(object.default, object, renaming) },
  preflight: (object, sides) => addedColumnPreflights(object, sides),
  besides: identityGrants,
  findings: (object) => [
    // Asked first: hardly any column has grants of its own, and there are more columns than anything else.
    ...(object.privileges === null
      ? []
      : grantedToPublic(object, tableOf(object), {}, ` (${quoteIdentifier(object.name)})`)),
    ...(object.identityPrivileges === null ? [] : identityGrantedToPublic(object)),
    ...notNullFindings(object),
  ],
  securityLabel: (object) => `COLUMN ${columnPath(object)}`,
  create: (object, expected, actual) => addColumn(object, expected, actual),
  drop: (object, actual, expected) => {
    const dropped = dropColumn(object, actual, expected);
    return dropped.length === 0 ? [] : [...dropDefaultFirst(object, actual), ...dropped];
  },
};

/** A rule for what fits the expected type only: where that stays out of reach, so does this. */
function withType<R>(
  rule: (expected: Column, actual: Column, sides: Sides) => R,
): (expected: Column, actual: Column, sides: Sides) => R | Manual {
  return (expected, actual, sides) => {
    const type = expected.type === actual.type ? null : changeColumnType(expected, actual, sides);
    return isManual(type) ? type : rule(expected, actual, sides);
  };
}

/** A column's grants are its table's owner's to give. */
const ownersOf = (expected: Column, actual: Column, sides: Sides) => ({
  before: ownerOf(actual, sides.actual),
  after: ownerOf(expected, sides.expected),
});
