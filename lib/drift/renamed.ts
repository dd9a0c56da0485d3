import { canonicalJson } from "../catalog/canonical";
import type { CatalogObject } from "../kinds/kind";
import { kindOf, parentOf } from "../kinds/registry";
import type { Difference } from "./difference";

/**
 * Makes one `renamed` difference of a missing and an unexpected object that are the same but for their name, for kinds
 * whose names are often made up (constraints, indexes). Several equal ones are paired in order of their names.
 */
export function pairRenamed(found: readonly Difference[]): readonly Difference[] {
  const unexpected = new Map<string, (Difference & { type: "unexpected" })[]>();
  for (const difference of found) {
    if (difference.type !== "unexpected" || kindOf(difference.object).rename === undefined) continue;
    const key = definitionOf(difference.actual);
    const list = unexpected.get(key);
    if (list) list.push(difference);
    else unexpected.set(key, [difference]);
  }
  const paired = new Set<Difference>();
  const renamed = found.flatMap((difference): readonly Difference[] => {
    if (difference.type !== "missing" || kindOf(difference.object).rename === undefined) return [];
    const partner = unexpected.get(definitionOf(difference.expected))?.shift();
    if (partner === undefined) return [];
    paired.add(difference).add(partner);
    return [{ ...difference, type: "renamed", severity: "low", actual: partner.actual }];
  });
  return [...found.filter((difference) => !paired.has(difference)), ...renamed];
}

/** Everything about an object but its name: kind, place and the attributes that are compared. */
function definitionOf(object: CatalogObject): string {
  const compared = Object.entries(kindOf(object).attributes).filter(([, rule]) => rule !== "ignore");
  return canonicalJson([
    object.kind,
    object.schema,
    parentOf(object),
    compared.map(([attribute]) => [attribute, object[attribute] ?? null]),
  ]);
}
