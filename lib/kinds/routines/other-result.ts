import { areNumbers, isString } from "../columns/column-conversion";
import type { CatalogObject } from "../kind";

/** Why what nobody expects cannot be counted on to take another type of result of a function that it calls; null where it can. */
export function unfitForResult(
  { returns: from }: { readonly returns: string },
  { returns: to }: { readonly returns: string },
  dependent: CatalogObject,
): string | null {
  // What calls it in a set place (a cast, an aggregate) takes the very type; strings are one to it.
  const takesAlike = dependent.kind !== "cast" && dependent.kind !== "aggregate";
  return from === to || (isString(from) && isString(to)) || (takesAlike && areNumbers(from, to))
    ? null
    : `nobody can tell whether it takes ${to} too. Nobody expects it: drop it too, or change it by hand.`;
}
