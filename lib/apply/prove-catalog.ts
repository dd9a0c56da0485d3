import type { Catalog, SecurityLabel } from "../catalog/catalog";
import { describeDifference, describeObject } from "../drift/describe";
import type { Difference } from "../drift/difference";
import type { Plan } from "../plan/plan";
import { identityKey, identityOf, visible } from "../postgres/identity";
import type { Intended } from "./intended-catalog";
import type { DifferenceProof, UnplannedChange } from "./proof";
import type { CompareSides } from "./run-request";

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
  intended: Intended,
  after: Catalog,
  compare: CompareSides,
): Promise<CatalogProof> {
  const { left, unverified } = await leftBetween(intended, after, compare);
  const stillThere = new Set(left.flatMap(keysOf));
  const chosen = new Set(
    plan.fixes.flatMap(({ reason, resolves }) => (reason.type === "travels along" ? [] : resolves)),
  );
  const judged = intended.resolved.map(
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
      ...lostLabels(intended.catalog, after),
    ],
  };
}

/** What is made anew has none until the plan gives it back: it may be what masks a column. */
function lostLabels(intended: Catalog, after: Catalog): readonly UnplannedChange[] {
  const keyOf = (label: SecurityLabel): string =>
    JSON.stringify([label.object, label.column, label.provider, label.label]);
  const kept = new Set(after.securityLabels?.map(keyOf));
  return (intended.securityLabels ?? []).flatMap((label): UnplannedChange[] => {
    const object = intended.byKey(label.object);
    if (object === undefined || kept.has(keyOf(label))) return [];
    const place = `${describeObject(object)}${label.column === "" || object.kind === "column" ? "" : `, column ${visible(label.column)},`}`;
    return [
      {
        ...{ object: identityOf(object), type: "changed", attributes: [] },
        sentence: `${place} would lose its security label of ${visible(label.provider)}: nothing of the plan writes it again. Set the label aside, run the plan and set it again.`,
      },
    ];
  });
}

async function leftBetween(
  intended: Intended,
  after: Catalog,
  compare: CompareSides,
): Promise<{ readonly left: readonly Difference[]; readonly unverified: readonly UnplannedChange[] }> {
  const { drift } = await compare(intended.catalog, after, { scope: "everything" });
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
            sentence: `It cannot be shown that ${describeObject(object)} is as planned: ${reason}`,
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

const keysOf = (difference: Difference): readonly string[] => [
  identityKey(difference.object),
  ...(difference.type === "renamed" ? [identityKey(difference.actual)] : []),
  ...difference.includes.map(identityKey),
];
