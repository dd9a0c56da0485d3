import type { Catalog } from "../../catalog/catalog";
import type { Difference } from "../../drift/difference";
import type { Drift } from "../../drift/drift";
import { kindOf } from "../../kinds/registry";
import { withUndeclared } from "../catalog-after";
import { makePlan } from "../make-plan";
import type { ManualDifference, Plan, PlannedStatement } from "../plan";
import { swapDrift } from "../swap-drift";
import { stateAfter, undoPlan } from "../undo";

/** A text file to be put into the source's own project. `path` is relative, with forward slashes. */
export interface CodeFile {
  readonly path: string;
  readonly content: string;
}

/** One statement as a migration runs it, without a closing semicolon. */
export type MigrationStatement = Pick<PlannedStatement, "sql" | "transaction">;

/** What makes the expected side agree with the database, instead of the other way round. */
export interface CodeChange {
  readonly up: readonly MigrationStatement[];
  /** Takes `up` back. */
  readonly down: readonly MigrationStatement[];
  /** What no statement can bring about in the source either. */
  readonly manual: readonly ManualDifference[];
  /** What `up` does and no statement takes back. */
  readonly lasting: readonly ManualDifference[];
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
  const { after } = stateAfter(up, back, wanted, declared);
  const down = undoPlan(up, back, wanted, declared).plan;
  const resolved = new Set(up.fixes.flatMap((fix) => fix.resolves));
  return {
    ...{ up: ofMigration(up), down: ofMigration(down), manual: up.manual, lasting: down.manual },
    resolved: drift.differences.filter(({ id }) => resolved.has(id)),
    ...{ declared, after },
  };
}

/** ANALYZE is about rows, which a migration's reader has not asked about. */
function ofMigration(plan: Plan): readonly MigrationStatement[] {
  const own = plan.statements.filter(({ fixes }) => fixes.length > 0);
  const statements = own.map(({ sql, transaction }) => ({ sql, transaction }));
  return own.some(({ object, sql }) => kindOf(object).hasBody && sql.startsWith("CREATE "))
    ? [setting("SET check_function_bodies = off"), ...statements, setting("RESET check_function_bodies")]
    : statements;
}

/** For the session: one that goes with a transaction would not reach what has to run outside of it. */
const setting = (sql: string): MigrationStatement => ({ sql, transaction: "inside" });
