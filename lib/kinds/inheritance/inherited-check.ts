/** Checks that child tables have from their parents, and keep when those go. */
import { qualify, quoteIdentifier, quoteLiteral } from "../../postgres/identifier";
import { type Identity, identityKey, identityOf } from "../../postgres/identity";
import { type Statement, statement } from "../../postgres/statement";
import type { Constraint } from "../constraint";
import type { CatalogView } from "../kind";
import { regclass } from "../partitions/on-partition";
import { dollarQuote } from "../routines/quote-body";

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
  const found = new Map<string, Identity>();
  const visit = (table: Identity): void => {
    for (const heir of actual.dependentsOf(table)) {
      if ((heir.kind !== "table" && heir.kind !== "foreign table") || found.has(identityKey(heir))) continue;
      found.set(identityKey(heir), heir);
      visit(heir);
    }
  };
  visit({ kind: object.relation, schema: object.schema, name: object.table });
  return [...found.values()].flatMap((heir) => {
    const own = { ...identityOf(object), schema: heir.schema ?? "", table: heir.name };
    // What is its own alone, or is to be so, is a constraint like any other. A table that nobody expects may be gone by then.
    if (actual.get(own) !== undefined || expected.get(own) !== undefined) return [];
    const drop = `ALTER TABLE IF EXISTS ${qualify(heir.schema, heir.name)} DROP CONSTRAINT IF EXISTS ${quoteIdentifier(object.name)}`;
    const sql = hasFromSeveral(object, heir, actual) ? ifNotHandedDown(object, heir, drop) : drop;
    return [statement(sql, identityOf(object), { lock: "ACCESS EXCLUSIVE" })];
  });
}

/** True where a table has a check of the name from several tables above: it goes with the last of theirs. */
function hasFromSeveral(object: Constraint, heir: Identity, side: CatalogView): boolean {
  const seen = new Map<string, Identity>();
  const visit = (table: Identity): void => {
    for (const parent of side.dependenciesOf(table).filter(({ kind }) => kind === "table")) {
      if (seen.has(identityKey(parent))) continue;
      seen.set(identityKey(parent), parent);
      visit(parent);
    }
  };
  visit(heir);
  return (
    [...seen.values()].filter(({ schema, name: above }) =>
      side.get({ ...identityOf(object), schema: schema ?? "", table: above }),
    ).length > 1
  );
}

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
  expected
    .dependenciesOf({ kind: object.relation, schema: object.schema, name: object.table })
    .filter((parent) => parent.kind === "table")
    .some((parent) =>
      expected
        .childrenOf(parent)
        .some(
          (child) =>
            child.kind === "constraint" &&
            child.name === object.name &&
            child.definition === object.definition,
        ),
    );
