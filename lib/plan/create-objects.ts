import type { Catalog } from "../catalog/catalog";
import type { CatalogObject } from "../kinds/kind";
import { kindOf, kindRank, parentOf } from "../kinds/registry";
import { compareIdentities, displayName, type Identity, identityKey } from "../postgres/identity";
import type { Statement } from "../postgres/statement";
import { orderOrCircle, type Step } from "./order";

/**
 * The statements that create objects of one catalog, in an order that works on an empty database, where there is one.
 * Objects that their parent's CREATE makes come with it; their parents must be among the objects.
 */
export function createObjects(objects: Iterable<CatalogObject>, catalog: Catalog): readonly Statement[] {
  const chosen = [...objects].toSorted(
    (a, b) => kindRank(a.kind) - kindRank(b.kind) || compareIdentities(a, b),
  );
  const steps: (Step<Statement> & { readonly after: Set<number> })[] = [];
  const existsAfter = new Map<string, number>();
  const announcedAfter = new Map<string, number>();
  const completeAfter = new Map<string, number>();
  const withParent: CatalogObject[] = [];
  for (const object of chosen) {
    if (kindOf(object).createdWithParent?.(object, catalog)) {
      withParent.push(object);
      continue;
    }
    let previous: number | undefined;
    for (const statement of kindOf(object).create(object, catalog)) {
      const position =
        steps.push({ value: statement, rank: 0, after: new Set(previous === undefined ? [] : [previous]) }) -
        1;
      if (statement.announces) announcedAfter.set(identityKey(object), position);
      else if (!existsAfter.has(identityKey(object))) existsAfter.set(identityKey(object), position);
      previous = position;
    }
    if (previous !== undefined) completeAfter.set(identityKey(object), previous);
  }
  for (const object of withParent) {
    const parent = parentOf(object);
    const position = parent === null ? undefined : existsAfter.get(identityKey(parent));
    if (position !== undefined) existsAfter.set(identityKey(object), position);
  }
  const wait = (position: number, needed: Identity): void => {
    const key = identityKey(needed);
    const own = identityKey(steps[position]?.value.object ?? needed);
    const isMadeOfIt =
      announcedAfter.has(key) && catalog.dependenciesOf(needed).some((one) => identityKey(one) === own);
    const earlier = (isMadeOfIt ? announcedAfter : existsAfter).get(key);
    if (earlier !== undefined && earlier !== position) steps[position]?.after.add(earlier);
  };
  steps.forEach((step, position) => {
    for (const needed of step.value.after ?? []) wait(position, needed);
    for (const needed of step.value.afterAll ?? []) {
      const complete = completeAfter.get(identityKey(needed));
      if (complete !== undefined && complete !== position) step.after.add(complete);
    }
    const spared = new Set(step.value.without?.map(identityKey));
    for (const needed of catalog.dependenciesOf(step.value.object))
      if (!spared.has(identityKey(needed))) wait(position, needed);
    const schema = step.value.object.schema;
    if (schema !== undefined) wait(position, { kind: "schema", name: schema });
  });
  return orderAtWorst(steps);
}

/**
 * Views can be brought to read each other (CREATE OR REPLACE), and no order of CREATE makes them again: one of them then comes
 * too early, and the server says so.
 */
function orderAtWorst(
  steps: readonly (Step<Statement> & { readonly after: Set<number> })[],
): readonly Statement[] {
  for (;;) {
    const found = orderOrCircle(steps, (statement) => displayName(statement.object));
    if ("order" in found) return found.order;
    const [first, second] = found.circle.map((value) => steps.findIndex((step) => step.value === value));
    if (!steps[first ?? -1]?.after.delete(second ?? -1)) throw new Error(`no such circle: ${found.words}`);
  }
}

/** The objects and all that they need: what pg_depend names, their parents, and what is created with those. */
export function withNeeds(objects: Iterable<CatalogObject>, catalog: Catalog): readonly CatalogObject[] {
  const found = new Map<string, CatalogObject>();
  const open = [...objects];
  for (let object = open.pop(); object !== undefined; object = open.pop()) {
    const key = identityKey(object);
    if (found.has(key)) continue;
    found.set(key, object);
    open.push(...catalog.dependenciesOf(object));
    const parent = parentOf(object);
    const parentObject = parent === null ? undefined : catalog.get(parent);
    if (parentObject !== undefined) open.push(parentObject);
    for (const child of catalog.childrenOf(object)) {
      if (kindOf(child).createdWithParent?.(child, catalog)) open.push(child);
    }
    if (object.schema !== undefined) {
      const schema = catalog.get({ kind: "schema", name: object.schema });
      if (schema !== undefined) open.push(schema);
    }
  }
  return [...found.values()];
}
