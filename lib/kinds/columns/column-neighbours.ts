/** What a column has to do with others: those that it follows, and what keeps it as it is. */
import { type Identity, identityOf } from "../../postgres/identity";
import type { Column } from "../column";
import { type Constraint, referencedColumns } from "../constraint";
import type { CatalogView, Sides } from "../kind";
import { relationOf } from "../preflight/preflight";

/** A primary key holds NOT NULL of its columns fast (42P16). */
export const primaryKeysOn = (object: Column, side: CatalogView) =>
  side
    .childrenOf(relationOf(object))
    .filter((child) => {
      const { type, columns } = child as unknown as Constraint;
      return child.kind === "constraint" && type === "primary key" && columns?.includes(object.name) === true;
    })
    .map((key) => ({ object: identityOf(key), needed: "It cannot be null as long as it is in" }));

/** Since PostgreSQL 17 a partition's numbers are its root's: to have some of its own the table must be detached. */
export function tableWithNumbers(expected: Column | undefined, actual: Column | undefined, sides: Sides) {
  if (sides.actual.serverVersion < 170_000 || expected === undefined || actual === undefined) return [];
  if (expected.identity === null && expected.default === null) return [];
  const table = relationOf(actual);
  const root = sides.actual.get(table)?.partitionOf as { schema: string; name: string } | null | undefined;
  if (root == null) return [];
  const above = sides.actual.get({ ...identityOf(actual), schema: root.schema, table: root.name });
  const own = expected.identity !== null || (expected.default !== null && above?.identity != null);
  return own ? [{ object: table, attribute: "partitionOf" }] : [];
}

/** The columns that foreign keys of this column refer to, position by position. */
export function columnsReferredTo(object: Column, side: CatalogView): readonly Identity[] {
  return side
    .childrenOf({ kind: object.relation, schema: object.schema, name: object.table })
    .flatMap((child) => {
      if (child.kind !== "constraint") return [];
      const key = child as unknown as Constraint;
      const place = key.columns?.indexOf(object.name) ?? -1;
      const target = place < 0 ? undefined : referencedColumns(key)[place];
      return target === undefined || (target.name === object.name && target.table === object.table)
        ? []
        : [target];
    });
}

/** The columns of the same name in the tables this one inherits from or is a partition of. */
export function columnsInheritedFrom(object: Column, side: CatalogView): readonly Identity[] {
  if (!object.inherited) return [];
  return side
    .dependenciesOf({ kind: "table", schema: object.schema, name: object.table })
    .filter((candidate) => candidate.kind === "table")
    .map((parent) => ({
      kind: "column",
      schema: parent.schema ?? "",
      table: parent.name,
      name: object.name,
    }));
}
