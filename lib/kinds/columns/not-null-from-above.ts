/** NOT NULL of a new child table's or partition's columns where it comes down from parents: since PostgreSQL 18 by a name, and not always valid. */
import { identityOf } from "../../postgres/identity";
import type { Statement } from "../../postgres/statement";
import type { Column } from "../column";
import type { CatalogView } from "../kind";
import { relationOf } from "../preflight/preflight";
import type { Table } from "../table";
import { isDeclared, parentColumns } from "./column-family";
import {
  isNamedByItself,
  isPlainNotNull,
  notNullComments,
  notNullNamesCompare,
  validateNotNull,
} from "./not-null";
import { notNullName } from "./not-null-name";

/**
 * True where what comes down from above is NOT VALID, and valid here. What comes from another parent too is what that one's
 * is, and one that its own table declares by another name was valid before it came.
 */
const isValidatedBelow = (object: Column, side: CatalogView): boolean => {
  const given = notNullsAbove(object, side);
  return (
    object.notNull &&
    !object.notNullNotValid &&
    given.length > 0 &&
    given.every(({ notNullNotValid }) => notNullNotValid === true) &&
    (!isDeclared(object, side) || given.some((above) => isNamesake(above, object)))
  );
};

const isNamesake = (one: Column, other: Column): boolean =>
  one.notNullConstraint != null && one.notNullConstraint === other.notNullConstraint;

/** The columns right above whose NOT NULL comes down to this one. */
export const notNullsAbove = (object: Column, side: CatalogView): readonly Column[] =>
  parentColumns(object, side).filter(({ notNull, notNullNoInherit }) => notNull && !notNullNoInherit);

/**
 * What a new column's NOT NULL is called: as the one that comes down first, whatever the source had it called before it was put
 * below that.
 */
function nameThatComes(object: Column, side: CatalogView, actual: CatalogView | undefined): string {
  const above = firstAbove(object, side, actual);
  if (above === undefined || (isDeclared(object, side) && isSaidInline(object, side)))
    return nameWhenMade(object);
  const present = actual?.get(identityOf(above)) as Column | undefined;
  if (present?.notNull) return notNullName(nowNamedAs(above, present));
  return nameThatComes(above, side, actual);
}

/** Of what is there when the table is made, the first in the order of its parents; else what is declared first. */
function firstAbove(object: Column, side: CatalogView, actual: CatalogView | undefined): Column | undefined {
  const given = notNullsAbove(object, side);
  const parents = (side.get(relationOf(object)) as unknown as Table | undefined)?.inherits ?? [];
  const first = parents
    .flatMap(({ schema, name }) => given.find((one) => one.schema === schema && one.table === name) ?? [])
    .concat(given)
    .find((one) => !one.notNullNotValid || actual?.get(relationOf(one)) !== undefined);
  return first ?? given[0];
}

const nowNamedAs = (expected: Column, actual: Column): Column =>
  notNullNamesCompare(expected, actual) ? expected : actual;

const nameWhenMade = (column: Column): string =>
  notNullName(
    isPlainNotNull(column) && isNamedByItself(column) ? { ...column, notNullConstraint: null } : column,
  );

/** True for a NOT NULL that is said with its column; one that comes down NOT VALID is validated instead. */
export const isSaidInline = (object: Column, side: CatalogView): boolean =>
  object.notNull && !(isDeclared(object, side) && isValidatedBelow(object, side));

/**
 * What is said of a NOT NULL that comes down, by the name that it has then. One that is NOT VALID above comes down as it is: the
 * child's own rows can be known to keep to it all the same.
 */
export function inheritedNotNullDetails(
  object: Column,
  side: CatalogView,
  actual: CatalogView | undefined,
): readonly Statement[] {
  if (!object.notNull || notNullsAbove(object, side).length === 0) return [];
  const named = { ...object, notNullConstraint: nameThatComes(object, side, actual) };
  const afterAll = parentColumns(object, side).map(relationOf);
  const validation = isValidatedBelow(object, side) ? [validateNotNull(named)] : [];
  return [...validation, ...notNullComments(named)].map((one) => ({ ...one, afterAll }));
}
