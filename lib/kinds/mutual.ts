/** Objects that rest on each other: a function that takes the domain whose check calls it. Neither can be made, or go, as a whole. */
import { type Identity, identityKey, identityOf } from "../postgres/identity";
import type { Statement } from "../postgres/statement";
import type { CatalogView } from "./kind";

/**
 * Functions that an object rests on and that rest on it in turn, or on the table that it is part of, if only by way of others.
 * @param texts the parts of it that may wait, and name them
 */
export function mutual(object: Identity, texts: readonly string[], side: CatalogView): readonly Identity[] {
  if (texts.length === 0) return [];
  const words = texts.join("\n");
  const seen = new Set<string>();
  const reaches = (from: Identity): boolean => {
    const own = identityKey(from);
    if (isWithin(from, object)) return true;
    if (seen.has(own)) return false;
    seen.add(own);
    return side.dependenciesOf(from).some(reaches);
  };
  return side
    .dependenciesOf(object)
    .filter(({ kind, name }) => kind === "function" && words.includes(name))
    .filter((used) => {
      seen.clear();
      return reaches(used);
    })
    .map(identityOf);
}

const isWithin = (one: Identity, object: Identity): boolean =>
  identityKey(one) === identityKey(object) ||
  (object.table !== undefined &&
    one.schema === object.schema &&
    (one.table ?? one.name) === object.table &&
    (one.table !== undefined || one.kind.endsWith("table")));

/** Facts of a statement that leaves such parts out, or is there before them. */
export const withoutMutual = (list: readonly Identity[]) => (list.length === 0 ? {} : { without: list });

/** Facts of a statement that takes such parts off. */
export const lettingGo = (list: readonly Identity[]) =>
  list.length === 0 ? {} : { letsGoOf: list, without: list };

/** Statements that take such parts off, one each: behind the last of them the object is free of what they named. */
export const lettingGoInAll = (
  statements: readonly Statement[],
  list: readonly Identity[],
): readonly Statement[] =>
  statements.map((one, place) => ({
    ...one,
    ...(place === statements.length - 1 ? lettingGo(list) : withoutMutual(list)),
  }));
