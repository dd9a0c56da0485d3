import type { CatalogObject } from "../kind";

interface Named {
  readonly name: string;
}

/** True where a text of the dependent holds as a word one of the columns that what it rests on is yet to get. */
export function namesAdded(
  dependent: CatalogObject,
  expected: readonly Named[],
  actual: readonly Named[],
): boolean {
  const present = new Set(actual.map(({ name }) => name));
  const added = expected.filter(({ name }) => !present.has(name));
  if (added.length === 0) return false;
  const words = new Set(JSON.stringify(dependent).match(/[\w$]+/g) ?? []);
  return added.some(({ name }) => !/^[\w$]+$/.test(name) || words.has(name));
}
