import type { Catalog } from "../catalog/catalog";
import type { Plan, PlannedStatement } from "../plan/plan";
import { identityKey } from "../postgres/identity";

/** Statements that stand or fall together. */
export interface PlanStep {
  /** `none`: a single statement that Postgres refuses in a transaction block. */
  readonly transaction: "one" | "none";
  /** Positions in the plan's statements, in order. */
  readonly statements: readonly number[];
}

/**
 * How a plan is run: its steps, and what is done after the last COMMIT. A plan in one transaction has one step.
 * ANALYZE comes after COMMIT: it changes no schema, and inside it would only keep the locks for longer.
 * @param expected null where it is kept no more: then a new enum label is shown in a step of its own, and nothing is run
 */
export function planSteps(
  plan: Plan,
  expected: Catalog | null,
): { readonly steps: readonly PlanStep[]; readonly afterwards: readonly number[] } {
  const afterwards: number[] = [];
  const steps: PlanStep[] = [];
  let open: number[] = [];
  const close = (): void => {
    if (open.length > 0) steps.push({ transaction: "one", statements: open });
    open = [];
  };
  plan.statements.forEach((statement, position) => {
    if (isAnalyze(statement)) afterwards.push(position);
    else if (statement.transaction === "outside") {
      close();
      steps.push({ transaction: "none", statements: [position] });
    } else if (statement.transaction === "commit after" && mustCommit(statement, plan, expected)) {
      open.push(position);
      close();
    } else open.push(position);
  });
  close();
  return { steps, afterwards };
}

/** Whether it takes the expected side to know in which steps a plan is run. */
export const needsExpected = (plan: Plan): boolean =>
  plan.statements.some(({ transaction, object }) => transaction === "commit after" && object.kind === "enum");

/** Analysing belongs to no fix: see plan/analyze.ts. */
const isAnalyze = (statement: PlannedStatement): boolean =>
  statement.fixes.length === 0 && statement.sql.startsWith("ANALYZE ");

/**
 * A new enum label may stand in the one transaction as long as nothing of the plan could use it (55P04). Everything else
 * that wants a COMMIT behind it is a step of an online form, whose point is to let go of the lock.
 */
function mustCommit(statement: PlannedStatement, plan: Plan, expected: Catalog | null): boolean {
  if (statement.object.kind !== "enum" || expected === null) return true;
  const touched = new Set(plan.statements.map(({ object }) => identityKey(object)));
  return expected.dependentsOf(statement.object).some((dependent) => touched.has(identityKey(dependent)));
}
