import type { CatalogObject } from "../kind";
import { firstNamed, type Named } from "./names-added";
import { textsIn } from "./texts-in";

/**
 * Why what nobody expects cannot stay as it is beside a view that loses columns; null where none of its texts holds their
 * names as words.
 */
export function namesGone(
  { columns: before }: { readonly columns: readonly Named[] },
  { columns: after }: { readonly columns: readonly Named[] },
  dependent: CatalogObject,
): string | null {
  const read = firstNamed(textsIn(dependent).join("\n"), before, after);
  return read === undefined
    ? null
    : `it seems to read column ${read.name}, which goes. Nobody expects it: drop it too, or change it by hand.`;
}
