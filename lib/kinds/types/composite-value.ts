/** What becomes of a stored value of a composite type when the type gives way to a new one of its name. */
import { quoteIdentifier } from "../../postgres/identifier";
import { type Identity, identityOf } from "../../postgres/identity";
import { isArray } from "../columns/column-conversion";
import type { CompositeAttribute, CompositeType } from "../composite-type";
import type { CatalogObject, CatalogView, Sides } from "../kind";
import { staysOn } from "./rows-in-use";

/**
 * The expression that puts a value of the new type together out of one of the old. Null where its text is read as it is:
 * where the attributes are the same and in the same order, or the type is none.
 */
export function compositeValue(
  value: string,
  column: { readonly type: string },
  type: Identity,
  sides: Sides,
): string | null {
  const [expected, actual] = [attributesOf(type, sides.expected), attributesOf(type, sides.actual)];
  if (expected === null || actual === null || sameNames(expected, actual)) return null;
  const present = new Map(actual.map((attribute) => [attribute.name, attribute]));
  const parts = expected.map((attribute) => {
    const before = present.get(attribute.name);
    if (before === undefined) return "NULL";
    const part = `(${value}).${quoteIdentifier(attribute.name)}`;
    return before.type === attribute.type
      ? part
      : `${part}::text${isArray(before.type) ? "[]" : ""}::${attribute.type}`;
  });
  // IS NULL would hold for a row of nulls, too.
  return `CASE WHEN ${value} IS NOT DISTINCT FROM NULL THEN NULL ELSE ROW(${parts.join(", ")})::${column.type} END`;
}

/** True where every stored value can be carried over: of arrays only the text can be read as it is. */
export const canCarryOver = (expected: CompositeType, actual: CompositeType, sides: Sides): boolean =>
  sameNames(expected.attributes, actual.attributes) ||
  !sides.actual
    .dependentsOf(identityOf(actual))
    .some((dependent) => isColumnOfArrays(dependent) && staysOn(dependent, actual, sides));

export const isColumnOfArrays = ({ kind, type }: CatalogObject): boolean =>
  kind === "column" && typeof type === "string" && isArray(type);

const sameNames = (a: readonly CompositeAttribute[], b: readonly CompositeAttribute[]): boolean =>
  a.length === b.length && a.every(({ name }, index) => name === b[index]?.name);

function attributesOf(type: Identity, side: CatalogView): readonly CompositeAttribute[] | null {
  const found = side.get(type);
  return found?.kind === "composite type" ? (found as unknown as CompositeType).attributes : null;
}
