import "server-only";
import { type ApprovalDecision, decideApproval } from "../access/approval";
import { type PlanCheck, type PlanFacts, planCheckNames } from "../access/plan-facts";
import { type PlanStatus, planStatus } from "../access/plan-status";
import { type Check, readLatestChecks } from "../store/checks";
import type { Database } from "../store/databases";
import { readPeople } from "../store/people";
import {
  countReads,
  type RehearsalState,
  readAnswers,
  readKnownBackups,
  readLastRehearsals,
  readPlanChecks,
  type StoredPlanCheck,
} from "../store/plan-marks";
import { readReviews, type StoredReview } from "../store/plan-reviews";
import { isIntact, type PlanSummary, type StoredPlan } from "../store/plans";
import { readPolicies, type StoredPolicy } from "../store/policies";
import { type Run, readActiveRuns, readRunsOfPlans } from "../store/runs";
import type { KeptSizes } from "./ask-data";
import { type BackupAnswer, backupAnswer } from "./backup-answer";
import type { Context } from "./context";
import { personMay, standings } from "./plan-approval";
import { isBetweenSteps, type Journal, journalOf } from "./run-journal";
import { sideChanged } from "./void-plans";
import { type WindowNow, windowNow } from "./window-now";
import { windowText } from "./window-text";

/** Where a plan stands, with everything that says so. */
export interface PlanSituation<P extends PlanSummary = PlanSummary> {
  readonly plan: P;
  readonly database: Database;
  readonly policy: StoredPolicy;
  readonly approval: ApprovalDecision;
  readonly reviews: readonly StoredReview[];
  readonly facts: PlanFacts;
  readonly status: PlanStatus;
  /** The last check of the database that compared, where it overtook the plan. */
  readonly overtakenBy: Check | null;
  readonly checks: readonly PlanCheck[];
  readonly storedChecks: readonly StoredPlanCheck[];
  readonly sizes: KeptSizes | null;
  readonly runs: readonly Run[];
  /** How far runs of the plan came, where one stopped between two of its steps. */
  readonly journal: Journal | null;
  readonly rehearsal: RehearsalState | null;
  readonly window: WindowNow;
}

/**
 * Where plans stand now, for who asks. Everything is read anew: reviews, the standing of who gave them, windows, runs.
 * Asks for no right: whoever calls it has found the plans by one.
 * @param exceptRun a run that asks for itself is not in its own way
 */
