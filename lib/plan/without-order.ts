import type { Catalog } from "../catalog/catalog";
import type { Drift } from "../drift/drift";
import { identityKey } from "../postgres/identity";
import type { Node } from "./node";
import type { ManualDifference } from "./plan";
import { keepsData, type Task } from "./task";

/** Keys of what goes with the objects that a circle of statements drops, and uses something else that they do not hold. */
export function goneWithParents(
  circle: readonly Node[],
  tasks: ReadonlyMap<string, Task>,
  actual: Catalog,
): readonly string[] {
  const dropped = circle.flatMap(({ phase, fixes }) => (phase === "drop" ? fixes : []));
  return dropped.flatMap((fix) => {
    const parent = tasks.get(fix)?.object;
    const children = parent === undefined ? [] : actual.childrenOf(parent);
    const own = new Set([fix, ...children.map(identityKey)]);
    return children
      .filter((child) => !keepsData(child) && tasks.get(identityKey(child))?.drop?.byParent === true)
      .filter((child) => actual.dependenciesOf(child).some((used) => !own.has(identityKey(used))))
      .map(identityKey);
  });
}

/** Keys of what a circle of statements alters. */
export const alteredIn = (circle: readonly Node[]): readonly string[] =>
  circle.flatMap(({ phase, fixes }) => (phase === "alter" ? fixes : []));

/** The differences whose statements wait for each other in a circle, or for whose sake they are there. */
export function withoutOrder(
  tasks: readonly Task[],
  drift: Drift,
  { circle, words }: { readonly circle: readonly Node[]; readonly words: string },
): readonly ManualDifference[] {
  const byFix = new Map(tasks.map((task) => [identityKey(task.object), task]));
  const ids = new Set<string>();
  const seen = new Set<string>();
  const visit = (task: Task | undefined): void => {
    if (task === undefined || seen.has(identityKey(task.object))) return;
    seen.add(identityKey(task.object));
    if (task.resolves.length > 0) for (const id of task.resolves) ids.add(id);
    else if (task.reason.type === "rebuild") visit(byFix.get(identityKey(task.reason.because)));
  };
  for (const fix of circle.flatMap((node) => node.fixes)) visit(byFix.get(fix));
  return drift.differences
    .filter(({ id }) => ids.has(id))
    .map((difference) => ({
      difference: difference.id,
      object: difference.object,
      attributes:
        difference.type === "changed" ? difference.attributes.map(({ attribute }) => attribute) : [],
      reason: `No order of statements brings it about in one go: ${words}.`,
    }));
}
