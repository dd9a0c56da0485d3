/**
 * Which tables stay under which parents while types of columns change. ALTER COLUMN … TYPE goes down from one table to all
 * below it, and is refused where one of those has the column from another table, too (42P16): it then leaves the others first,
 * and comes back to them when the columns of both have their types.
 */
import { type Identity, identityKey, identityOf } from "../../postgres/identity";
import type { Column } from "../column";
import { columnsOf } from "../columns/columns-of";
import type { CatalogObject, CatalogView, Sides } from "../kind";
import type { Table } from "../table";
import { tableOf } from "../tables/table-of";
import { parentsOf } from "../tables/table-parents";

/** The parents from which a plan never takes a table: of several the first ones, since columns are merged in their order. */
export const parentsThatStay = (table: Identity, sides: Sides): readonly Identity[] =>
  linksAround(table, sides).get(nameOf(table)) ?? [];

/** The same column in the tables right above that its table never leaves, where it is there on both sides. */
export const columnsRightAbove = (column: Identity, sides: Sides): readonly Identity[] =>
  columnsIn(parentsThatStay(tableOf(column), sides), column, sides);

/** The columns that hand the type down to this one: each at the top of its family. None where it is there itself. */
export const giversOfType = (column: Identity, sides: Sides): readonly Identity[] => {
  const top = topmost(column, (table) => parentsThatStay(table, sides), sides);
  return top.filter((one) => identityKey(one) !== identityKey(column));
};

/** The same column in the tables below to which its change of type goes down, nearest first. */
export function columnsThatFollow(column: Column, sides: Sides): readonly Column[] {
  const found = new Map<string, Column>();
  let level: readonly Identity[] = [identityOf(column)];
  while (level.length > 0) {
    level = level.flatMap((above) =>
      childrenOf(tableOf(above), sides.actual)
        .map((child) => inTable(above, child))
        .filter((own) => columnsRightAbove(own, sides).some((one) => identityKey(one) === identityKey(above)))
        .filter((own) => !found.has(identityKey(own))),
    );
    for (const one of level) found.set(identityKey(one), sides.actual.get(one) as unknown as Column);
  }
  return [...found.values()];
}

/** The columns right above that go while this one stays: it is its table's own by then. */
export const columnsThatGo = (column: Identity, sides: Sides): readonly Identity[] =>
  parentsThatStay(tableOf(column), sides)
    .map((table) => inTable(column, table))
    .filter((one) => sides.actual.get(one) !== undefined && sides.expected.get(one) === undefined);

/** True where its table leaves all that hand it down, and keeps it: from then on it is the table's own. */
export const becomesOwn = (column: Column, sides: Sides): boolean =>
  column.inherited &&
  sides.expected.get(identityOf(column)) !== undefined &&
  parentsThatStay(tableOf(column), sides).every(
    (table) => sides.actual.get(inTable(column, table)) === undefined,
  );

/** What a table that leaves parents frees, for what needs it to have left them. */
export const leavingOf = ({ schema, name }: Identity): Identity => ({
  ...{ kind: "parents", schema: schema ?? "", name },
  arguments: "left",
});

/**
 * What must have happened before the type of a column is changed: the table and those below have left the parents that they
 * leave, and gone where they go.
 */
export const leavings = (column: Column, sides: Sides): readonly Identity[] =>
  [...below(tableOf(column), sides.actual).values()]
    .filter((table) => parentsThatStay(table, sides).length < ofTable(table).length)
    .flatMap((table) => [identityOf(table), leavingOf(table)]);

/**
 * The tables that lose a column, this one's or one handed down by it, and leave others that hand the same down: before that it
 * cannot be dropped (42P16), and once it were gone above, it would be theirs alone.
 */
export const leavingsOfOthers = (column: Column, sides: Sides): readonly Identity[] =>
  [...below(tableOf(column), sides.actual).values()]
    .filter((table) => sides.expected.get(inTable(column, table)) === undefined)
    .filter((table) => {
      const stay = parentsThatStay(table, sides);
      const left = ofTable(table).filter((parent) => !stay.some((one) => isSame(one, parent)));
      return (
        (stay.length > 0 || isSame(table, tableOf(column))) &&
        left.some((parent) => sides.actual.get(inTable(column, parent)) !== undefined)
      );
    })
    .map(leavingOf);

/** A change of a table's parents, and what waits for it. */
export interface Move {
  readonly object: Identity;
  readonly attribute: string;
  readonly needed: string;
}

/** What a table does where it is to have other parents, be it a partition or a child table. */
export const movesOf = (table: Identity, needed: string): readonly Move[] =>
  ["partitionOf", "inherits"].map((attribute) => ({ object: identityOf(table), attribute, needed }));

