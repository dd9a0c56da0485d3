/** What a foreign key can refer to: a key, or an index that is none. */
import { printedName, quoteIdentifier, unquoteIdentifier } from "../../postgres/identifier";
import { type Identity, identityOf } from "../../postgres/identity";
import type { Constraint } from "../constraint";
import type { Index } from "../index-kind";
import type { CatalogObject, CatalogView } from "../kind";

/** True where another constraint is on the very columns that a foreign key refers to, in whatever order. */
export const isKeyOf = (object: Constraint, other: CatalogObject | undefined): boolean => {
  const target = object.references;
  if (target === null || other?.kind !== "constraint") return false;
  const { schema, table: name, columns } = other as unknown as Constraint;
  return (
    schema === target.schema &&
    name === target.table &&
    columns?.toSorted().join("\0") === target.columns.toSorted().join("\0")
  );
};

/** True for a key that a foreign key can refer to: one on its very columns, of periods where it is, that is never deferred. */
export const isReferableKey = (dependent: CatalogObject, key: Constraint): boolean => {
  if (dependent.kind !== "constraint") return false;
  const foreign = dependent as unknown as Constraint;
  return (
    (key.type === "primary key" || key.type === "unique") &&
    isKeyOf(foreign, key as unknown as CatalogObject) &&
    !/ DEFERRABLE/.test(key.definition) &&
    / PERIOD /.test(foreign.definition) === / WITHOUT OVERLAPS\)/.test(key.definition)
  );
};

/** True for an index that a foreign key can refer to: a whole, unique one on its very columns, in whatever order. */
export function isReferableIndex(dependent: CatalogObject, { definition, unique, valid }: Index): boolean {
  const columns = (dependent as unknown as Constraint).references?.columns;
  if (dependent.kind !== "constraint" || columns === undefined) return false;
  const own = orderedBy({ definition });
  const wanted = columns.map((name) => quoteIdentifier(name));
  const whole = unique && valid && !definition.includes(" WHERE ");
  return whole && own.toSorted().join("\0") === wanted.toSorted().join("\0");
}

/**
 * Foreign keys that could be held by a key or an index, whichever of several on the same columns they are said to be: made anew,
 * they are held by the one that was made first. Where they go too, they go before any of these.
 */
export function foreignKeysThatFit(object: CatalogObject, side: CatalogView): readonly Identity[] {
  const [first] = uniqueColumns(object) ?? [];
  if (first === undefined) return [];
  const { schema = "", table = "" } = object;
  return side
    .dependentsOf({ kind: "column", schema, table, name: unquoteIdentifier(first) })
    .filter((other) => {
      const target = (other as unknown as Constraint).references;
      if (other.kind !== "constraint" || target?.schema !== schema || target.table !== table) return false;
      return object.kind === "index"
        ? isReferableIndex(other, object as unknown as Index)
        : isReferableKey(other, object as unknown as Constraint);
    })
    .map(identityOf);
}

/** What a tree is ordered by, columns as SQL names them. */
export const orderedBy = ({ definition }: Pick<Index, "definition">): readonly string[] =>
  (/^btree \((.*?)\)(?= |$)/.exec(definition)?.[1] ?? "")
    .split(", ")
    .map((column) => column.replaceAll(/ (?:DESC|NULLS (?:FIRST|LAST))/g, ""));

const comparedByEquality = new RegExp(`(${printedName}) WITH =`, "g");

/** The columns of which no two rows have the same values, as SQL names them; null for what tells no rows apart. */
export function uniqueColumns(object: CatalogObject): readonly string[] | null {
  if (object.kind === "index") return object.unique ? orderedBy(object as unknown as Index) : null;
  if (object.kind !== "constraint") return null;
  const { type, columns, definition } = object as unknown as Constraint;
  if (type === "primary key" || type === "unique") return (columns ?? []).map(quoteIdentifier);
  return type === "exclusion"
    ? [...definition.matchAll(comparedByEquality)].flatMap(([, column = ""]) => column)
    : null;
}
