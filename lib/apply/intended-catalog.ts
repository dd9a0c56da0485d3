import type { Catalog } from "../catalog/catalog";
import type { Difference } from "../drift/difference";
import type { CatalogObject } from "../kinds/kind";
import { catalogAfter } from "../plan/catalog-after";
import type { Fix, Plan } from "../plan/plan";
import { quoteIdentifier } from "../postgres/identifier";
import { type Identity, identityKey } from "../postgres/identity";
import type { ComparedSides } from "./run-request";

/** What the database should hold after some statements of a plan, and which objects are still on their way. */
export interface Intended {
  readonly catalog: Catalog;
  /** The differences that are to be gone by now. */
  readonly resolved: readonly Difference[];
  /** Objects of fixes that are begun and not complete: nothing is said of them yet. */
  readonly underway: (object: Identity) => boolean;
}

/**
 * What the database holds when these statements of the plan have run.
 * @param before as the database's own server printed it: what no fix touches has to stay as it is, to the letter
 */
export function intendedAfter(
  plan: Plan,
  sides: ComparedSides,
  before: Catalog,
  done: ReadonlySet<number>,
): Intended {
  const complete = plan.fixes.filter(({ statements }) => statements.every((position) => done.has(position)));
  const begun = plan.fixes.filter(
    (fix) => !complete.includes(fix) && fix.statements.some((position) => done.has(position)),
  );
  const ids = new Set(complete.flatMap(({ resolves }) => resolves));
  const resolved = sides.drift.differences.filter(({ id }) => ids.has(id));
  const after = catalogAfter(resolved, sides.expected, before);
  return {
    catalog: after.with({ replace: partlyChanged(plan, sides, after, complete) }),
    resolved,
    underway: underway(begun, done, plan),
  };
}

/** Where some attributes of a difference are left to people, the others come to be as expected all the same. */
function partlyChanged(
  plan: Plan,
  sides: ComparedSides,
  after: Catalog,
  complete: readonly Fix[],
): readonly CatalogObject[] {
  return plan.manual.flatMap(({ difference: id, attributes }) => {
    const difference = sides.drift.differences.find((candidate) => candidate.id === id);
    const changes = complete.some(
      ({ reason, statements }) =>
        reason.type === "difference" && reason.difference === id && statements.length > 0,
    );
    const object = difference === undefined ? undefined : after.get(difference.object);
    if (!changes || difference?.type !== "changed" || object === undefined) return [];
    const reached = difference.attributes.filter(({ attribute }) => !attributes.includes(attribute));
    return [
      {
        ...object,
        ...Object.fromEntries(reached.map(({ attribute, expected }) => [attribute, expected])),
      } as CatalogObject,
    ];
  });
}

/**
 * An index that is to carry a constraint has the constraint's name. Other things that a fix makes on its way and takes
 * away again (a check in place of a scan) stand in its table, and its statements name them.
 */
function underway(
  fixes: readonly Fix[],
  done: ReadonlySet<number>,
  plan: Plan,
): (object: Identity) => boolean {
  const keys = new Set(fixes.map(({ object }) => identityKey(object)));
  const names = new Set(fixes.map(({ object }) => nameKey(object)));
  return (object) =>
    keys.has(identityKey(object)) ||
    names.has(nameKey(object)) ||
    fixes.some(
      (fix) =>
        fix.object.schema === object.schema &&
        fix.object.table !== undefined &&
        fix.object.table === object.table &&
        fix.statements.some(
          (position) =>
            done.has(position) && plan.statements[position]?.sql.includes(quoteIdentifier(object.name)),
        ),
    );
}

const nameKey = (object: Identity): string =>
  JSON.stringify([object.schema ?? null, object.table ?? null, object.name]);
