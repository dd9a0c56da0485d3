import { planSteps } from "../apply/plan-steps";
import type { ResumePoint } from "../apply/resume-point";
import type { Catalog } from "../catalog/catalog";
import type { Plan } from "../plan/plan";
import { type Run, runId } from "../store/runs";

/** Where the runs of a plan left it between two of its steps. */
export interface Journal extends ResumePoint {
  /** The run that came that far, or that changed something last. */
  readonly run: Run;
  /** Steps of the plan. */
  readonly steps: number;
}

/**
 * What the runs of a plan say of how far it came: null where no step is committed, where all are, or where it is not
 * known. A run that was refused, or that rolled back all it did, leaves the plan where the one it resumed left it. Pure.
 * @param runs all of one plan, the newest first
 */
export function journalOf(runs: readonly Run[]): Journal | null {
  const [last] = runs;
  if (last === undefined || last.active) return null;
  const { outcome } = last;
  if (outcome?.status === "partly applied") {
    const { stepsDone, steps, statements } = outcome;
    // Steps of a plan whose runs are partly applied are counted from 0 to one less than all.
    if (stepsDone >= steps) return null;
    const broken = statements.find((statement) => statement.outcome === "in doubt");
    return {
      ...{ run: last, stepsDone, steps, fingerprint: fingerprintOf(last, stepsDone) },
      unfinished: broken?.statement ?? null,
    };
  }
  const untouched = last.state === "rolled back";
  if (!untouched || last.resumes === null) return null;
  return journalOf(runs.filter(({ number }) => number <= (last.resumes ?? 0)));
}

/** True while what a check finds may be the work of the plan's own runs. @param runs all of one plan, the newest first */
export const isBetweenSteps = (runs: readonly Run[]): boolean =>
  runs.some(({ active }) => active) || journalOf(runs) !== null;

/** A step whose run was settled afterwards is known by what was stored before its COMMIT was sent. */
function fingerprintOf({ stepsDone, fingerprint, transaction }: Run, done: number): string | null {
  if (stepsDone === done) return fingerprint;
  return transaction !== null && transaction.step === done - 1 ? transaction.fingerprintAfter : null;
}

/** What the audit log keeps of a run that goes on from another one. */
export const resumedDetail = ({ resumes, stepsDone }: Pick<Run, "resumes" | "stepsDone">) =>
  resumes === null ? {} : { resumes: runId(resumes), stepsDone };

/** Which part of a plan one run of it did. */
export interface PartOfPlan {
  readonly run: Run;
  /** Its first step, and the one after its last. */
  readonly from: number;
  readonly to: number;
}

/**
 * The runs that a run goes on from, in their order, and itself; each with the steps that it did. Pure.
 * @param runs of its plan, in any order
 */
export function partsBefore(run: Run, runs: readonly Run[]): readonly PartOfPlan[] {
  const chain = [run];
  for (let first = run; first.resumes !== null; ) {
    const before = runs.find(({ number }) => number === first.resumes);
    if (before === undefined) break;
    chain.unshift(before);
    first = before;
  }
  let from = 0;
  return chain.map((one) => {
    const to = one.outcome?.stepsDone ?? one.stepsDone;
    const part = { run: one, from, to: Math.max(from, to) };
    from = part.to;
    return part;
  });
}

/** Positions of the statements of a plan's first steps. */
export function statementsOfSteps(
  plan: Plan,
  expected: Catalog | null,
  stepsDone: number,
): ReadonlySet<number> {
  const { steps } = planSteps(plan, expected);
  return new Set(steps.slice(0, stepsDone).flatMap(({ statements }) => statements));
}