export async function planSituations<P extends PlanSummary>(
  context: Pick<Context, "store" | "actor" | "now">,
  plans: readonly P[],
  databases: readonly Database[],
  exceptRun: number | null = null,
): Promise<readonly PlanSituation<P>[]> {
  const { store, actor } = context;
  const now = context.now();
  const numbers = plans.map(({ number }) => number);
  const used = databases.filter(({ id }) => plans.some(({ databaseId }) => databaseId === id));
  const ids = used.map(({ id }) => id);
  const [people, reviews, policies, reads, answers, checks, rehearsals, runs, active, latest, backups] =
    await Promise.all([
      readPeople(store),
      readReviews(store, numbers),
      readPolicies(store, used),
      countReads(store, numbers, actor.id),
      readAnswers(store, numbers),
      readPlanChecks(store, numbers),
      readLastRehearsals(store, numbers),
      readRunsOfPlans(
        store,
        // How far it came matters for a plan that may go on, and on the page of one: lists show no runs.
        plans.filter((plan) => isOpen(plan) || isWhole(plan)).map(({ number }) => number),
      ),
      readActiveRuns(store, ids),
      readLatestChecks(store, ids),
      readKnownBackups(store, ids),
    ]);
  const windows = new Map<string, WindowNow>();
  const windowOf = async (databaseId: string, only: number | null): Promise<WindowNow> => {
    const key = `${databaseId} ${only ?? ""}`;
    const known = windows.get(key) ?? (await windowNow(store, databaseId, now, only));
    windows.set(key, known);
    return known;
  };
  const situations: PlanSituation<P>[] = [];
  for (const plan of plans) {
    const database = used.find(({ id }) => id === plan.databaseId);
    const policy = policies.get(plan.databaseId);
    if (database === undefined || policy === undefined) continue;
    const window = await windowOf(plan.databaseId, plan.windowNumber);
    const besides = plan.windowNumber === null ? null : (await windowOf(plan.databaseId, null)).open;
    const own = reviews.filter(({ planNumber }) => planNumber === plan.number);
    const compared = latest.get(plan.databaseId)?.compared ?? null;
    const open = isOpen(plan);
    const ownRuns = runs.filter(({ planNumber }) => planNumber === plan.number);
    const earlier = ownRuns.filter(({ number }) => number !== exceptRun);
    const journal = open ? journalOf(earlier) : null;
    const between = isBetweenSteps(earlier);
    const overtakenBy =
      open && plan.stale === null && sideChanged(plan, compared, between) !== null ? compared : null;
    const stale = plan.stale !== null || overtakenBy !== null;
    const intact = isWhole(plan) ? isIntact(plan) : true;
    const approval = decideApproval({
      plan: { ...plan, stale, intact },
      ...{ policy, reviews: own, people: standings(people, database.slug), now },
    });
    const stored = checks.filter(({ planNumber }) => planNumber === plan.number);
    const rehearsal = rehearsals.get(plan.number) ?? null;
    const backup = backupAnswer(
      {
        evidence: backups.backups.filter(({ databaseId }) => databaseId === plan.databaseId),
        running: backups.underway.has(plan.databaseId),
      },
      isWhole(plan) ? plan.content : null,
      now,
    );
    const sizes = (stored.find(({ name }) => name === "disk")?.detail ?? null) as KeptSizes | null;
    const last = earlier[0] ?? null;
    const other = active.find(
      ({ databaseId, planNumber }) => databaseId === plan.databaseId && planNumber !== plan.number,
    );
    const planChecks = answersOf(stored, rehearsal, backup);
    const opens = window.open ?? window.next;
    const facts: PlanFacts = {
      now,
      plan: {
        ...{ state: plan.state, statements: plan.statements, requested: plan.requestedAt !== null },
        ...{ stale: open && stale, intact, losesData: plan.losesData },
      },
      ...{ policy, approval, checks: planChecks, lockSeconds: sizes?.lockSeconds ?? null },
      approvers: people
        .filter((person) => personMay(person, "approve plans", database.slug))
        .filter(({ id }) => !approval.counted.some(({ reviewerId }) => reviewerId === id))
        .filter(({ id }) => policy.selfApproval || (id !== plan.createdById && id !== plan.requestedById))
        .map(({ name }) => name),
      unread: Math.max(0, plan.statements - (reads.get(plan.number) ?? 0)),
      unanswered: Math.max(
        0,
        plan.hazards - answers.filter(({ planNumber }) => planNumber === plan.number).length,
      ),
      window: {
        attached: plan.windowNumber !== null,
        open: window.open !== null,
        opensAt: opens?.startsAt ?? null,
        opensText: opens === null ? null : windowText(opens, now),
        otherOpen: window.open === null ? (besides?.id ?? null) : null,
      },
      // A run that was refused, or rolled back, leaves a plan between its steps where it was.
      run:
        journal !== null
          ? { id: journal.run.id, state: journal.run.state, active: false }
          : last === null
            ? null
            : { id: last.id, state: last.state, active: last.active },
      resume:
        journal === null ? null : { run: journal.run.id, stepsDone: journal.stepsDone, steps: journal.steps },
      otherRun: other?.id ?? null,
    };
    situations.push({
      ...{ plan, database, policy, approval, reviews: own, facts, status: planStatus(facts), overtakenBy },
      ...{ checks: planChecks, storedChecks: stored, sizes, runs: ownRuns, rehearsal, window, journal },
    });
  }
  return situations;
}

const isOpen = ({ state }: PlanSummary): boolean => state !== "done" && state !== "discarded";

const isWhole = (plan: PlanSummary): plan is StoredPlan => "content" in plan;

/** Every check with its last answer; what the store itself knows is not asked but looked up. */
function answersOf(
  stored: readonly StoredPlanCheck[],
  rehearsal: RehearsalState | null,
  backup: BackupAnswer,
): readonly PlanCheck[] {
  return planCheckNames.map((name): PlanCheck => {
    if (name === "rehearsal") return rehearsalAnswer(rehearsal);
    if (name === "backup") return { name, ...backup };
    const known = stored.find((check) => check.name === name);
    return known === undefined
      ? { name, result: "not run", sentence: "Not asked yet.", at: null }
      : { name, result: known.result, sentence: known.sentence, at: known.at };
  });
}

function rehearsalAnswer(rehearsal: RehearsalState | null): PlanCheck {
  const name = "rehearsal";
  if (rehearsal === null) return { name, result: "not run", sentence: "Nobody rehearsed it.", at: null };
  const place = rehearsal.place === "copy" ? "on a copy of the schema" : "on the database, rolled back";
  const at = rehearsal.finishedAt ?? rehearsal.createdAt;
  switch (rehearsal.state) {
    case "queued":
    case "running":
      return { name, result: "running", sentence: `It is being rehearsed ${place}.`, at };
    case "passed":
      return { name, result: "pass", sentence: `It was rehearsed ${place}, and nothing was left over.`, at };
    case "failed":
      return { name, result: "fail", sentence: `The rehearsal ${place} failed.`, at };
    default:
      return { name, result: "not run", sentence: `The rehearsal ${place} was cancelled.`, at };
  }
}
