import type { CatalogObject } from "../kind";

export interface Named {
  readonly name: string;
}

/** True where a text of the dependent holds as a word one of the columns that what it rests on is yet to get. */
export const namesAdded = (
  dependent: CatalogObject,
  expected: readonly Named[],
  actual: readonly Named[],
): boolean => firstNamed(JSON.stringify(dependent), expected, actual) !== undefined;

/** The first of the columns that only the one list has, and that a text holds as a word. What is no word may always be held. */
export function firstNamed(
  text: string,
  columns: readonly Named[],
  others: readonly Named[],
): Named | undefined {
  const there = new Set(others.map(({ name }) => name));
  const alone = columns.filter(({ name }) => !there.has(name));
  if (alone.length === 0) return undefined;
  const words = new Set(text.match(/[\w$]+/g) ?? []);
  return alone.find(({ name }) => !/^[\w$]+$/.test(name) || words.has(name));
}
