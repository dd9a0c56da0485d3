/** Plain inheritance: a table that is put under a parent table, or taken from under it. The rows stay where they are. */
import { qualify, quoteIdentifier } from "../../postgres/identifier";
import { type Identity, identityOf } from "../../postgres/identity";
import { type Statement, statement } from "../../postgres/statement";
import type { Column } from "../column";
import { addColumn, dropColumn, isPassedOn } from "../columns/column-presence";
import { columnsOf } from "../columns/columns-of";
import type { Constraint } from "../constraint";
import type { CatalogView, Sides } from "../kind";
import { relationOf } from "../preflight/preflight";
import type { Table } from "../table";
import { tableOf } from "../tables/table-of";
import { parentsOf, type RelationName, relation } from "../tables/table-parents";
import { leaveType } from "../tables/typed-table";
import { changesType, giversOfType, leavingOf, parentsThatStay, tablesAbove } from "./inheritance-links";

/**
 * Parents are taken off and put on. Postgres takes only a child that has all columns and checks of the parent already
 * (42804), and leaves both with a child that it lets go: what the child is not to have afterwards goes by itself.
 */
export function changeInheritance(expected: Table, actual: Table, sides: Sides): readonly Statement[] {
  const move = { expected, actual, sides, object: identityOf(expected) };
  return [
    ...leaveParents(move),
    ...dropColumnsLeftBehind(expected, actual, sides),
    ...leaveType(actual, sides),
    ...bringColumns(expected, actual, sides),
    ...comeUnderParents(move),
  ];
}

/** What stands around a change of type in a table that leaves parents for its sake, and is to have the same parents again. */
export function aroundTypes(
  column: Column,
  sides: Sides,
): { readonly before: readonly Statement[]; readonly after: readonly Statement[] } {
  const table = relationOf(column);
  const [expected, actual] = [sides.expected.get(table), sides.actual.get(table)] as (Table | undefined)[];
  const none = { before: [], after: [] };
  if (expected === undefined || actual === undefined) return none;
  const left = parentsThatGo(actual, sides);
  const parts = expected.inherits.map(relation).join() !== actual.inherits.map(relation).join();
  if (parts || !left.some((parent) => has(parent, column, sides.actual))) return none;
  const move = { expected, actual, sides, object: identityOf(column) };
  const share = (shared: Statement["shared"]) => (one: Statement) => ({ ...one, shared });
  return {
    before: leaveParents(move).map(share("before")),
    after: comeUnderParents(move).map(share("behind")),
  };
}

interface Move {
  readonly expected: Table;
  readonly actual: Table;
  readonly sides: Sides;
  /** What the statements are about: the table, or the column for whose sake they are there. */
  readonly object: Identity;
}

const alter = ({ object, expected }: Move, action: string, facts: Partial<Statement> = {}): Statement =>
  statement(`ALTER TABLE ${qualify(expected.schema, expected.name)} ${action}`, object, {
    lock: "ACCESS EXCLUSIVE",
    ...facts,
  });

/** From the first place on at which they would not stand in the order that is expected, all are taken off and put back. */
function parentsThatGo(actual: Table, sides: Sides): readonly RelationName[] {
  const stay = parentsThatStay(actual, sides);
  return actual.inherits.filter(
    (parent) => !stay.some((one) => isSame(parent, one as Identity & RelationName)),
  );
}

function leaveParents(move: Move): readonly Statement[] {
  const { actual, sides } = move;
  return [
    ...parentsThatGo(actual, sides).map((parent) =>
      alter(
        move,
        `NO INHERIT ${relation(parent)}`,
        move.expected.inherits.some((one) => isSame(one, parent))
          ? {}
          : { letsGoOf: [{ kind: "table", ...parent }] },
      ),
    ),
    // Where the parent's own is dropped in the same plan, be it to come back, the child's has gone with it. Tables below keep
    // theirs until they are let go or put elsewhere themselves.
    ...checksThatGo(move).map(({ name, comesBack }) =>
      statement(
        `ALTER TABLE ${comesBack ? "" : "ONLY "}${qualify(actual.schema, actual.name)} DROP CONSTRAINT IF EXISTS ${quoteIdentifier(name)}`,
        move.object,
        { lock: "ACCESS EXCLUSIVE", hazards: [{ code: "constraint-dropped", detail: name }] },
      ),
    ),
  ].map((one) => ({ ...one, frees: [leavingOf(actual)] }));
}

