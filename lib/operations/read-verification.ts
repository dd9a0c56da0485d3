import "server-only";
import type { Proof } from "../apply/proof";
import { describeDifference } from "../drift/describe";
import type { Difference } from "../drift/difference";
import type { Identity } from "../postgres/identity";
import { type Check, findCheck } from "../store/checks";
import type { Database } from "../store/databases";
import { readDifferences } from "../store/differences";
import { type Run, readRunsOfPlans } from "../store/runs";
import { findUndoPlan } from "../store/undo-plans";
import type { Context } from "./context";
import { requireRun } from "./require-run";
import { partsBefore } from "./run-journal";

/** What became of one difference that a run was to remove. */
export interface VerifiedDifference {
  readonly id: string;
  readonly object: Identity;
  readonly sentence: string;
  readonly outcome: "gone" | "still there" | "new";
}

/** What is known of a run's result: from inside its transaction, and from the check after it. */
export interface Verification {
  readonly run: Run;
  readonly database: Database;
  /** The check made afterwards; null while there is none. */
  readonly check: Check | null;
  /** Empty while that check has not compared. */
  readonly differences: readonly VerifiedDifference[];
  /** Differences that were there before and were not chosen. */
  readonly unchosen: number;
  /** Of each step, those of the runs that it goes on from among them. */
  readonly proofs: readonly Proof[];
  /** Numbers of the transactions that got as far as COMMIT, in all of these runs. */
  readonly transactions: readonly string[];
  /** ANALYZE statements that were run afterwards, of how many. */
  readonly analysed: { readonly done: number; readonly of: number };
  /** The plan that would take the run back, once somebody made it. */
  readonly undoPlan: { readonly number: number; readonly state: string } | null;
  /** What the undo would not bring back, in words. */
  readonly lost: readonly string[];
  /** True where the plan's undo has statements. */
  readonly undoable: boolean;
}

/** Reads what proves a finished run. */
export async function readVerification(context: Context, id: string): Promise<Verification> {
  const { run, plan, database } = await requireRun(context, id);
  const { store } = context;
  const check = run.checkNumber === null ? null : await findCheck(store, run.checkNumber);
  const before = (await readDifferences(store, plan.checkNumber)).map(({ difference }) => difference);
  const chosen = new Set(plan.content.fixes.flatMap(({ resolves }) => resolves));
  const outcomes = new Map(run.outcome?.statements.map((one) => [one.statement, one.outcome]) ?? []);
  const analyses = plan.content.statements.flatMap(({ fixes, sql }, position) =>
    fixes.length === 0 && sql.startsWith("ANALYZE ") ? [position] : [],
  );
  const undo = await findUndoPlan(store, run.number);
  const parts = partsBefore(run, await readRunsOfPlans(store, [run.planNumber]));
  return {
    run,
    database,
    check,
    differences:
      check?.result === null || check === null
        ? []
        : compareChecks(
            before,
            (await readDifferences(store, check.number)).map(({ difference }) => difference),
            chosen,
            plan.undoOfRun === null,
          ),
    unchosen: before.filter(({ id: difference }) => !chosen.has(difference)).length,
    // Those of earlier runs that this one goes on from are proofs of the whole plan; one that did not hold proves nothing.
    proofs: parts.flatMap(({ run: one, from, to }) => {
      const proofs = one.outcome?.proofs ?? [];
      return one === run ? proofs : proofs.slice(0, to - from);
    }),
    transactions: parts.flatMap(({ run: one, to }) =>
      (one.outcome?.transactions ?? []).filter(({ step }) => step < to).map(({ xid }) => xid),
    ),
    analysed: {
      done: analyses.filter((position) => outcomes.get(position) === "applied").length,
      of: analyses.length,
    },
    undoPlan: undo,
    lost: plan.undo.lost.map(({ reason }) => reason),
    undoable: plan.undo.plan.statements.length > 0,
  };
}

/**
 * Each chosen difference, gone or still there, then what is new since the plan's check. For a plan that undoes a run what
 * it restores is a difference from the source again: nothing of that is called new.
 */
function compareChecks(
  before: readonly Difference[],
  after: readonly Difference[],
  chosen: ReadonlySet<string>,
  towardsSource: boolean,
): readonly VerifiedDifference[] {
  const now = new Map(after.map((difference) => [difference.id, difference]));
  const known = new Set(before.map(({ id }) => id));
  const rows = before
    .filter(({ id }) => chosen.has(id))
    .map((difference): VerifiedDifference => {
      const remains = now.get(difference.id);
      return {
        id: difference.id,
        object: difference.object,
        sentence: describeDifference(remains ?? difference),
        outcome: remains === undefined ? "gone" : "still there",
      };
    });
  if (!towardsSource) return rows;
  const fresh = after
    .filter(({ id }) => !known.has(id))
    .map(
      (difference): VerifiedDifference => ({
        id: difference.id,
        object: difference.object,
        sentence: describeDifference(difference),
        outcome: "new",
      }),
    );
  return [...rows, ...fresh];
}
