import { groupDifferences } from "@/components/drift/group-differences";
import type { ListView } from "@/components/drift/list-view";
import type { ListedDifference } from "@/components/drift/listed-difference";
import { matchesFilter, parseFilter } from "@/lib/drift/filter";
import { kinds } from "@/lib/kinds/registry";

interface Neighbours {
  readonly previousHref?: string;
  readonly nextHref?: string;
}

/** The differences before and after one in the list that it was opened from. */
export function neighbours(
  differences: readonly ListedDifference[],
  id: string,
  view: ListView,
  hrefOf: (id: string) => string,
): Neighbours {
  const filter = parseFilter(
    view.text,
    kinds.map((kind) => kind.kind),
  );
  const found = differences.filter(({ difference }) => matchesFilter(filter, difference));
  const ordered = groupDifferences(found, view.grouping, differences).flatMap((group) => group.items);
  const position = ordered.findIndex(({ difference }) => difference.id === id);
  const at = (index: number): string | undefined => {
    const other = ordered[index]?.difference.id;
    return other === undefined ? undefined : hrefOf(other);
  };
  const previous = position > 0 ? at(position - 1) : undefined;
  const next = position >= 0 ? at(position + 1) : undefined;
  return {
    ...(previous === undefined ? {} : { previousHref: previous }),
    ...(next === undefined ? {} : { nextHref: next }),
  };
}
