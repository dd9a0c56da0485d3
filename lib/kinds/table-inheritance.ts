/** Plain inheritance: a table that is put under a parent table, or taken from under it. The rows stay where they are. */
import { qualify, quoteIdentifier } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import { type Statement, statement } from "../postgres/statement";
import type { Column } from "./column";
import { addColumn, dropColumn, isPassedOn } from "./column-presence";
import type { Constraint } from "./constraint";
import type { CatalogView, Sides } from "./kind";
import { relationOf } from "./preflight";
import type { Table } from "./table";
import { parentsOf, type RelationName, relation } from "./table-parents";

/**
 * Parents are taken off and put on. Postgres takes only a child that has all columns and checks of the parent already
 * (42804), and leaves both with a child that it lets go: what the child is not to have afterwards goes by itself.
 */
export function changeInheritance(expected: Table, actual: Table, sides: Sides): readonly Statement[] {
  const key = (name: RelationName): string => JSON.stringify([name.schema, name.name]);
  const wanted = expected.inherits.map(key);
  const present = actual.inherits.map(key);
  const alter = (action: string, facts: Partial<Statement> = {}): Statement =>
    statement(`ALTER TABLE ${qualify(expected.schema, expected.name)} ${action}`, expected, {
      lock: "ACCESS EXCLUSIVE",
      ...facts,
    });
  // Parents merge their columns in order: from the first place that differs on, all are taken off and put back.
  let same = 0;
  while (same < wanted.length && wanted[same] === present[same]) same += 1;
  const [before, afterwards] = [
    inheritedChecks(actual, sides.actual),
    inheritedChecks(expected, sides.expected),
  ];
  const gone = [...before.values()].filter(({ name }) => !afterwards.has(name));
  // A check that it has of its own already, and that says the same, becomes the parent's as it is.
  const own = (name: string) =>
    sides.actual.get({ kind: "constraint", schema: actual.schema, table: actual.name, name });
  // Those of a parent that it had before and that gets them in the same plan come down from there, with what they look at.
  const kept = expected.inherits.filter((parent) => actual.inherits.some((one) => isSame(one, parent)));
  const fromKept = inheritedChecks({ ...expected, inherits: kept }, sides.expected);
  const fresh = [...afterwards.values()].filter(
    (check) =>
      !before.has(check.name) &&
      own(check.name)?.definition !== check.definition &&
      !(fromKept.has(check.name) && sides.actual.get(identityOf(check)) === undefined),
  );
  return [
    ...actual.inherits.slice(same).map((parent) => alter(`NO INHERIT ${relation(parent)}`)),
    // Where the parent's own is dropped in the same plan, be it to come back, the child's has gone with it. Tables below keep
    // theirs until they are let go or put elsewhere themselves.
    ...gone.map((check) =>
      statement(
        `ALTER TABLE ONLY ${qualify(expected.schema, expected.name)} DROP CONSTRAINT IF EXISTS ${quoteIdentifier(check.name)}`,
        expected,
        { lock: "ACCESS EXCLUSIVE", hazards: [{ code: "constraint-dropped", detail: check.name }] },
      ),
    ),
    ...dropColumnsLeftBehind(expected, actual, sides),
    ...bringColumns(expected, actual, sides),
    ...fresh.map((check) =>
      alter(`ADD CONSTRAINT ${quoteIdentifier(check.name)} ${check.definition}`, {
        scan: true,
        hazards: [{ code: "may-fail-on-data", detail: `rows that ${check.name} refuses` }],
        // Its own by that name becomes the parent's: nobody expects it any more.
        after: [{ kind: "constraint", schema: expected.schema, table: expected.name, name: check.name }],
      }),
    ),
    ...expected.inherits.slice(same).map((parent) =>
      alter(`INHERIT ${relation(parent)}`, {
        alsoLocks: [{ relation: { kind: "table", ...parent }, mode: "SHARE UPDATE EXCLUSIVE", only: true }],
        after: [
          { kind: "table", ...parent },
          ...childrenThatGo({ kind: "table", ...parent }, sides),
          ...columnsThatMustFit(expected, parent, sides),
        ],
      }),
    ),
  ];
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

/** Columns that a child has from a parent it is to be put under, and lacks. */
const columnsToBring = (expected: Table, actual: Table, sides: Sides): readonly Column[] =>
  passedOn(expected, sides.expected).filter(
    (column) =>
      sides.actual.get(identityOf(column)) === undefined &&
      // Under a parent that it has already, the parent's new column comes down to it.
      !parentsOf(actual).some(
        (parent) =>
          parentsOf(expected).some((one) => isSame(one, parent)) && has(parent, column, sides.expected),
      ),
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

/** Those of parent and child that have a name in common and differ: each must have its expected form before they meet. */
function columnsThatMustFit(expected: Table, parent: RelationName, sides: Sides): readonly Identity[] {
  const columns = sides.expected.childrenOf(expected).filter((child) => child.kind === "column");
  return columns.flatMap((column) => {
    const above = { ...identityOf(column), schema: parent.schema, table: parent.name };
    if (sides.expected.get(above) === undefined) return [];
    // What the parent is yet to get comes down to the child that is there already.
    const pair = sides.actual.get(above) === undefined ? [identityOf(column)] : [identityOf(column), above];
    return pair.filter(
      (one) => !isPassedOn(sides.expected.get(one) as unknown as Column) || sides.actual.get(one),
    );
  });
}

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

const has = (parent: RelationName, { name }: Column, side: CatalogView): boolean =>
  side.get({ kind: "column", schema: parent.schema, table: parent.name, name }) !== undefined;

const passedOn = (table: Table, side: CatalogView): readonly Column[] =>
  (side.childrenOf(table).filter(({ kind }) => kind === "column") as unknown as Column[])
    .filter((column) => parentsOf(table).length > 0 && isPassedOn(column))
    .toSorted((a, b) => a.position - b.position);

const childrenThatGo = (parent: Identity, sides: Sides): readonly Identity[] =>
  sides.actual
    .childrenOf(parent)
    .filter((child) => ["column", "constraint"].includes(child.kind))
    .map((child) => identityOf(child))
    .filter((child) => sides.expected.get(child) === undefined);

/** By name: the checks of all tables above. Those of the child itself are objects of their own. */
function inheritedChecks(table: Table, side: CatalogView): ReadonlyMap<string, Constraint> {
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