function comeUnderParents(move: Move): readonly Statement[] {
  const { expected, actual, sides } = move;
  const stays = parentsThatStay(actual, sides);
  const before = inheritedChecks(actual, sides.actual);
  const gone = new Set(checksThatGo(move).map(({ name }) => name));
  // Those of a parent that it stays under come down from there, with what they look at.
  const fromStaying = inheritedChecks({ inherits: stays as readonly RelationName[] }, sides.expected);
  const isThere = ({ name, definition }: Constraint): boolean => {
    // A check that it has of its own already, and that says the same, becomes the parent's as it is.
    const own = { kind: "constraint", schema: actual.schema, table: actual.name, name };
    return (before.has(name) && !gone.has(name)) || sides.actual.get(own)?.definition === definition;
  };
  // So do those that one to which it comes back is yet to get.
  const back = expected.inherits.filter((parent) => actual.inherits.some((one) => isSame(one, parent)));
  const fromBack = inheritedChecks({ inherits: back }, sides.expected);
  const isNew = (check: Constraint): boolean => sides.actual.get(identityOf(check)) === undefined;
  const fresh = [...inheritedChecks(expected, sides.expected).values()].filter(
    (check) => !fromStaying.has(check.name) && !isThere(check) && !(fromBack.has(check.name) && isNew(check)),
  );
  return [
    ...fresh.map((check) =>
      alter(move, `ADD CONSTRAINT ${quoteIdentifier(check.name)} ${check.definition}`, {
        scan: true,
        hazards: [{ code: "may-fail-on-data", detail: `rows that ${check.name} refuses` }],
        after: [
          // Its own by that name becomes the parent's: nobody expects it any more.
          { kind: "constraint", schema: expected.schema, table: expected.name, name: check.name },
          ...columnsOf(expected, sides.expected)
            .map(identityOf)
            .filter((column) => changesType(column, sides))
            .flatMap((column) => [column, ...giversOfType(column, sides)]),
        ],
      }),
    ),
    ...expected.inherits.slice(stays.length).map((parent) =>
      alter(move, `INHERIT ${relation(parent)}`, {
        alsoLocks: [{ relation: { kind: "table", ...parent }, mode: "SHARE UPDATE EXCLUSIVE", only: true }],
        after: [
          { kind: "table", ...parent },
          ...childrenThatGo({ kind: "table", ...parent }, sides),
          ...columnsThatMustFit(move, parent),
          ...[...inheritedChecks({ inherits: [parent] }, sides.expected).values()]
            .map((check) => fromStaying.get(check.name) ?? check)
            .filter((check) => !isNew(check))
            .map((check) => identityOf(check)),
        ],
      }),
    ),
  ];
}

/**
 * The checks that a table had from parents which it leaves, and has otherwise or no more under those that it gets; what looks
 * at a column whose type changes is made anew.
 */
function checksThatGo({ expected, actual, sides }: Move): readonly {
  readonly name: string;
  readonly comesBack: boolean;
}[] {
  const afterwards = inheritedChecks(expected, sides.expected);
  const stays = parentsThatStay(actual, sides) as readonly RelationName[];
  const fromStaying = inheritedChecks({ inherits: stays }, sides.actual);
  return [...inheritedChecks(actual, sides.actual).values()].flatMap((check) => {
    const { name, definition } = check;
    const wanted = afterwards.get(name);
    const rests = sides.actual.dependenciesOf(check).some((one) => changesType(one, sides));
    return fromStaying.has(name) || (wanted?.definition === definition && !rests)
      ? []
      : [{ name, comesBack: wanted !== undefined }];
  });
}

/** Tables below that keep such a column keep it with its values. */
export const dropColumnsLeftBehind = (expected: Table, actual: Table, sides: Sides): readonly Statement[] =>
  columnsLeftBehind(expected, actual, sides).flatMap((column) =>
    dropColumn(
      asItsOwn(column),
      sides.actual,
      sides.expected,
      parentsOf(actual).some(
        (parent) => has(parent, column, sides.actual) && !has(parent, column, sides.expected),
      ),
    ),
  );

/** What the tables to come hand down, and the table must have before it comes under them (42804). */
export const bringColumns = (expected: Table, actual: Table, sides: Sides): readonly Statement[] =>
  columnsToBring(expected, actual, sides).flatMap((column) => addColumn(asItsOwn(column), sides.expected));

/** A column as its table has it while no other hands it down. */
const asItsOwn = (column: Column): Column => ({ ...column, inherited: false, local: true });

/** The column of parents that a child has already and never leaves: their new column comes down to it. */
const columnsFromStaying = (column: Identity, actual: Table, sides: Sides): readonly Identity[] =>
  (parentsThatStay(actual, sides) as readonly RelationName[])
    .filter((parent) => has(parent, column, sides.expected))
    .map(({ schema, name }) => ({ kind: "column", schema, table: name, name: column.name }));

/** Columns that a child has from a parent it is to be put under, and lacks. */
const columnsToBring = (expected: Table, actual: Table, sides: Sides): readonly Column[] =>
  passedOn(expected, sides.expected).filter(
    (column) =>
      sides.actual.get(identityOf(column)) === undefined &&
      columnsFromStaying(column, actual, sides).length === 0,
  );

