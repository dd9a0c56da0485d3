import type { Catalog } from "../catalog/catalog";
import { fingerprint } from "../catalog/fingerprint";
import { compare } from "../drift/compare";
import { describeObject } from "../drift/describe";
import type { Difference } from "../drift/difference";
import type { Drift } from "../drift/drift";
import { type Identity, identityKey } from "../postgres/identity";
import { catalogAfter } from "./catalog-after";
import { leaveIgnored } from "./leave-ignored";
import { makePlan } from "./make-plan";
import type { Plan } from "./plan";
import { swapDrift } from "./swap-drift";

/** What restores the definitions as they were before a plan. */
export interface Undo {
  readonly plan: Plan;
  /** What does not come back with the definitions, in words. */
  readonly lost: readonly { readonly object: Identity; readonly reason: string }[];
}

/**
 * Makes the plan that takes a plan back: from the state that it leaves to the one it was made for. Pure.
 * Definitions come back as they were, with owners and grants; rows and values do not, and `lost` says which.
 */
export function undoPlan(plan: Plan, found: Drift, declared: Catalog, actual: Catalog): Undo {
  const { after, drift, differences } = stateAfter(plan, found, declared, actual);
  const swapped = swapDrift({ ...drift, differences, expectedFingerprint: fingerprint(after) });
  const back = { ...swapped, differences: [...swapped.differences, ...besides(differences, after, actual)] };
  return { plan: makePlan(back, actual, after), lost: lostBy(plan) };
}

/** What differs by the way: an index of a root says nothing any more of a partition that was dropped. */
function besides(differences: readonly Difference[], after: Catalog, actual: Catalog): readonly Difference[] {
  const own = new Set(
    differences.flatMap(({ object, includes }) => [object, ...includes].map((one) => identityKey(one))),
  );
  const isTouched = (object: Identity): boolean => {
    const left = after.get(object);
    return left !== undefined && left !== object && !own.has(identityKey(object));
  };
  return actual.objects.some(isTouched)
    ? compare(actual, after).differences.filter(({ object }) => isTouched(object))
    : [];
}

/** What the database has when a plan has run, and the differences that are gone by it. */
export function stateAfter(
  plan: Plan,
  found: Drift,
  declared: Catalog,
  actual: Catalog,
): { readonly after: Catalog; readonly drift: Drift; readonly differences: readonly Difference[] } {
  const resolved = new Set(plan.fixes.flatMap((fix) => fix.resolves));
  const { drift, expected } = leaveIgnored(found, declared, resolved);
  const differences = drift.differences.filter(({ id }) => resolved.has(id)).map(unmarked);
  const differing = new Set(
    drift.differences.filter(({ id }) => !resolved.has(id)).map(({ object }) => identityKey(object)),
  );
  return { after: catalogAfter(differences, expected, actual, plan.fixes, differing), drift, differences };
}

/** What was fixed all the same, because it was chosen by name, is to be taken back whole. */
function unmarked({ ignoredBy: _, ...difference }: Difference): Difference {
  return difference.type === "changed"
    ? { ...difference, attributes: difference.attributes.map(({ ignoredBy: __, ...rest }) => rest) }
    : difference;
}

/** What does not come back with the definitions that a plan changes. */
export function lostBy(plan: Plan): Undo["lost"] {
  return plan.fixes.flatMap((fix) => {
    const statements = fix.statements.flatMap((position) => plan.statements[position] ?? []);
    const own = statements.filter((statement) => statement.fixes.includes(fix.id));
    // A change of type keeps the column: what it cuts from the values is said below.
    const gone = own.filter(({ alterTable }) => alterTable === undefined);
    if (gone.some(({ hazards }) => hazards.some(({ code }) => code === "data-loss"))) {
      const reason = `${describeObject(fix.object)} comes back empty: its data is only in a backup.`;
      return [{ object: fix.object, reason }];
    }
    // One ALTER TABLE may change several columns: each answers for its own questions.
    const changing = own
      .flatMap(({ preflight }) => preflight ?? [])
      .some(
        ({ stops, sql, column }) => !stops && sql !== null && (column ?? fix.object.name) === fix.object.name,
      );
    if (changing) {
      const reason = `The definition of ${describeObject(fix.object)} comes back; values that the change wrote in another way (blanks cut, digits rounded, times cut off, capitals folded) stay as they are then.`;
      return [{ object: fix.object, reason }];
    }
    return [];
  });
}
