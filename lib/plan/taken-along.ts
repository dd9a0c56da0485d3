/** What a fix does to differences besides its own: which are taken along, which an object made anew comes back with. */
import type { Catalog } from "../catalog/catalog";
import type { Difference } from "../drift/difference";
import type { CatalogObject } from "../kinds/kind";
import { kindOf } from "../kinds/registry";
import { type Identity, identityKey } from "../postgres/identity";
import { changeStatements } from "./change-statements";

interface Sides {
  readonly expected: Catalog;
  readonly actual: Catalog;
}

/**
 * True where a difference that nobody chose survives its object's being made anew: in who owns it, who may use it, what
 * is said of it, whether it fires. What it is made of may not fit what it stands on any more, and is taken along.
 */
export function comesBackAsItWas(difference: Difference & { type: "changed" }, sides: Sides): boolean {
  const { texts, shape = [] } = kindOf(difference.object);
  const { recreate, manual, end } = changeStatements(difference, sides);
  const madeOf = difference.attributes.some(
    ({ attribute }) => texts.includes(attribute) || shape.includes(attribute),
  );
  return !madeOf && !recreate && manual.length === 0 && end.length === 0;
}

/** The children of either side that the object's own CREATE makes: they come back in the form that it does. */
export function madeWith(identity: Identity, { expected, actual }: Sides): readonly CatalogObject[] {
  const found = [actual, expected].flatMap((side) =>
    side
      .childrenOf(identity)
      .filter((child) => kindOf(child).createdWithParent?.(child, side))
      .map((child) => [identityKey(child), child] as const),
  );
  return [...new Map(found).values()];
}

/**
 * The differences of other objects that cannot stay when this one goes, as its kind says, and the kinds of what is made with
 * it: the index of a new root says something of partitions that are yet to come.
 */
export function takenAlong(difference: Difference, sides: Sides) {
  const made = difference.type === "missing" ? difference.includes : [];
  return [
    ...askedToTakeAlong(
      difference.object,
      difference.type === "unexpected" ? undefined : difference.expected,
      difference.type === "missing" ? undefined : difference.actual,
      sides,
    ),
    ...made.flatMap((child) => askedToTakeAlong(child, sides.expected.get(child), undefined, sides)),
  ];
}

const askedToTakeAlong = (
  identity: Identity,
  expected: CatalogObject | undefined,
  actual: CatalogObject | undefined,
  sides: Sides,
) => kindOf(identity).takesAlong?.(expected, actual, sides) ?? [];

/** True where an object names what the one that it depends on will no longer have when this change is made. */
export const losesHold = (
  dependent: CatalogObject,
  change: Difference | undefined,
  actual: Catalog,
): boolean =>
  change?.type === "changed" &&
  kindOf(change.actual).neededBy?.(change.actual, change.expected, dependent, actual) === true;

/** Other objects that have the name which this one needs: a table and a view cannot both have it, nor an index and a key. */
export function namesakes(object: CatalogObject, actual: Catalog): readonly CatalogObject[] {
  const own = namedIn(object);
  const key = identityKey(object);
  return [object, ...(kindOf(object).namesBesides?.(object) ?? [])]
    .flatMap((name) => actual.named(name))
    .filter((other) => identityKey(other) !== key && namedIn(other).some((catalog) => own.includes(catalog)));
}

const namedIn = (object: CatalogObject): readonly string[] => kindOf(object).namedIn?.(object) ?? [];
