/** Checks that child tables have from their parents, and keep when those go. */
import { qualify, quoteIdentifier, quoteLiteral } from "../../postgres/identifier";
import { type Identity, identityKey, identityOf } from "../../postgres/identity";
import { type Statement, statement } from "../../postgres/statement";
import type { Constraint } from "../constraint";
import type { CatalogView, Sides } from "../kind";
import { regclass } from "../partitions/on-partition";
import { relationOf } from "../preflight/preflight";
import { dollarQuote } from "../routines/quote-body";
import { leavingBelow, movesOf, tablesAbove, tablesBelow } from "./inheritance-links";

/**
 * A child table that was made or attached with the check of its own keeps it when the parent's goes, and is then in the way
 * of another one of its name. No catalog query tells who holds one besides: most have it from the parent and lose it with it.
 */
export function dropOfHeirs(
  object: Constraint,
  actual: CatalogView,
  expected: CatalogView,
): readonly Statement[] {
  if (object.type !== "check" || object.definition.endsWith(" NO INHERIT")) return [];
  return tablesBelow(relationOf(object), actual).flatMap((heir) => {
    const own = inTable(object, heir);
    // What is its own alone is a constraint like any other. A table that nobody expects may be gone by then.
    if (actual.get(own) !== undefined) return [];
    const drop = `ALTER TABLE IF EXISTS ${qualify(heir.schema, heir.name)} DROP CONSTRAINT IF EXISTS ${quoteIdentifier(object.name)}`;
    const sql = hasFromSeveral(object, heir, { expected, actual })
      ? ifNotHandedDown(object, heir, drop)
      : drop;
    return [statement(sql, identityOf(object), { lock: "ACCESS EXCLUSIVE" })];
  });
}

/**
 * True where a table has a check of the name from other tables above as well: it goes with the last of theirs. Or it is to be its
 * own, or that of one above, and is made anew behind this, whoever held it.
 */
const hasFromSeveral = (object: Constraint, heir: Identity, sides: Sides): boolean =>
  checksAbove(object.name, heir, sides.actual).length > 1 ||
  [heir, ...tablesAbove(heir, sides.actual)].some(
    (above) => sides.expected.get(inTable(object, above)) !== undefined,
  );

const inTable = (check: Constraint, { schema, name }: Identity): Identity => ({
  ...identityOf(check),
  schema: schema ?? "",
  table: name,
});

const ifNotHandedDown = (object: Constraint, heir: Identity, sql: string): string =>
  `DO ${dollarQuote(`
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE conrelid = ${regclass(heir.schema, heir.name)} AND conname = ${quoteLiteral(object.name)} AND coninhcount = 0) THEN
    EXECUTE ${quoteLiteral(sql)};
  END IF;
END`)}`;

/** A check that the parent tables to come hand down stays: without it the table could not be attached to them (42804). */
export const isHandedDown = (object: Constraint, expected: CatalogView): boolean =>
  object.type === "check" &&
  checksAbove(object.name, relationOf(object), expected).some(
    ({ definition }) => definition === object.definition,
  );

/** A table's checks that go down to those below it. */
const checksOf = (table: Identity, side: CatalogView): readonly Constraint[] =>
  (side.childrenOf(table) as unknown as readonly Constraint[]).filter(
    ({ kind, type, definition }) =>
      kind === "constraint" && type === "check" && !definition.endsWith(" NO INHERIT"),
  );

/** The checks of a name that the tables above a table hand down. */
const checksAbove = (name: string, table: Identity, side: CatalogView): readonly Constraint[] =>
  tablesAbove(table, side)
    .flatMap((above) => checksOf(above, side))
    .filter((check) => check.name === name);

interface Along {
  readonly object: Identity;
  readonly attribute?: string;
  readonly needed?: string;
}

interface Needed extends Along {
  readonly needed: string;
}

/**
 * What cannot stay as it is when a check comes or goes: a table has one of a name, be it its own or from above. One that is to be
 * the table's own waits until nothing hands it down, and one that is no more is what comes from above by then; those that it is
 * handed down to have it as their own before or behind.
 */
export function checksAlong(
  expected: Constraint | undefined,
  actual: Constraint | undefined,
  sides: Sides,
): readonly Along[] {
  const check = expected ?? actual;
  if (check?.type !== "check" || (expected !== undefined && expected.definition === actual?.definition))
    return [];
  const { name } = check;
  const table = relationOf(check);
  const side = expected === undefined ? sides.expected : sides.actual;
  const needed = "It comes from above on one side and is the table's own on the other, and waits for";
  const handedDown = [table, ...tablesAbove(table, side)].filter(
    (one) => checksAbove(name, one, side).length > 0,
  );
  const fromAbove = [
    ...handedDown.flatMap((one) => movesOf(one, needed)),
    ...checksAbove(name, table, side)
      .map((one) => identityOf(one))
      .filter((one) => (sides.expected.get(one) === undefined) !== (sides.actual.get(one) === undefined))
      .map((object) => ({ object, needed })),
  ];
  if (check.definition.endsWith(" NO INHERIT")) return fromAbove;
  return [
    ...fromAbove,
    ...tablesBelow(table, sides.actual).map((heir) => ({ object: inTable(check, heir) })),
    ...(expected === undefined ? [] : leavingBelow(table, sides)),
  ];
}

/** What hands a check down to the table that is to have it of its own: it goes first, with what it leaves below. */
export const handedDownBefore = (object: Constraint, actual: CatalogView): readonly Identity[] =>
  object.type === "check"
    ? checksAbove(object.name, relationOf(object), actual).map((check) => identityOf(check))
    : [];

/** The checks that a table and those below it have of their own on one side, and on the other from tables that it leaves or gets. */
export function checksWithParents(table: Identity, { expected, actual }: Sides): readonly Along[] {
  const names = (side: CatalogView): string => tablesAbove(table, side).map(identityKey).join();
  if (names(expected) === names(actual)) return [];
  return [table, ...tablesBelow(table, actual)].flatMap((one) =>
    [[expected, actual] as const, [actual, expected] as const].flatMap(([side, other]) =>
      checksOf(one, side)
        .map((check) => identityOf(check))
        .filter((check) => other.get(check) === undefined && checksAbove(check.name, one, other).length > 0)
        .map((object) => ({ object })),
    ),
  );
}

/** The checks that a table is given, as those above it hand them down, before it comes under them: they have to be there, and above it. */
export const checksToCome = (
  table: Identity,
  { expected, actual }: Sides,
  needed: string,
): readonly Needed[] =>
  tablesAbove(table, expected).flatMap((above) => [
    ...(tablesAbove(above, expected).some((one) => checksOf(one, expected).length > 0)
      ? movesOf(above, needed)
      : []),
    ...checksOf(above, expected)
      .map((check) => identityOf(check))
      .filter((check) => actual.get(check) === undefined)
      .map((object) => ({ object, needed })),
  ]);
