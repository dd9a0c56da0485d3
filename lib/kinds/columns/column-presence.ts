/** Adding and dropping a column of a table that is there already. */
import { qualify, quoteIdentifier } from "../../postgres/identifier";
import { displayName, type Identity, identityOf } from "../../postgres/identity";
import { type Hazard, type Statement, statement } from "../../postgres/statement";
import type { Column } from "../column";
import { isRedacted } from "../foreign-options";
import {
  becomesOwn,
  leavingBelow,
  leavingOf,
  leavings,
  leavingsOfOthers,
  type Move,
} from "../inheritance/inheritance-links";
import type { CatalogView, Sides } from "../kind";
import { withoutMutual } from "../mutual";
import { relationOf } from "../preflight/preflight";
import { offType, typeOfTable, typeThatGives } from "../tables/typed-table";
import { columnDefinition, columnDetails, inheritedColumnChanges } from "./column-definition";
import { columnsAbove, columnsBelow, expressionsBelow, heldBelow, isDeclared } from "./column-family";
import { alterColumn, alterTable, calledBack, columnPath } from "./column-statement";
import { addNotNull, waitsForName } from "./not-null";
import { refusesUpdates } from "./published-updates";
import { columnsHeld, isWritten, rowTypeIsStored, whyNotWritten } from "./stored-rows";
import { refusesValues, underlyingType } from "./underlying-type";
import { hasVolatileDefault } from "./volatile-default";

/** True where a parent table or partitioned root makes, changes and drops the column for this one. */
export const isPassedOn = (object: Column): boolean => object.inherited && !object.local;

/** What a column that is handed down has from where it comes; a default, say, is its own, and an expression is not. */
const given = ["type", "collation", "generated", "notNull", "notNullNotValid"];

/** What gives a column to its table and takes it away again: the parent tables' columns, or the type of a typed table. */
export function givenBy(
  object: Column,
  side: CatalogView,
  attributes: readonly string[] | null,
): readonly Identity[] {
  const comesDown = object.generated === null ? given : [...given, "default"];
  if (attributes !== null && !attributes.some((attribute) => comesDown.includes(attribute))) return [];
  const type = typeOfTable(relationOf(object), side);
  if (type !== null) return [type];
  // A column that a child table has of its own besides is changed with its parent's all the same, but stays when that goes.
  if (attributes === null ? !isPassedOn(object) : !object.inherited) return [];
  return side
    .dependenciesOf(relationOf(object))
    .filter((candidate) => candidate.kind === "table")
    .map((parent) => columnIn(parent, object.name));
}

export function addColumn(object: Column, side: CatalogView, actual?: CatalogView): readonly Statement[] {
  const type = typeThatGives(relationOf(object), side, actual);
  // One that goes to come back to a table that is yet to be put under its parents is added there.
  const apart = (actual?.get(identityOf(object)) as Column | undefined)?.inherited === false;
  if (type !== null || !(apart || isDeclared(object, side))) {
    // It comes with another statement; what it has of its own stands behind that.
    const givers = type === null ? columnsAbove(object, side) : [type];
    const changes = inheritedColumnChanges(object, side, actual, true);
    const own = [...changes, ...columnDetails(object, side, true)];
    return own.map((one) => ({ ...one, after: [...(one.after ?? []), ...givers] }));
  }
  const hazards: Hazard[] = [];
  const filled = object.default !== null || object.identity !== null || object.generated !== null;
  const table = qualify(object.schema, object.table);
  const beneath = underlyingType(object, side);
  // A constant or stable default is kept beside the rows; anything else is written into each of them.
  const rewrite =
    object.relation === "table" &&
    (object.identity !== null ||
      object.generated === "stored" ||
      refusesValues(beneath) ||
      hasVolatileDefault(object, side));
  const scan = object.notNull && (!filled || object.generated === "virtual");
  if (scan && !filled) hazards.push({ code: "may-fail-on-data", detail: "a table that has rows" });
  else if (scan || (refusesValues(beneath) && object.generated === null))
    hazards.push({ code: "may-fail-on-data", detail: `the value that ${columnPath(object)} begins with` });
  if (rewrite)
    hazards.push({ code: "table-rewrite", detail: table }, { code: "blocks-reads", detail: table });
  if (scan) hazards.push({ code: "table-scan", detail: table });
  const functions = calledBack(object, side);
  if (comesInSteps(object, side))
    return [...addColumnInSteps(object, side, functions), ...columnDetails(object, side, true)];
  return [
    alterTable(object, `ADD COLUMN ${columnDefinition(object, side, true)}`, {
      ...{ rewrite, scan, hazards },
      ...(actual === undefined
        ? {}
        : {
            ...offType(relationOf(object), { expected: side, actual }),
            after: [
              ...heldBelow(object, side, actual),
              ...columnsHeld(object, side),
              ...(waitsForName(object, actual).after ?? []),
              ...(object.identity === null ? [] : leavings(object, { expected: side, actual })),
            ],
          }),
      ...(object.identity === null ? {} : { makes: [identityOf(object)] }),
    }),
    ...columnDetails(object, side, true),
    ...(actual === undefined
      ? []
      : expressionsBelow(object, side, actual, (heir) => !isDeclared(heir, side))),
  ];
}

