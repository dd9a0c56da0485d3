import type { AppError } from "../postgres/app-error";
import { type Identity, identityOf } from "../postgres/identity";
import type { Hazard, Preflight, Statement } from "../postgres/statement";
import { versionText } from "../postgres/version";
import { type Fix, type ManualDifference, type Plan, type PlannedStatement, planFormat } from "./plan";
import type { Undo } from "./undo";

/** One statement as the report documents it (README, "The plan"). */
export interface ReportedStatement {
  readonly sql: string;
  readonly object: Identity;
  readonly lock: Statement["lock"];
  readonly rewrite: boolean;
  readonly scan: boolean;
  readonly transaction: Statement["transaction"];
  readonly hazards: readonly Hazard[];
  readonly fixes: readonly string[];
  readonly preflight: readonly Preflight[];
}

/** The plan as JSON. Fields are added, never changed, within a version. */
export interface PlanReport {
  readonly format: typeof planFormat;
  /** True where nothing is left to be done by hand. */
  readonly complete: boolean;
  readonly fixes: readonly Fix[];
  readonly statements: readonly ReportedStatement[];
  readonly hazards: readonly Hazard[];
  readonly manual: readonly ManualDifference[];
  readonly undo: {
    readonly statements: readonly ReportedStatement[];
    readonly manual: readonly ManualDifference[];
    readonly lost: Undo["lost"];
  };
  readonly expectedFingerprint: string;
  readonly actualFingerprint: string;
  readonly serverVersion: string;
}

const reported = (statement: PlannedStatement): ReportedStatement => ({
  sql: statement.sql,
  // A statement may carry the whole object as its address.
  object: identityOf(statement.object),
  lock: statement.lock,
  rewrite: statement.rewrite ?? false,
  scan: statement.scan ?? false,
  transaction: statement.transaction,
  hazards: statement.hazards,
  fixes: statement.fixes,
  preflight: statement.preflight ?? [],
});

/** A plan and its undo as the documented report: the same bytes for the same plan. */
export function planReport(plan: Plan, undo: Undo, serverVersion: number): PlanReport {
  return {
    format: plan.format,
    complete: plan.manual.length === 0,
    fixes: plan.fixes.map((fix) => ({ ...fix, object: identityOf(fix.object) })),
    statements: plan.statements.map(reported),
    hazards: plan.hazards,
    manual: plan.manual,
    undo: { statements: undo.plan.statements.map(reported), manual: undo.plan.manual, lost: undo.lost },
    expectedFingerprint: plan.expectedFingerprint,
    actualFingerprint: plan.actualFingerprint,
    serverVersion: versionText(serverVersion),
  };
}

/** What is printed instead of a report when no plan could be made. */
export const planErrorReport = (error: AppError) => ({
  format: planFormat,
  error: { code: error.code, message: error.message, hint: error.hint ?? null, details: error.details },
});
