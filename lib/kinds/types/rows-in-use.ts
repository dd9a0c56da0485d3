import { type Identity, identityKey } from "../../postgres/identity";
import type { CatalogObject, CatalogView, Sides } from "../kind";

/** Kinds of types that are made of others. */
export const typeKinds = new Set(["domain", "composite type", "range type"]);

/**
 * True where a column is stored in a form that rests on the object: of the type itself, or of a type made of it.
 * Dropping the object would take those columns' rows along, so that `recreate` is no way for it.
 */
export function rowsRestOn(object: Identity, side: CatalogView): boolean {
  return side
    .dependentsOf(object)
    .some(
      (dependent) =>
        dependent.kind === "column" || (typeKinds.has(dependent.kind) && rowsRestOn(dependent, side)),
    );
}

/** The same of rows that go on resting on it: columns that are dropped, or get another type, are gone before it is. */
export function rowsStayOn(object: Identity, sides: Sides): boolean {
  return sides.actual
    .dependentsOf(object)
    .some((dependent) =>
      dependent.kind === "column"
        ? staysOn(dependent, object, sides)
        : typeKinds.has(dependent.kind) && rowsStayOn(dependent, sides),
    );
}

/** True where what rests on the object now goes on doing so. */
export const staysOn = (dependent: CatalogObject, object: Identity, { expected }: Sides): boolean =>
  expected.get(dependent) !== undefined &&
  expected.dependenciesOf(dependent).some((one) => identityKey(one) === identityKey(object));

/** Where a type waits under another name for its columns to be carried over. At most 63 bytes, as Postgres cuts longer names. */
export const nameAside = (name: string): string =>
  `${Buffer.from(name).subarray(0, 40).toString().replaceAll("\u{FFFD}", "")}_plumbline_old`;
