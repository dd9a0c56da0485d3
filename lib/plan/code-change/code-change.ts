import type { Catalog } from "../../catalog/catalog";
import type { Difference } from "../../drift/difference";
import type { Drift } from "../../drift/drift";
import { catalogAfter, withUndeclared } from "../catalog-after";
import { makePlan } from "../make-plan";
import type { ManualDifference, Plan, PlannedStatement } from "../plan";
import { swapDrift } from "../swap-drift";

/** A text file to be put into the source's own project. `path` is relative, with forward slashes. */
export interface CodeFile {
  readonly path: string;
  readonly content: string;
}

/** What makes the expected side agree with the database, instead of the other way round. */
export interface CodeChange {
  readonly up: readonly PlannedStatement[];
  /** Takes `up` back. */
  readonly down: readonly PlannedStatement[];
  /** What no statement can bring about in the source either. */
  readonly manual: readonly ManualDifference[];
  /** The differences that are gone afterwards: those asked for, and those that had to travel along. */
  readonly resolved: readonly Difference[];
  /** What the source declares before and after. */
  readonly declared: Catalog;
  readonly after: Catalog;
}

/**
 * The change of the code that removes these differences: the plan with the sides swapped, as a migration would run it on
 * what the source declares. Owners stay out of it: a source runs as whoever runs it. Pure.
 * @param ids of the differences
 */
export function codeChange(
  ids: readonly string[],
  drift: Drift,
  expected: Catalog,
  actual: Catalog,
): CodeChange {
  const declared = withUndeclared(expected, actual);
  const wanted = actual.with({
    replace: actual.objects.flatMap((object) =>
      expected.get(object) === undefined && typeof object.owner === "string"
        ? [{ ...object, owner: null }]
        : [],
    ),
  });
  const back = swapDrift(drift);
  const up = makePlan(back, wanted, declared, { only: ids });
  const resolved = new Set(up.fixes.flatMap((fix) => fix.resolves));
  const after = catalogAfter(
    back.differences.filter(({ id }) => resolved.has(id)),
    wanted,
    declared,
    up.fixes,
  );
  const down = makePlan(drift, declared, after, { only: [...resolved] });
  return {
    ...{ up: ofMigration(up), down: ofMigration(down), manual: up.manual },
    resolved: drift.differences.filter(({ id }) => resolved.has(id)),
    ...{ declared, after },
  };
}

/** ANALYZE is about rows, which a migration's reader has not asked about. */
const ofMigration = (plan: Plan): readonly PlannedStatement[] =>
  plan.statements.filter(({ fixes }) => fixes.length > 0).map(({ preflight: _, ...statement }) => statement);
