import type { Catalog } from "../catalog/catalog";
import { describeDifference } from "../drift/describe";
import type { Difference } from "../drift/difference";
import { catalogAfter } from "../plan/catalog-after";
import type { Plan } from "../plan/plan";
import { identityKey } from "../postgres/identity";
import type { Intended } from "./intended-catalog";
import type { DifferenceProof, UnplannedChange } from "./proof";
import type { ComparedSides, CompareSides } from "./run-request";

export interface CatalogProof {
  readonly differences: readonly DifferenceProof[];
  readonly unplanned: readonly UnplannedChange[];
}

/**
 * Compares what is there with what should be: the chosen differences gone, and nothing else changed; owners, grants,
 * comments and options are compared like everything else.
 */
export async function proveCatalog(
  plan: Plan,
  sides: ComparedSides,
  intended: Intended,
  after: Catalog,
  compare: CompareSides,
): Promise<CatalogProof> {
  const first = await leftBetween(intended.catalog, intended, after, compare);
  const along = wentAlong(sides, intended, first.left);
  // What a chosen difference causes may be gone with it: the columns that partitions have from their table.
  const { left, unverified } =
    along.length === 0
      ? first
      : await leftBetween(
          catalogAfter([...intended.resolved, ...along], sides.expected, intended.catalog),
          intended,
          after,
          compare,
        );
  const stillThere = new Set(left.flatMap((difference) => keysOf(difference)).map((key) => key));
  const chosen = new Set(plan.fixes.flatMap(({ resolves }) => resolves));
  const judged = [...intended.resolved, ...along].map(
    (difference): DifferenceProof => ({
      difference: difference.id,
      object: difference.object,
      outcome: keysOf(difference).some((key) => stillThere.has(key)) ? "still there" : "gone",
      chosen: chosen.has(difference.id),
    }),
  );
  return {
    differences: judged,
    unplanned: [
      ...left.map(
        (difference): UnplannedChange => ({
          object: difference.object,
          // Seen from the plan: what it wanted is `expected`, what is there is `actual`.
          type: difference.type === "renamed" ? "changed" : difference.type,
          attributes:
            difference.type === "changed" ? difference.attributes.map(({ attribute }) => attribute) : [],
          sentence: describeDifference(difference),
        }),
      ),
      ...unverified,
    ],
  };
}

async function leftBetween(
  wanted: Catalog,
  intended: Intended,
  after: Catalog,
  compare: CompareSides,
): Promise<{ readonly left: readonly Difference[]; readonly unverified: readonly UnplannedChange[] }> {
  const { drift } = await compare(wanted, after, { scope: "everything" });
  const doubts = drift.diagnostics
    .filter(({ severity }) => severity === "unknown")
    .map(({ message }) => message);
  const hidden = drift.coverage.notVisible.map(({ what, reason }) => `${what}: ${reason}`);
  return {
    left: drift.differences.filter(({ object }) => !intended.underway(object)),
    unverified: [
      ...drift.unverified
        .filter(({ object }) => !intended.underway(object))
        .map(
          ({ object, attributes, reason }): UnplannedChange => ({
            ...{ object, attributes, type: "unverified" },
            sentence: `It cannot be shown that ${object.kind} ${object.name} is as planned: ${reason}`,
          }),
        ),
      ...[...doubts, ...hidden].map(
        (sentence): UnplannedChange => ({
          ...{ object: { kind: "schema", name: "pg_catalog" }, attributes: [], type: "unverified" },
          sentence,
        }),
      ),
    ],
  };
}

/** Differences nobody chose, caused by one that was, in objects that are not as they were. */
function wentAlong(
  sides: ComparedSides,
  intended: Intended,
  left: readonly Difference[],
): readonly Difference[] {
  const changed = new Set(left.flatMap(keysOf));
  const byId = new Map(sides.drift.differences.map((difference) => [difference.id, difference]));
  const resolved = new Set(intended.resolved.map(({ id }) => id));
  const isCaused = (difference: Difference): boolean => {
    const seen = new Set<string>();
    for (
      let cause = difference.cause;
      cause !== undefined && !seen.has(cause);
      cause = byId.get(cause)?.cause
    ) {
      if (resolved.has(cause)) return true;
      seen.add(cause);
    }
    return false;
  };
  return sides.drift.differences.filter(
    (difference) =>
      !resolved.has(difference.id) &&
      isCaused(difference) &&
      keysOf(difference).some((key) => changed.has(key)),
  );
}

const keysOf = (difference: Difference): readonly string[] => [
  identityKey(difference.object),
  ...(difference.type === "renamed" ? [identityKey(difference.actual)] : []),
  ...difference.includes.map(identityKey),
];
