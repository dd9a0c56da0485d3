/** Tables that are made of a composite type (`OF`): they have its columns, and only it adds, drops and changes them (42809). */
import { qualify } from "../../postgres/identifier";
import { type Identity, identityKey, identityOf } from "../../postgres/identity";
import { type Statement, statement } from "../../postgres/statement";
import { columnsOf } from "../columns/columns-of";
import type { CatalogObject, CatalogView, Sides } from "../kind";
import { type Manual, manual } from "../manual";
import type { Table } from "../table";
import type { RelationName } from "./table-parents";

/** The type that a table is made of; null where it is made of none. */
export function typeOfTable(table: Identity, side: CatalogView): Identity | null {
  const ofType = side.get(table)?.ofType as RelationName | null | undefined;
  return ofType == null ? null : { kind: "composite type", schema: ofType.schema, name: ofType.name };
}

/**
 * The type that adds and drops the columns of a table; null where these are the table's own, or are yet to be made like
 * those of its type.
 * @param actual absent where the table is made from nothing
 */
export function typeThatGives(table: Identity, expected: CatalogView, actual?: CatalogView): Identity | null {
  const type = typeOfTable(table, expected);
  if (actual?.get(table) === undefined) return type;
  return isSame(type, typeOfTable(table, actual)) ? type : null;
}

const isSame = (one: Identity | null, other: Identity | null): boolean =>
  one !== null && other !== null && identityKey(one) === identityKey(other);

/** True for a typed table that the plan takes off its type, be it to make it of another one. */
export const leavesType = (table: Identity, { expected, actual }: Sides): boolean =>
  typeOfTable(table, actual) !== null &&
  expected.get(table) !== undefined &&
  typeThatGives(table, expected, actual) === null;

/** The tables that are made of a type. */
export const typedTables = (type: Identity, side: CatalogView): readonly CatalogObject[] =>
  side.dependentsOf(type).filter((dependent) => isSame(typeOfTable(dependent, side), type));

/** What NOT OF sets free: the columns of the table, and the type. */
export const tieOf = (table: Identity): Identity => ({
  kind: "typed table",
  ...(table.schema === undefined ? {} : { schema: table.schema }),
  name: table.name,
});

/** Makes a statement wait until the table is off its type, where it leaves it. */
export const offType = (table: Identity, sides: Sides): Pick<Statement, "takes"> =>
  leavesType(table, sides) ? { takes: [tieOf(table)] } : {};

const alter = (table: Table, action: string, facts: Partial<Statement>): Statement =>
  statement(`ALTER TABLE ${qualify(table.schema, table.name)} ${action}`, identityOf(table), {
    lock: "ACCESS EXCLUSIVE",
    ...facts,
  });

/** What takes a table off its type. It comes under other tables only behind that (42809), as no typed table has parents. */
export const leaveType = (actual: Table, sides: Sides): readonly Statement[] =>
  leavesType(actual, sides) ? [alter(actual, "NOT OF", { frees: [tieOf(actual)] })] : [];

/** A table is taken off its type before its columns change, and made of another one when they are that one's. */
export function changeTypeOfTable(
  expected: Table,
  actual: Table,
  sides: Sides,
): readonly Statement[] | Manual {
  const type = typeOfTable(expected, sides.expected);
  if (type !== null && !standInOrder(expected, sides))
    return manual(
      `its columns stand in another order than the attributes of type ${qualify(type.schema, type.name)}, and OF asks for the same (42804). A new table has to be made of the type, and the rows moved into it.`,
    );
  return [
    ...leaveType(actual, sides),
    ...(type === null
      ? []
      : [
          alter(expected, `OF ${qualify(type.schema, type.name)}`, {
            after: [
              type,
              ...columnsOf(expected, sides.expected).map(identityOf),
              ...columnsOf(actual, sides.actual).map(identityOf),
            ],
          }),
        ]),
  ];
}

/** The differences without which a table cannot be made of its type, or has to leave it. */
export function columnsWithType(
  expected: Table,
  actual: Table,
  sides: Sides,
): readonly { readonly object: Identity; readonly attribute?: string }[] {
  if (expected.ofType === null || typeThatGives(expected, sides.expected, sides.actual) !== null) return [];
  const presence = [
    ...columnsOf(expected, sides.expected).filter(
      (column) => sides.actual.get(identityOf(column)) === undefined,
    ),
    ...columnsOf(actual, sides.actual).filter(
      (column) => sides.expected.get(identityOf(column)) === undefined,
    ),
  ];
  return [
    ...presence.map((column) => ({ object: identityOf(column) })),
    ...columnsOf(expected, sides.expected).flatMap((column) =>
      ["type", "collation"].map((attribute) => ({ object: identityOf(column), attribute })),
    ),
  ];
}

/** A column comes or goes, or has another type, once its table has left the type that it is made of. */
export const tableOffType = (
  table: Identity,
  sides: Sides,
): readonly { readonly object: Identity; readonly attribute: string }[] =>
  leavesType(table, sides) ? [{ object: table, attribute: "ofType" }] : [];

/** True where the columns will stand as they are to: those that are there keep their places, and new ones come behind them. */
function standInOrder(expected: Table, sides: Sides): boolean {
  const wanted = columnsOf(expected, sides.expected).map(({ name }) => name);
  const kept = columnsOf(expected, sides.actual)
    .map(({ name }) => name)
    .filter((name) => wanted.includes(name));
  return kept.every((name, place) => wanted[place] === name);
}