/**
 * The tables for whose parents the type of a column has to wait: they are to have others. One that leaves some for its sake and
 * comes back does so with its own column, which may be held fast by what comes from the parents that it does not leave.
 */
export const movesBefore = (column: Column, sides: Sides): readonly Move[] =>
  [...below(tableOf(column), sides.actual).values()].flatMap((actual) => {
    const expected = sides.expected.get(identityOf(actual));
    if (expected === undefined || parentsThatStay(actual, sides).length === ofTable(actual).length) return [];
    const own = inTable(column, actual);
    return [
      ...movesOf(actual, "It waits for the parents of"),
      ...["type", "collation"].map((attribute) => ({ object: own, attribute, needed: "It waits for" })),
    ];
  });

/** The tables below that are there on both sides and are to leave it: until then, what comes to this table comes to them. */
export function leavingBelow(table: Identity, sides: Sides): readonly Move[] {
  const stay = new Set(tablesBelow(table, sides.expected).map(nameOf));
  return tablesBelow(table, sides.actual)
    .filter((one) => !stay.has(nameOf(one)) && find(one, sides.expected) !== undefined)
    .flatMap((one) => movesOf(one, "It comes to the tables below as well, and waits for the parents of"));
}

/** The tables below a table that inherit from it, or are its partitions, and those below them. */
export const tablesBelow = (table: Identity, side: CatalogView): readonly CatalogObject[] =>
  [...below(table, side).values()].filter((one) => !isSame(one, table));

/** The tables that a table inherits from or is a partition of, and those above them. */
export function tablesAbove(table: Identity, side: CatalogView): readonly Identity[] {
  const found = new Map<string, Identity>();
  const visit = (one: Identity): void => {
    const present = find(one, side);
    for (const parent of present === undefined ? [] : ofTable(present)) {
      if (found.has(nameOf(parent))) continue;
      found.set(nameOf(parent), parent);
      visit(parent);
    }
  };
  visit(table);
  return [...found.values()];
}

/**
 * What ANALYZE is to be run on for the rows of a table, and of the partitions below it: the table itself, or those of the
 * tables below that have no foreign table among them, since that one's rows would be asked of another server.
 */
export function readHere(table: Identity, sides: Sides): readonly Identity[] {
  const members = [sides.expected, sides.actual].flatMap((side) => [...below(table, side).values()]);
  if (!members.some(({ kind }) => kind === "foreign table")) return [table];
  return childrenOf(table, sides.actual)
    .filter((child) => child.kind === "table" && sides.expected.get(child) !== undefined)
    .flatMap((child) => readHere(identityOf(child), sides));
}

const ofTable = (table: CatalogObject): readonly Identity[] => parentsOf(table as unknown as Table);

/** The table with all below it that are there. */
function below(table: Identity, side: CatalogView): ReadonlyMap<string, CatalogObject> {
  const top = find(table, side);
  const found = new Map(top === undefined ? [] : [[nameOf(top), top]]);
  // A map that grows while it is walked through is walked to its new end.
  for (const member of found.values())
    for (const child of childrenOf(member, side)) found.set(nameOf(child), child);
  return found;
}

const nameOf = ({ schema, name }: Identity): string => JSON.stringify([schema, name]);

/** The table of the name, a foreign one or not. */
const find = (table: Identity, side: CatalogView): CatalogObject | undefined =>
  side.get({ ...table, kind: "table" }) ?? side.get({ ...table, kind: "foreign table" });

const isSame = (one: Identity, other: Identity): boolean =>
  one.schema === other.schema && one.name === other.name;

/** The tables that inherit from a table or are its partitions. */
const childrenOf = (table: Identity, side: CatalogView): readonly CatalogObject[] =>
  side
    .dependentsOf(find(table, side) ?? table)
    .filter(
      (one) =>
        (one.kind === "table" || one.kind === "foreign table") &&
        ofTable(one).some((parent) => isSame(parent, table)),
    );

const inTable = (column: Identity, { schema, name }: Identity): Identity => ({
  ...{ kind: "column", schema: schema ?? "", table: name },
  name: column.name,
});

/** The column in each of the tables that have it and are to go on having it. */
const columnsIn = (tables: readonly Identity[], column: Identity, sides: Sides): readonly Identity[] =>
  tables
    .map((table) => inTable(column, table))
    .filter((one) => sides.actual.get(one) !== undefined && sides.expected.get(one) !== undefined);

type Stay = (table: Identity) => readonly Identity[];

