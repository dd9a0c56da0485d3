import { majorOf, newestMajor } from "../../postgres/version";
import type { CatalogObject, CatalogView } from "../kind";
import { kindOf } from "../registry";
import type { Newer } from "./newer";

/** What an object says that the database's server does not know. */
export function unknownTo(actual: CatalogView, object: CatalogObject, side: CatalogView): readonly Newer[] {
  const major = majorOf(actual.serverVersion);
  // The newest knows all of it: no definition need be looked at.
  if (major >= newestMajor) return [];
  return (kindOf(object).newer?.(object, side) ?? []).filter(({ since }) => major < since);
}

/** True for what nobody but people can make, or waits for a newer server, alone: its parent can be made without it. */
export function waitsAlone(object: CatalogObject, expected: CatalogView, actual: CatalogView): boolean {
  const { cannotCreate, createdWithParent, guardsParent } = kindOf(object);
  // Columns are the most, and come with their table.
  if (createdWithParent?.(object, expected) || guardsParent?.(object)) return false;
  return (
    unknownTo(actual, object, expected).length > 0 ||
    (cannotCreate?.(object, { expected, actual }) ?? null) !== null
  );
}
