import type { CatalogObject } from "../kinds/kind";
import type { Identity } from "../postgres/identity";
import { literally } from "../postgres/pattern";

/**
 * Objects whose body is kept as text and holds the object's name as a word, whatever its case. Postgres does not know
 * what such a body uses until it runs, so that this is a hint to look and no dependency. A column counts where its
 * table is named too. Bodies that were parsed when they were made (BEGIN ATOMIC) are among the dependencies already.
 */
export function mentionsOf(
  objects: readonly CatalogObject[],
  { name, table }: Identity,
): readonly CatalogObject[] {
  const words = [name, ...(table === undefined ? [] : [table])].map(asWord);
  return objects.filter(
    ({ body, standardBody }) =>
      typeof body === "string" && standardBody === false && words.every((word) => word.test(body)),
  );
}

/** Not a part of a longer name: letters, digits, _ and $ go on with one (Postgres manual 4.1.1). */
const asWord = (name: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}_$])${literally(name)}(?![\\p{L}\\p{N}_$])`, "iu");
