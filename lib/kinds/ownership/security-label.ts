/** How SECURITY LABEL names an object, for kinds that are dropped and made again around the fix of something else. */
import { qualify, quoteIdentifier } from "../../postgres/identifier";
import type { Identity } from "../../postgres/identity";

/** For what has no columns that are no objects of their own. */
export const labelOfWhole =
  <O extends Identity>(target: (object: O) => string) =>
  (object: O, column: string): string | null =>
    column === "" ? target(object) : null;

interface WithParts extends Identity {
  readonly schema: string;
  readonly attributes: readonly { readonly name: string }[];
}

interface WithColumns extends Identity {
  readonly schema: string;
  readonly columns: readonly { readonly name: string }[];
}

/** For composite types: null for a part that the new one does not have. */
export const labelOfParts =
  <O extends WithParts>(target: (object: O) => string) =>
  (object: O, part: string): string | null =>
    labelOfPart(object, part, object.attributes, target);

/** For views: null for a column that the new one does not have. */
export const labelOfView =
  <O extends WithColumns>(target: (object: O) => string) =>
  (object: O, column: string): string | null =>
    labelOfPart(object, column, object.columns, target);

function labelOfPart<O extends Identity>(
  object: O,
  part: string,
  parts: readonly { readonly name: string }[],
  target: (object: O) => string,
): string | null {
  if (part === "") return target(object);
  return parts.some(({ name }) => name === part)
    ? `COLUMN ${qualify(object.schema, object.name)}.${quoteIdentifier(part)}`
    : null;
}