/** Columns that a child had from a parent it is taken from, and that nobody expects there. */
const columnsLeftBehind = (expected: Table, actual: Table, sides: Sides): readonly Column[] =>
  passedOn(actual, sides.actual).filter(
    (column) =>
      sides.expected.get(identityOf(column)) === undefined &&
      !parentsOf(actual).some(
        (parent) =>
          parentsOf(expected).some((one) => isSame(one, parent)) && has(parent, column, sides.actual),
      ),
  );

/**
 * Those of parent and child that have a name in common and differ: each must have its expected form before they meet, be it
 * from a table above that hands it down.
 */
function columnsThatMustFit({ expected, actual, sides }: Move, parent: RelationName): readonly Identity[] {
  const isThere = (one: Identity): boolean => sides.actual.get(one) !== undefined;
  return columnsOf(expected, sides.expected)
    .map(identityOf)
    .flatMap((column): readonly Identity[] => {
      const above = { ...column, schema: parent.schema, table: parent.name };
      if (sides.expected.get(above) === undefined) return [];
      const own = isThere(column) || !isPassedOn(sides.expected.get(column) as unknown as Column);
      // What the parent is yet to get comes down to the child that is there already. A parent that is new has what is above it.
      const handed = isThere(above) ? [above] : columnsHanded(above, sides).filter(isThere);
      return [...(own ? [column] : columnsFromStaying(column, actual, sides)), ...handed].flatMap((one) => [
        one,
        ...giversOfType(one, sides),
      ]);
    });
}

/** The same column in the tables above that are to hand it down. */
const columnsHanded = (column: Identity, sides: Sides): readonly Identity[] =>
  tablesAbove(tableOf(column), sides.expected)
    .map(({ schema, name }) => ({ ...column, schema: schema ?? "", table: name }))
    .filter((one) => sides.expected.get(one) !== undefined);

/** The differences of columns that a change of parents brings or takes with it. */
export function columnsWithParents(
  expected: Table,
  actual: Table,
  sides: Sides,
): readonly { object: Identity }[] {
  const columns = [...columnsToBring(expected, actual, sides), ...columnsLeftBehind(expected, actual, sides)];
  return columns.map((column) => ({ object: identityOf(column) }));
}

/** The change of parents that a column comes or goes with. */
export function parentsWithColumn(
  wanted: Column | undefined,
  present: Column | undefined,
  sides: Sides,
): readonly { object: Identity; attribute: string }[] {
  const column = wanted ?? present;
  if (column === undefined || (wanted !== undefined && present !== undefined) || !isPassedOn(column))
    return [];
  const table = relationOf(column);
  const [expected, actual] = [sides.expected.get(table), sides.actual.get(table)] as (Table | undefined)[];
  if (expected?.kind !== "table" || actual?.kind !== "table") return [];
  const moves = columnsWithParents(expected, actual, sides).some(({ object }) => object.name === column.name);
  const partition = expected.partitionOf !== null || actual.partitionOf !== null;
  return moves ? [{ object: table, attribute: partition ? "partitionOf" : "inherits" }] : [];
}

const isSame = (one: RelationName, other: RelationName): boolean =>
  one.schema === other.schema && one.name === other.name;

const has = (parent: RelationName, { name }: Identity, side: CatalogView): boolean =>
  side.get({ kind: "column", schema: parent.schema, table: parent.name, name }) !== undefined;

const passedOn = (table: Table, side: CatalogView): readonly Column[] =>
  columnsOf(table, side).filter((column) => parentsOf(table).length > 0 && isPassedOn(column));

const childrenThatGo = (parent: Identity, sides: Sides): readonly Identity[] =>
  sides.actual
    .childrenOf(parent)
    .filter((child) => ["column", "constraint"].includes(child.kind))
    .map((child) => identityOf(child))
    .filter((child) => sides.expected.get(child) === undefined);

/** By name: the checks of all tables above. Those of the child itself are objects of their own. */
function inheritedChecks(
  table: { readonly inherits: readonly RelationName[] },
  side: CatalogView,
): ReadonlyMap<string, Constraint> {
  const found = new Map<string, Constraint>();
  for (const name of table.inherits) {
    const parent = side.get({ kind: "table", ...name }) as Table | undefined;
    if (parent === undefined) continue;
    for (const child of side.childrenOf(parent)) {
      const check = child as unknown as Constraint;
      if (child.kind === "constraint" && check.type === "check" && !check.definition.endsWith(" NO INHERIT"))
        found.set(check.name, check);
    }
    for (const [above, check] of inheritedChecks(parent, side)) found.set(above, check);
  }
  return found;
}
