import type { CatalogObject } from "../kind";
import { textsIn } from "./texts-in";

interface Named {
  readonly name: string;
}

/**
 * Why what nobody expects cannot stay as it is beside a view that loses columns; null where none of its texts holds their
 * names as words.
 */
export function namesGone(
  { columns: before }: { readonly columns: readonly Named[] },
  { columns: after }: { readonly columns: readonly Named[] },
  dependent: CatalogObject,
): string | null {
  const gone = before.filter(({ name }) => !after.some((column) => column.name === name));
  if (gone.length === 0) return null;
  const words = new Set(textsIn(dependent).flatMap((text) => text.match(/[\w$]+/g) ?? []));
  const read = gone.find(({ name }) => !/^[\w$]+$/.test(name) || words.has(name));
  return read === undefined
    ? null
    : `it seems to read column ${read.name}, which goes. Nobody expects it: drop it too, or change it by hand.`;
}
