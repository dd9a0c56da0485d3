/** A column as CREATE TABLE and ADD COLUMN write it, and what has to be said of it afterwards. */
import { quoteIdentifier } from "../../postgres/identifier";
import type { Identity } from "../../postgres/identity";
import type { Statement } from "../../postgres/statement";
import type { Column } from "../column";
import { foreignOptionsClause } from "../foreign-options";
import type { CatalogView } from "../kind";
import { optionsClause } from "../options";
import { changePrivileges, setComment } from "../ownership/ownership";
import { computesOtherwise, isDeclared, isOfPartition, parentColumns } from "./column-family";
import {
  alterColumn,
  columnPath,
  ownerOf,
  setOwnDefault,
  setOwnExpression,
  setStatistics,
  tableOf,
  weakLock,
} from "./column-statement";
import { ownStorage, setCompression, setStorage } from "./column-storage";
import { givenName, identityDetails } from "./identity-sequence";
import { declareNotNull, inlineNotNull, notNullDetails } from "./not-null";
import { inheritedNotNullDetails, isSaidInline, notNullsAbove } from "./not-null-from-above";
import { columnsHeld } from "./stored-rows";

/**
 * Kinds whose objects may need the table first: a default that uses one is set by a statement of its own. A column that a
 * default rests on is one whose numbers it takes.
 */
const deferring = new Set([
  "sequence",
  "column",
  "function",
  "aggregate",
  "operator",
  "view",
  "materialized view",
]);

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
    parts.push(
      `GENERATED ${object.identity.toUpperCase()} AS IDENTITY${identityClause(object, givenName(object, side))}`,
    );
  } else if (object.default !== null && (inOneStatement || !defaultIsDeferred(object, side))) {
    parts.push(`DEFAULT ${object.default}`);
  }
  if (isSaidInline(object, side)) parts.push(inlineNotNull(object, inOneStatement));
  if (object.relation === "foreign table" && object.foreignOptions !== null) {
    parts.splice(2, 0, `OPTIONS (${foreignOptionsClause(object.foreignOptions)})`);
  }
  return parts.filter((part) => part !== "").join(" ");
}

/**
 * The columns as CREATE TABLE lists them, apart from those that come from above as they are. A child whose parents compute the
 * values names the column and no expression, which before PostgreSQL 16 it may not have (42611).
 */
export const declaredColumns = (columns: readonly Column[], side: CatalogView): readonly string[] =>
  columns
    .filter((column) => isDeclared(column, side))
    .map((column) =>
      columnDefinition(
        column.generated !== null && column.inherited && !computesOtherwise(column, side)
          ? { ...column, generated: null, default: null }
          : column,
        side,
      ),
    );

/** What a partition computes otherwise than its root, as PARTITION OF lists it. */
export const partitionColumns = (columns: readonly Column[], side: CatalogView): readonly string[] =>
  columns
    .filter((column) => computesOtherwise(column, side))
    .map(
      (column) =>
        `${quoteIdentifier(column.name)} GENERATED ALWAYS AS (${column.default ?? "NULL"}) ${column.generated?.toUpperCase()}`,
    );

/** @param sequence the name that the sequence must get, as SQL; null where nobody asks for it by its name */
export function identityClause(object: Column, sequence: string | null): string {
  const options = object.identityOptions;
  if (options === null) return "";
  const name = sequence === null ? "" : `SEQUENCE NAME ${sequence} `;
  return ` (${name}START WITH ${options.start} INCREMENT BY ${options.increment} MINVALUE ${options.minimum} MAXVALUE ${options.maximum} CACHE ${options.cache}${options.cycle ? " CYCLE" : ""})`;
}

/** What CREATE TABLE cannot say of a column, or must not say yet. */
export function columnDetails(
  object: Column,
  side: CatalogView,
  inOneStatement = false,
): readonly Statement[] {
  const owner = ownerOf(object, side);
  return [
    ...(!inOneStatement && defaultIsDeferred(object, side) ? [setOwnDefault(object)] : []),
    ...(object.storage === null ? [] : [setStorage(object, object.storage)]),
    ...(object.compression === null ? [] : [setCompression(object)]),
    ...(object.statisticsTarget === null ? [] : [setStatistics(object)]),
    ...(object.options === null
      ? []
      : [alterColumn(object, `SET (${optionsClause(object.options)})`, weakLock)]),
    ...(object.privileges === null
      ? []
      : changePrivileges(
          tableOf(object),
          owner === null ? object : ({ ...object, owner } as Column),
          {},
          object.privileges,
          null,
          ` (${quoteIdentifier(object.name)})`,
        )),
    ...(object.comment === null ? [] : [setComment(`COLUMN ${columnPath(object)}`, object, object.comment)]),
    ...identityDetails(object, owner),
    ...(object.inherited ? [] : notNullDetails(object, side, inOneStatement)),
  ];
}

/**
 * Where a column that its parent table hands down, or that a type gives, differs from what was handed down.
 * @param actual absent where there is nothing yet
 * @param inOneStatement as for {@link columnDefinition}: the column comes to a table that is there
 */
export function inheritedColumnChanges(
  object: Column,
  side: CatalogView,
  actual: CatalogView | undefined,
  inOneStatement = false,
): readonly Statement[] {
  const parents = parentColumns(object, side);
  const changes: Statement[] = [];
  const handedDown =
    parents.length === 0 ? [null] : parents.flatMap((parent) => defaultsOnTheWay(parent, side));
  if (
    object.generated === null &&
    object.identity === null &&
    handedDown.some((value) => value !== object.default) &&
    // A default that waits for its function is set by columnDetails.
    (object.default === null || inOneStatement || !defaultIsDeferred(object, side))
  )
    changes.push(setOwnDefault(object));
  // What a child table computes otherwise it was declared with, and so was all that CREATE TABLE made.
  if (
    inOneStatement &&
    object.generated !== null &&
    isOfPartition(object, side) &&
    handedDown.some((value) => value !== object.default)
  )
    changes.push(setOwnExpression(object));
  if (!inOneStatement) changes.push(...ownStorage(object, side, actual));
  if (object.notNull && notNullsAbove(object, side).length === 0) changes.push(...declareNotNull(object));
  changes.push(...inheritedNotNullDetails(object, side, actual));
  return changes;
}

/** What a child may get for a default from this column: it is made before, or after, those above it have theirs. */
function defaultsOnTheWay(column: Column, side: CatalogView): readonly (string | null)[] {
  const above = column.local ? [] : parentColumns(column, side).flatMap((one) => defaultsOnTheWay(one, side));
  return [column.default, ...above, ...(defaultIsDeferred(column, side) ? [null] : [])];
}

/** What CREATE TABLE must wait for because of this column; a deferred default waits by itself. */
export function inlineDependencies(object: Column, side: CatalogView): readonly Identity[] {
  const deferred = defaultIsDeferred(object, side);
  const rests = side
    .dependenciesOf(object)
    .filter((dependency) => !(deferred && deferring.has(dependency.kind)));
  return [...rests, ...columnsHeld(object, side)];
}
