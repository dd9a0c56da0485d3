import type { Catalog } from "../catalog/catalog";
import type { Difference } from "../drift/difference";
import type { Drift } from "../drift/drift";
import type { CatalogObject } from "../kinds/kind";

/**
 * The drift and the expected side as a plan is to take them: what an ignore rule covers is expected as the database has
 * it, so that even an object that is dropped and created again around a fix keeps it. What was chosen by name counts
 * whole, whatever a rule says. Missing and unexpected objects stay where they are: only the choice leaves them out.
 */
export function leaveIgnored(
  drift: Drift,
  expected: Catalog,
  chosenByName: ReadonlySet<string>,
): { readonly drift: Drift; readonly expected: Catalog } {
  const kept = new Map<Difference, Difference | null>();
  const asActual: CatalogObject[] = [];
  for (const difference of drift.differences) {
    if (difference.type !== "changed") continue;
    const ignored = difference.attributes.filter(({ ignoredBy }) => ignoredBy !== undefined);
    if (difference.ignoredBy !== undefined) {
      if (chosenByName.has(difference.id)) continue;
      kept.set(difference, null);
      asActual.push(difference.actual);
    } else if (ignored.length > 0) {
      const present = Object.fromEntries(
        ignored.map(({ attribute }) => [attribute, difference.actual[attribute]]),
      );
      const object = { ...difference.expected, ...present };
      const attributes = difference.attributes.filter((entry) => !ignored.includes(entry));
      kept.set(difference, { ...difference, expected: object, attributes });
      asActual.push(object);
    }
  }
  if (kept.size === 0) return { drift, expected };
  const differences = drift.differences.flatMap((difference) => {
    const other = kept.get(difference);
    return other === null ? [] : [other ?? difference];
  });
  return { drift: { ...drift, differences }, expected: expected.with({ replace: asActual }) };
}
