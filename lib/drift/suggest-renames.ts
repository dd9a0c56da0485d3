import type { Catalog } from "../catalog/catalog";
import type { CatalogObject } from "../kinds/kind";
import { kindOf, parentOf } from "../kinds/registry";
import { type Identity, identityKey } from "../postgres/identity";
import type { Difference, RenameSuggestion } from "./difference";

type Missing = Difference & { readonly type: "missing" };
type Unexpected = Difference & { readonly type: "unexpected" };
type Evidence = Omit<RenameSuggestion, "difference">;

/** Two objects are called alike from here on: four fifths of what tells them from others. */
const leastLikeness = 0.8;

/** A second candidate that is nearly as good makes both doubtful. */
const leastLead = 0.1;

/** Above so many pairs in one place nothing is told apart by likeness any more, and looking would take long. */
const mostPairs = 20_000;

/**
 * Marks missing and unexpected objects that may be one under two names, for kinds that hold data: dropping one to create
 * the other would lose it. An earlier reading of the same database knows for sure; likeness only where one candidate
 * stands out, from either side.
 */
export function suggestRenames(
  differences: readonly Difference[],
  expected: Catalog,
  actual: Catalog,
  earlier?: Catalog,
): readonly Difference[] {
  const places = new Map<string, { readonly missing: Missing[]; readonly unexpected: Unexpected[] }>();
  for (const difference of differences) {
    if (difference.type !== "missing" && difference.type !== "unexpected") continue;
    const kind = kindOf(difference.object);
    if (kind.renaming === undefined) continue;
    const { schema = "", table = "" } = difference.object;
    const key = JSON.stringify([difference.object.kind, schema, table]);
    const place = places.get(key) ?? { missing: [], unexpected: [] };
    places.set(key, place);
    if (difference.type === "missing") place.missing.push(difference);
    else place.unexpected.push(difference);
  }
  const found = new Map<string, RenameSuggestion>();
  for (const { missing, unexpected } of places.values()) {
    if (missing.length === 0 || unexpected.length === 0) continue;
    const known = pairByAddress(missing, unexpected, actual, earlier);
    const open = {
      missing: missing.filter(({ id }) => !known.some(([one]) => one.id === id)),
      unexpected: unexpected.filter(({ id }) => !known.some(([, other]) => other.id === id)),
    };
    for (const [one, other, evidence] of [...known, ...pairByLikeness(open, expected, actual)]) {
      found.set(one.id, { difference: other.id, ...evidence });
      found.set(other.id, { difference: one.id, ...evidence });
    }
  }
  if (found.size === 0) return differences;
  return differences.map((difference) => {
    const suggestion = found.get(difference.id);
    return suggestion === undefined ? difference : { ...difference, perhapsRenamed: suggestion };
  });
}

/** True where an earlier reading could tell more: something that people rename is missing, and something unexpected. */
export function couldBeRenamed(differences: readonly Difference[]): boolean {
  const renamed = differences.filter(({ object }) => kindOf(object).renaming !== undefined);
  return ["missing", "unexpected"].every((type) => renamed.some((difference) => difference.type === type));
}

type Pair = readonly [Missing, Unexpected, Evidence];

/** What stood under the expected name in an earlier reading of this very database, and stands under another one now. */
function pairByAddress(
  missing: readonly Missing[],
  unexpected: readonly Unexpected[],
  actual: Catalog,
  earlier: Catalog | undefined,
): readonly Pair[] {
  const sameDatabase =
    earlier?.origin !== undefined &&
    earlier.origin.system === actual.origin?.system &&
    earlier.origin.database === actual.origin.database;
  if (!sameDatabase) return [];
  const now = new Map(
    unexpected.flatMap((difference) => {
      const address = addressOf(difference.actual, actual);
      return address === null ? [] : [[address, difference] as const];
    }),
  );
  return missing.flatMap((difference): readonly Pair[] => {
    const before = earlier.get(difference.object);
    const other = before === undefined ? undefined : now.get(addressOf(before, earlier) ?? "");
    return other === undefined ? [] : [[difference, other, { evidence: "same object", likeness: 1 }]];
  });
}

/** An object's own address, or its parent's with its place in it. */
function addressOf(object: CatalogObject, side: Catalog): string | null {
  const addresses = side.origin?.addresses ?? {};
  const place = kindOf(object).renaming?.place;
  if (place === undefined) return addresses[identityKey(object)] ?? null;
  const parent: Identity | null = parentOf(object);
  const above = parent === null ? undefined : addresses[identityKey(parent)];
  return above === undefined ? null : `${above} ${place(object)}`;
}

function pairByLikeness(
  {
    missing,
    unexpected,
  }: { readonly missing: readonly Missing[]; readonly unexpected: readonly Unexpected[] },
  expected: Catalog,
  actual: Catalog,
): readonly Pair[] {
  if (missing.length * unexpected.length > mostPairs) return [];
  const wanted = missing.map(({ expected: object }) => featuresOf(object, expected));
  const present = unexpected.map(({ actual: object }) => featuresOf(object, actual));
  const likeness = wanted.map((one) => present.map((other) => likenessOf(one, other)));
  const leads = (values: readonly number[], value: number): boolean =>
    values.filter((other) => other > value - leastLead).length === 1;
  return missing.flatMap((one, row): readonly Pair[] =>
    unexpected.flatMap((other, column): readonly Pair[] => {
      const value = likeness[row]?.[column] ?? 0;
      if (value < leastLikeness) return [];
      const standsOut =
        leads(likeness[row] ?? [], value) &&
        leads(
          likeness.map((values) => values[column] ?? 0),
          value,
        );
      return standsOut ? [[one, other, { evidence: "alike", likeness: Math.round(value * 100) / 100 }]] : [];
    }),
  );
}

type Features = ReadonlyMap<string, number>;

function featuresOf(object: CatalogObject, side: Catalog): Features {
  const features = new Map<string, number>();
  for (const [feature, weight] of kindOf(object).renaming?.features(object, side) ?? [])
    features.set(feature, (features.get(feature) ?? 0) + weight);
  return features;
}

/** The weight of what both have, of the weight of what the larger one has. */
function likenessOf(one: Features, other: Features): number {
  const weigh = (features: Features): number =>
    [...features.values()].reduce((sum, weight) => sum + weight, 0);
  const most = Math.max(weigh(one), weigh(other));
  let shared = 0;
  for (const [feature, weight] of one) shared += Math.min(weight, other.get(feature) ?? 0);
  return most === 0 ? 0 : shared / most;
}