/** Where a column comes from in the end: the columns above it that come from nowhere. */
function topmost(column: Identity, stay: Stay, sides: Sides): readonly Identity[] {
  const above = columnsIn(stay(tableOf(column)), column, sides);
  if (above.length === 0) return [column];
  const all = above.flatMap((one) => topmost(one, stay, sides));
  return [...new Map(all.map((one) => [identityKey(one), one])).values()];
}

type Links = ReadonlyMap<string, readonly Identity[]>;

const known = new WeakMap<CatalogView, WeakMap<CatalogView, Map<string, Links>>>();

/** By the key of each table of the family: the parents that it stays under. */
function linksAround(table: Identity, sides: Sides): Links {
  const ofActual = known.get(sides.actual) ?? new WeakMap<CatalogView, Map<string, Links>>();
  known.set(sides.actual, ofActual);
  const ofBoth = ofActual.get(sides.expected) ?? new Map<string, Links>();
  ofActual.set(sides.expected, ofBoth);
  const present = ofBoth.get(nameOf(table));
  if (present !== undefined) return present;
  const family = familyOf(table, sides.actual);
  const links = findLinks(family, sides);
  for (const key of family.keys()) ofBoth.set(key, links);
  return links;
}

/** All tables that inheritance ties to a table. */
function familyOf(table: Identity, side: CatalogView): ReadonlyMap<string, Table> {
  const found = new Map<string, Table>();
  const visit = (identity: Identity): void => {
    const member = find(identity, side) as unknown as Table | undefined;
    if (member !== undefined) found.set(nameOf(identity), member);
  };
  visit(table);
  for (const member of found.values())
    for (const relative of [...parentsOf(member), ...childrenOf(member, side)]) visit(relative);
  return found;
}

function findLinks(family: ReadonlyMap<string, Table>, sides: Sides): Links {
  const links = new Map([...family].map(([key, member]) => [key, parentsKept(member, sides)]));
  const stay: Stay = (table) => links.get(nameOf(table)) ?? [];
  // Below one that leaves its other parents, all come from one table again: the topmost are looked at until none is left.
  for (let again = true; again; ) {
    again = false;
    for (const [key, member] of family) {
      const place = firstTooMany(member, stay, sides);
      if (place === null) continue;
      links.set(key, stay(member).slice(0, place));
      again = true;
    }
  }
  return links;
}

/** The parents that a table has and is to have, as far as they are the first ones once the others are gone. */
function parentsKept(actual: Table, sides: Sides): readonly Identity[] {
  const expected = sides.expected.get(identityOf(actual)) as unknown as Table | undefined;
  if (expected === undefined || (expected.partitionOf === null) !== (actual.partitionOf === null)) return [];
  const wanted = parentsOf(expected);
  const present = parentsOf(actual).filter((parent) => wanted.some((one) => isSame(one, parent)));
  const differs = present.findIndex((parent, place) => !isSame(parent, wanted[place] as Identity));
  return differs < 0 ? present : present.slice(0, differs);
}

/** The place of the first parent through which a column that changes its type comes from a second table; null for none. */
function firstTooMany(table: Table, stay: Stay, sides: Sides): number | null {
  const parents = stay(table);
  if (parents.length < 2) return null;
  const places = columnsOf(table, sides.actual).flatMap((column) => {
    if (!changesType(column, sides)) return [];
    const above = columnsIn(parents, column, sides);
    const tops = above.map((one) => topmost(one, stay, sides));
    if (tops.some(({ length }) => length > 1) || new Set(tops.flat().map(identityKey)).size < 2) return [];
    return [parents.findIndex((parent) => isSame(parent, tableOf(above[1] as Identity)))];
  });
  return places.length === 0 ? null : Math.min(...places);
}

/** True for a column that cannot change as it is to while a parent that its table leaves hands it down. */
export const waitsForParents = (column: Column, sides: Sides): boolean =>
  changesType(column, sides) || (becomesOwn(column, sides) && isComputedOtherwise(column, sides));

/** True for a column that is computed and another thing on the other side, or not at all. */
function isComputedOtherwise(column: Column, { expected }: Sides): boolean {
  const wanted = expected.get(identityOf(column)) as unknown as Column | undefined;
  return (
    wanted?.generated !== column.generated ||
    (column.generated !== null && wanted?.default !== column.default)
  );
}

/** True for a column that is there on both sides and has another type, or another collation, on one. */
export function changesType(column: Identity, sides: Sides): boolean {
  const [expected, actual] = [sides.expected.get(column), sides.actual.get(column)] as unknown as (
    | Column
    | undefined
  )[];
  return (
    expected !== undefined &&
    actual !== undefined &&
    (expected.type !== actual.type || expected.collation !== actual.collation)
  );
}
