/** Expressions of generated columns that child tables and partitions have from above, or have otherwise. */
import { displayName, type Identity, identityKey, identityOf } from "../../postgres/identity";
import type { Statement } from "../../postgres/statement";
import type { Column } from "../column";
import {
  columnsAbove,
  columnsBelow,
  computesOtherwise,
  expressionsBelow,
  parentColumns,
} from "../columns/column-family";
import { setExpression } from "../columns/column-statement";
import { columnsOf } from "../columns/columns-of";
import { whyNotWritten } from "../columns/stored-rows";
import type { CatalogView, Sides } from "../kind";
import { type Manual, manual } from "../manual";
import { relationOf } from "../preflight/preflight";
import { becomesOwn } from "./inheritance-links";

/** The major version that has ALTER COLUMN … SET EXPRESSION. */
const settableSince = 17;

const isSettable = (side: CatalogView): boolean => side.serverVersion >= settableSince * 10_000;

/** Of a virtual column Postgres sets the expression only where the table has no check (0A000). */
const isSetInPlace = (column: Column, side: CatalogView): boolean =>
  column.generated === "stored" && isSettable(side);

/** True where what is computed is to be another thing, or is to be stored where it is not. */
const isComputedAnew = (expected: Column, actual: Column): boolean =>
  expected.generated !== actual.generated || expected.default !== actual.default;

/** True where the plan drops the column and adds it again, and with it all that it hands down. */
function isMadeAnew(identity: Identity, sides: Sides): boolean {
  const actual = sides.actual.get(identity) as unknown as Column | undefined;
  const expected = sides.expected.get(identity) as unknown as Column | undefined;
  if (actual === undefined || expected === undefined) return true;
  if (!isComputedAnew(expected, actual)) return false;
  const above = columnsAbove(actual, sides.actual);
  if (above.length > 0) return above.every((one) => isMadeAnew(one, sides));
  if (expected.generated === null && actual.generated === "stored") return false;
  return expected.generated !== actual.generated || !isSetInPlace(expected, sides.actual);
}

/** A generated column's new expression. Its values are computed anew: nothing is lost. */
export function changeExpression(
  expected: Column,
  actual: Column,
  sides: Sides,
): readonly Statement[] | "recreate" | Manual {
  const unwritten = expected.generated === "stored" ? whyNotWritten(expected, sides) : null;
  if (unwritten !== null) return manual(unwritten);
  const above = becomesOwn(actual, sides) ? [] : columnsAbove(actual, sides.actual);
  const inPlace = isSetInPlace(expected, sides.actual);
  if (!inPlace && above.every((one) => isMadeAnew(one, sides))) return "recreate";
  if (!isSettable(sides.actual))
    return manual(
      `${comesFrom(actual, sides)}, and before PostgreSQL ${settableSince} such a column gets another expression only by leaving that table (NO INHERIT, or DETACH PARTITION) or by being dropped and added again with that table's own.`,
    );
  if (!inPlace && isChecked(actual, sides.actual))
    return manual(
      `${comesFrom(actual, sides)}, and the expression of a virtual column cannot be set while its table has checks (0A000). They have to be dropped first.`,
    );
  const changing = above.flatMap((one) => {
    const [wanted, present] = [sides.expected.get(one), sides.actual.get(one)];
    return wanted === undefined || wanted.default === present?.default ? [] : [wanted];
  });
  // It comes down with the parent's.
  if (changing.length > 0 && changing.every((parent) => parent.default === expected.default)) return [];
  return [
    { ...setExpression(expected), after: above },
    ...expressionsBelow(
      expected,
      sides.expected,
      sides.actual,
      (heir, present) => heir.default === present.default,
    ),
  ];
}

/** True for a column of a table that has a check, be it from above. */
function isChecked(column: Column, side: CatalogView): boolean {
  const visit = (table: Identity): boolean =>
    side.childrenOf(table).some(({ kind, type }) => kind === "constraint" && type === "check") ||
    side
      .dependenciesOf(table)
      .filter(({ kind }) => kind === "table")
      .some(visit);
  return visit(relationOf(column));
}

const comesFrom = (column: Column, { actual }: Sides): string =>
  `it comes from ${parentColumns(column, actual)
    .map((one) => `table ${displayName(relationOf(one))}`)
    .join(" and ")}`;

/** Why a column cannot be computed, or stop to be: some that hands it down stays as it is. Null where nothing keeps it. */
export function keptByParent(actual: Column, sides: Sides): string | null {
  const keeping = columnsAbove(actual, sides.actual).filter((one) => {
    const [wanted, present] = [sides.expected.get(one), sides.actual.get(one)];
    return wanted !== undefined && wanted.generated === present?.generated;
  });
  if (keeping.length === 0 || becomesOwn(actual, sides)) return null;
  const wanted = sides.expected.get(identityOf(actual)) as unknown as Column | undefined;
  const above = new Set((wanted === undefined ? [] : columnsAbove(wanted, sides.expected)).map(identityKey));
  return keeping.some((one) => above.has(identityKey(one)))
    ? `${comesFrom(actual, sides)}, whose column of the name would have to be dropped (ALTER TABLE ONLY) and added again with it.`
    : `${comesFrom(actual, sides)}, which its table has to leave first. A plan that is made behind that drops the column and adds it again.`;
}

/** Why DROP EXPRESSION, which goes down to the tables below, cannot or must not stop all that are computed there; null where it can. */
export function keptBelow(actual: Column, sides: Sides): string | null {
  const heirs = columnsBelow(actual, sides.actual);
  if (heirs.some((heir) => columnsBelow(heir, sides.actual).length > 0))
    return "tables below hand it on to tables of their own, and DROP EXPRESSION goes one level down only (0A000). Those have to leave their parents first (NO INHERIT, or DETACH PARTITION), and can come back.";
  const computed = heirs.find((heir) => {
    const wanted = sides.expected.get(identityOf(heir));
    return wanted !== undefined && wanted.generated !== null;
  });
  return computed === undefined
    ? null
    : `table ${displayName(relationOf(computed))} is to go on computing it, and DROP EXPRESSION would stop that too. That table has to leave its parent first (NO INHERIT), and can come back.`;
}

/** Why CREATE TABLE cannot give a child table the columns it is to have; null where it can. */
export function expressionsRefused(table: Identity & { readonly kind: string }, sides: Sides): string | null {
  for (const column of columnsOf(table, sides.expected)) {
    if (!column.inherited) continue;
    const name = displayName(identityOf(column));
    const other = parentColumns(column, sides.expected).find((one) => one.generated !== column.generated);
    if (other !== undefined)
      return `Of ${name} and ${displayName(identityOf(other))}, which hands it down, only one is computed, or only one stored: CREATE TABLE makes both alike. The parent's column has to be added after the child's.`;
    if (sides.actual.serverVersion < 160_000 && computesOtherwise(column, sides.expected))
      return `Before PostgreSQL 16 CREATE TABLE gives ${name} no other expression than that of the table that hands it down (42611).`;
  }
  return null;
}
