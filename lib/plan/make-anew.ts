import type { Catalog } from "../catalog/catalog";
import type { Difference } from "../drift/difference";
import type { CatalogObject } from "../kinds/kind";
import { type Identity, identityKey, identityOf } from "../postgres/identity";
import type { Reason } from "./plan";
import { comesBackAsItWas, madeWith } from "./taken-along";
import { type Apart, dropAndCreate, rebuilt, type Task } from "./task";

/** What the work knows and does of differences while tasks are found. */
interface Around {
  readonly expected: Catalog;
  readonly actual: Catalog;
  /** Ids of the chosen differences. */
  readonly chosen: ReadonlySet<string>;
  readonly byKey: ReadonlyMap<string, Difference>;
  readonly apart?: Apart;
  readonly take: (difference: Difference, reason: Reason) => void;
  readonly takeUnasked: (difference: Difference, because: Identity) => void;
  readonly afterwards: (identity: Identity) => CatalogObject | undefined;
}

/**
 * Drop and create of an object with all its children, each in its expected form where there is one, and as it was where
 * nobody chose to change it.
 */
export function makeAnew(
  top: Pick<Task, "object" | "reason" | "resolves"> & { readonly action: "recreate" | "rebuild" },
  { take, takeUnasked, afterwards, ...sides }: Around,
): readonly Task[] {
  const { expected, actual, byKey, chosen } = sides;
  const found: Task[] = [];
  const visit = (target: Identity, inside: boolean): void => {
    const present = actual.get(target);
    const difference = byKey.get(identityKey(target));
    // A child nobody expects, and whose going was chosen, goes with its parent and stays away.
    if (
      expected.get(target) === undefined &&
      present !== undefined &&
      difference !== undefined &&
      chosen.has(difference.id)
    ) {
      take(difference, { type: "difference", difference: difference.id });
      return;
    }
    const along = madeWith(target, sides);
    for (const one of along.map((child) => byKey.get(identityKey(child))))
      if (one !== undefined) takeUnasked(one, top.object);
    if (difference?.type === "changed" && (along.length > 0 || !comesBackAsItWas(difference, sides)))
      takeUnasked(difference, top.object);
    const object = afterwards(target);
    if (object === undefined) return;
    // A catalog that was worked out from the other one holds the very same objects: what they rest on may differ all the same.
    const wanted = expected.get(target);
    const side = object === wanted ? expected : actual;
    const asItWas = side === actual && wanted !== undefined;
    const own = { action: top.action, reason: top.reason, resolves: top.resolves };
    found.push({
      object: identityOf(object),
      ...(inside ? rebuilt(object, identityOf(top.object)) : own),
      ...dropAndCreate(present, object, side, actual, inside, sides.apart),
      ...(asItWas ? { asItWas } : {}),
    });
    for (const child of actual.childrenOf(target)) visit(child, true);
  };
  visit(top.object, false);
  return found;
}
