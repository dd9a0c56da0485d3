/** How SECURITY LABEL names an object, for kinds that are dropped and made again around the fix of something else. */
import { qualify, quoteIdentifier } from "../postgres/identifier";
import type { Identity } from "../postgres/identity";

/** For what has no columns that are no objects of their own. */
export const labelOfWhole =
  <O extends Identity>(target: (object: O) => string) =>
  (object: O, column: string): string | null =>
    column === "" ? target(object) : null;

interface WithColumns extends Identity {
  readonly schema: string;
  readonly columns: readonly { readonly name: string }[];
}

/** For views: null for a column that the new one does not have. */
export const labelOfView =
  <O extends WithColumns>(target: (object: O) => string) =>
  (object: O, column: string): string | null => {
    if (column === "") return target(object);
    return object.columns.some(({ name }) => name === column)
      ? `COLUMN ${qualify(object.schema, object.name)}.${quoteIdentifier(column)}`
      : null;
  };
