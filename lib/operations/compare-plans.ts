import "server-only";
import { diffArrays } from "diff";
import type { StoredPlan } from "../store/plans";
import { planId, readPlanSummaries } from "../store/plans";
import type { Context } from "./context";
import { requirePlan } from "./require-plan";

/** A statement of two plans: in both, or in one of them. */
export interface ComparedStatement {
  readonly sql: string;
  readonly in: "both" | "earlier" | "later";
}

export interface PlanComparison {
  /** The plan that it is compared with; null where there is none. */
  readonly earlier: StoredPlan | null;
  readonly statements: readonly ComparedStatement[];
  /** Other plans of the database, the newest first. */
  readonly others: readonly string[];
}

/**
 * Two plans of one database, statement by statement.
 * @param other `P-11`; by default the one that this one replaced, or the newest that who asks approved before it
 * @throws AppError `no-such-plan`
 */
export async function comparePlans(
  context: Context,
  id: string,
  other: string | null,
): Promise<PlanComparison> {
  const { plan, database } = await requirePlan(context, id);
  const summaries = await readPlanSummaries(context.store, [database.id]);
  const others = summaries.filter(({ number }) => number !== plan.number).map((summary) => summary.id);
  const wanted = other ?? (plan.replaces === null ? null : planId(plan.replaces));
  if (wanted === null) return { earlier: null, statements: [], others };
  const earlier = await requirePlan(context, wanted);
  const texts = (of: StoredPlan): string[] => of.content.statements.map(({ sql }) => sql);
  const parts = diffArrays(texts(earlier.plan), texts(plan));
  return {
    ...{ earlier: earlier.plan, others },
    statements: parts.flatMap(({ value, added, removed }) =>
      value.map((sql): ComparedStatement => ({ sql, in: added ? "later" : removed ? "earlier" : "both" })),
    ),
  };
}