/** Why no statement of ours adds the column; null where one does. */
export function whyNotAdded(object: Column, { expected, actual }: Sides): string | null {
  if ((object.foreignOptions ?? []).some(isRedacted))
    return "Some of its options may be secrets, whose values are never read: only who knows them can add the column.";
  const table = relationOf(object);
  const present = actual.get(table);
  if (present === undefined || isPassedOn(object)) return null;
  if (
    object.identity !== null &&
    present.partitionKey == null &&
    heirs(table, expected).some((child) => actual.get(child) !== undefined)
  )
    return `PostgreSQL adds no identity to a table that has child tables (42P16), whose rows would have no numbers. Add it to table ${displayName(table)} without, number the rows, and make it an identity then.`;
  const unwritten = isWritten(object, undefined, expected)
    ? whyNotWritten(object, { expected, actual })
    : null;
  if (unwritten !== null || !comesInSteps(object, expected)) return unwritten;
  const refusing = [table, ...columnsBelow(object, expected).map(relationOf)].find(
    (one) => refusesUpdates(one, actual) || refusesUpdates(one, expected),
  );
  return refusing === undefined
    ? null
    : `the rows get its default by UPDATE, and PostgreSQL refuses that of a published table whose rows nothing tells apart (55000). Give table ${displayName(refusing)} a primary key or REPLICA IDENTITY FULL first.`;
}

/** True where the rows that are there cannot get the default as the column is added. */
const comesInSteps = (object: Column, side: CatalogView): boolean =>
  calledBack(object, side).length > 0 ||
  (object.default !== null && object.generated === null && rowTypeIsStored(object, side));

/** Why a column that computes what it stores does not come back once it is dropped; null where it does. */
export const whyNotAgain = (object: Column, sides: Sides): string | null =>
  object.generated === "stored" ? whyNotWritten(object, sides) : null;

/** The column without its default, which the rows that are there get by hand. */
function addColumnInSteps(
  object: Column,
  side: CatalogView,
  functions: readonly Identity[],
): readonly Statement[] {
  const bare = { ...object, default: null, notNull: false };
  const table = qualify(object.schema, object.table);
  return [
    alterTable(object, `ADD COLUMN ${columnDefinition(bare, side, true)}`, withoutMutual(functions)),
    alterColumn(object, `SET DEFAULT ${object.default}`),
    statement(`UPDATE ${table} SET ${quoteIdentifier(object.name)} = DEFAULT`, identityOf(object), {
      scan: true,
      lock: "ROW EXCLUSIVE",
      hazards: [{ code: "table-rewrite", detail: table }],
    }),
    ...addNotNull(object),
  ];
}

/**
 * A child table that goes on having the column of its own keeps it, with its values: only the parent's is dropped then.
 * @param mayBeGone true where what drops the column of a parent, too, may have come first and taken this one along
 */
