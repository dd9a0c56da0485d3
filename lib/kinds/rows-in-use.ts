import type { Identity } from "../postgres/identity";
import type { CatalogView } from "./kind";

const typeKinds = new Set(["domain", "composite type", "range type"]);

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

/** Where a type waits under another name for its columns to be carried over. At most 63 bytes, as Postgres cuts longer names. */
export const nameAside = (name: string): string =>
  `${Buffer.from(name).subarray(0, 40).toString().replaceAll("\u{FFFD}", "")}_plumbline_old`;
