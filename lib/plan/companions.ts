import type { Catalog } from "../catalog/catalog";
import type { Difference } from "../drift/difference";
import type { Drift } from "../drift/drift";
import { kindOf } from "../kinds/registry";
import { identityKey } from "../postgres/identity";

/** A difference that is removed by the statements of another, or whose statements remove it. */
export interface Companion {
  readonly difference: Difference;
  /** True where the other one's statements do it. */
  readonly gives: boolean;
}

/** Differences that cannot be fixed one without the other, by id: an inherited column and its parent's. */
export function findCompanions(
  scope: { readonly drift: Drift; readonly expected: Catalog; readonly actual: Catalog },
  byKey: ReadonlyMap<string, Difference>,
): ReadonlyMap<string, readonly Companion[]> {
  const found = new Map<string, Companion[]>();
  const add = (id: string, companion: Companion): void => {
    const list = found.get(id);
    if (list === undefined) found.set(id, [companion]);
    else if (!list.some(({ difference }) => difference.id === companion.difference.id)) list.push(companion);
  };
  for (const difference of scope.drift.differences) {
    const attributes =
      difference.type === "changed" ? difference.attributes.map(({ attribute }) => attribute) : null;
    for (const side of [scope.expected, scope.actual]) {
      const object = side.get(difference.object);
      const givers = object === undefined ? [] : (kindOf(object).comesWith?.(object, side, attributes) ?? []);
      for (const giver of givers) {
        const other = byKey.get(identityKey(giver));
        // A giver that comes or goes with a larger object does so by itself.
        if (other === undefined || other === difference || identityKey(other.object) !== identityKey(giver))
          continue;
        add(difference.id, { difference: other, gives: true });
        add(other.id, { difference, gives: false });
      }
    }
  }
  return found;
}