export function dropColumn(
  object: Column,
  actual: CatalogView,
  expected: CatalogView,
  mayBeGone = false,
): readonly Statement[] {
  const sides = { expected, actual };
  const leaves = becomesOwn(object, sides);
  if (isPassedOn(object) && !leaves) return [];
  // The type takes it along.
  if (typeThatGives(relationOf(object), expected, actual) !== null) return [];
  const drop = (relation: string, child: Identity, mayLack: boolean): Statement =>
    statement(
      `ALTER TABLE ${relation} DROP COLUMN ${mayLack ? "IF EXISTS " : ""}${quoteIdentifier(object.name)}`,
      child,
      {
        lock: "ACCESS EXCLUSIVE",
        // What it has from a parent besides cannot be dropped before the parent's (42P16).
        after: columnsAbove(object, actual),
        ...(leaves ? { takes: leavings(object, sides) } : {}),
        ...offType(relationOf(object), sides),
        hazards:
          object.generated === null
            ? [{ code: "data-loss", detail: `every value of ${columnPath(object)}` }]
            : [],
      },
    );
  const self = qualify(object.schema, object.table);
  const kept: Statement[] = [];
  const own: Identity = { kind: "table", schema: object.schema, name: object.table };
  const children = heirs(own, actual);
  const keeps = (child: Identity): boolean => expected.get(columnIn(child, object.name)) !== undefined;
  // What comes back comes back below too, and partitions have what their root has.
  const wholly = expected.get(identityOf(object)) !== undefined || actual.get(own)?.partitionKey != null;
  const left = expected.get(identityOf(object)) === undefined ? leavingBefore(undefined, object, sides) : [];
  if (wholly || !children.some(keeps)) {
    const dropped = drop(self, identityOf(object), mayBeGone);
    const waitsFor = [
      ...(dropped.takes ?? []),
      ...left.map(({ object: one }) => leavingOf(one)),
      ...leavingsOfOthers(object, sides),
    ];
    return [waitsFor.length === 0 ? dropped : { ...dropped, takes: waitsFor }];
  }
  // Since PostgreSQL 18 a child's NOT NULL stays the parent's though the column is gone there, and nothing drops it any more.
  const alone = object.notNull && actual.serverVersion >= 180_000;
  for (const child of alone ? children.filter(keeps) : []) {
    if (expected.get(columnIn(child, object.name))?.notNull !== true) continue;
    const table = qualify(child.schema, child.name);
    kept.push(
      statement(
        `ALTER TABLE ${table} ALTER COLUMN ${quoteIdentifier(object.name)} SET NOT NULL`,
        columnIn(child, object.name),
        { lock: "ACCESS EXCLUSIVE", scan: true, hazards: [{ code: "table-scan", detail: table }] },
      ),
    );
  }
  return [
    // An identity is never null (42601).
    ...(alone && object.identity !== null ? [alterColumn(object, "DROP IDENTITY")] : []),
    ...(alone ? [alterColumn(object, "DROP NOT NULL")] : []),
    drop(`ONLY ${self}`, identityOf(object), mayBeGone),
    ...children
      // A child's column of its own is a difference of its own.
      .filter(
        (child) => !keeps(child) && isPassedOn(actual.get(columnIn(child, object.name)) as unknown as Column),
      )
      // One that leaves the parent in the same plan drops it itself, before or after this.
      .map((child) =>
        drop(qualify(child.schema, child.name), columnIn(child, object.name), !isHeir(child, own, expected)),
      ),
    ...kept,
  ];
}

/**
 * The partitions that leave before the column goes, since they keep it: no statement takes it from their root alone. And the tables
 * below that leave before it comes, or comes to be NOT NULL, or no more: that goes down to them.
 */
export const leavingBefore = (
  expected: Column | undefined,
  actual: Column | undefined,
  sides: Sides,
): readonly Move[] => {
  const column = expected ?? actual;
  if (column === undefined || (expected !== undefined && expected.notNull === actual?.notNull)) return [];
  const table = relationOf(column);
  const keeps = ({ object }: Move): boolean =>
    expected !== undefined || sides.expected.get(columnIn(object, column.name)) !== undefined;
  return expected === undefined && sides.actual.get(table)?.partitionKey == null
    ? []
    : leavingBelow(table, sides).filter(keeps);
};

/** Tables that inherit from this one or are its partitions. */
const heirs = (table: Identity, side: CatalogView): readonly Identity[] =>
  side.dependentsOf(table).filter((dependent) => dependent.kind === "table");

const isHeir = (table: Identity, parent: Identity, side: CatalogView): boolean =>
  heirs(parent, side).some(({ schema, name }) => schema === table.schema && name === table.name);

const columnIn = (table: Identity, name: string): Identity => ({
  kind: "column",
  ...(table.schema === undefined ? {} : { schema: table.schema }),
  table: table.name,
  name,
});
