import "server-only";
import { mayDo } from "../access/authority";
import { type Blocker, blockersOf, nextStep, type PlanStep } from "../access/plan-gate";
import { currentOccurrence } from "../access/window";
import { type KnownSizes, type LongestLock, longestLock, withCreated } from "../plan/estimate";
import { type HazardQuestion, hazardQuestions } from "../plan/hazard-answers";
import type { PlannedStatement } from "../plan/plan";
import { checkId } from "../store/checks";
import { readDifferences, type StoredDifference } from "../store/differences";
import { type HazardAnswer, readAnswers, readReads } from "../store/plan-marks";
import type { Staleness, StoredPlan } from "../store/plans";
import { readWindowsOf } from "../store/windows";
import type { Context } from "./context";
import { knownSizes } from "./known-sizes";
import { type PlanSituation, planSituations } from "./plan-situation";
import { planTransactions } from "./plan-transactions";
import { readKeptSides } from "./read-plan-sides";
import { requirePlan } from "./require-plan";
import { isBetweenSteps } from "./run-journal";
import { stalenessBy } from "./void-plans";
import { windowText } from "./window-text";

/** What the page of a plan shows. */
export interface PlanOverview extends PlanSituation<StoredPlan> {
  readonly stale: Staleness | null;
  /** What comes next, and what stands in its way. */
  readonly step: PlanStep | null;
  readonly blockers: readonly Blocker[];
  /** Who asks. */
  readonly actorId: string;
  /** What who asks may do. */
  readonly may: {
    readonly make: boolean;
    readonly approve: boolean;
    readonly run: boolean;
    readonly schedule: boolean;
    readonly bypass: boolean;
  };
  readonly questions: readonly HazardQuestion[];
  readonly answers: readonly HazardAnswer[];
  /** Positions that who asks has read. */
  readonly reads: ReadonlySet<number>;
  /** The differences of the plan's check, by id. */
  readonly differences: ReadonlyMap<string, StoredDifference>;
  /** Why the catalogs that it was made from cannot be had, in a sentence: it is shown then, and not run. Null where they can. */
  readonly sidesLost: string | null;
  readonly transactions: readonly (readonly PlannedStatement[])[];
  readonly tableSizes: KnownSizes;
  readonly lock: LongestLock;
  /** Windows of the database that are still to come, and when. */
  readonly windows: readonly { readonly id: string; readonly name: string; readonly opens: string }[];
}

/**
 * A plan with everything that says where it stands.
 * @throws AppError `no-such-plan`
 */
export async function readPlan(context: Context, id: string): Promise<PlanOverview> {
  const { plan, database } = await requirePlan(context, id);
  const { store, actor } = context;
  const [situation] = await planSituations(context, [plan], [database]);
  if (situation === undefined) throw new Error(`${plan.id} has no situation`);
  const [answers, reads, stored, { sides, lost }, windows] = await Promise.all([
    readAnswers(store, [plan.number]),
    readReads(store, plan.number, actor.id),
    readDifferences(store, plan.checkNumber),
    readKeptSides(store, plan),
    readWindowsOf(store, database.id),
  ]);
  const { overtakenBy, facts } = situation;
  const stale =
    plan.stale ??
    (overtakenBy === null
      ? null
      : await stalenessBy(context, plan, overtakenBy, isBetweenSteps(situation.runs)));
  const transactions = planTransactions(plan.content, sides?.expected ?? null);
  const known = knownSizes(stored, checkId(plan.checkNumber), situation.sizes?.sizes ?? []);
  const tableSizes = withCreated(known, plan.content.fixes);
  const step = nextStep(facts);
  const { slug } = database;
  return {
    ...situation,
    ...{ stale, step, answers, reads, transactions, tableSizes },
    actorId: actor.id,
    sidesLost: lost,
    blockers: blockersOf(step ?? "run", facts),
    may: {
      make: mayDo(actor, "make plans", slug),
      approve: actor.kind === "person" && mayDo(actor, "approve plans", slug),
      run: mayDo(actor, "run plans", slug),
      schedule: mayDo(actor, "run plans", slug),
      bypass: actor.kind === "person" && mayDo(actor, "bypass approval", slug),
    },
    questions: hazardQuestions(plan.content),
    differences: new Map(stored.map((entry) => [entry.difference.id, entry])),
    lock: longestLock(transactions, tableSizes),
    windows: windows.flatMap((window) => {
      const coming = currentOccurrence(window, facts.now);
      if (coming === null) return [];
      const moment = { startsAt: coming.startsAt, timeZone: window.timeZone };
      const needsGo = window.goRequired && coming.go !== true;
      return [{ id: window.id, name: window.name, opens: windowText({ ...moment, needsGo }, facts.now) }];
    }),
  };
}
