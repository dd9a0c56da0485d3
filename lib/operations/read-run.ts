import "server-only";
import { mayDo } from "../access/authority";
import { planSteps } from "../apply/plan-steps";
import { visible } from "../postgres/identity";
import { oneLine } from "../postgres/one-line";
import type { Database } from "../store/databases";
import { readWatchers } from "../store/run-controls";
import { type Run, readRunEvents, readRunsOfPlans, type StoredRunEvent } from "../store/runs";
import type { Context } from "./context";
import { readKeptSides } from "./read-plan-sides";
import { requireRun } from "./require-run";
import { journalOf, type PartOfPlan, partsBefore } from "./run-journal";
import { type RunViewData, runView } from "./run-view";
import { settleIfAbandoned } from "./settle-runs";

/** A statement of a run's plan, as its page lists it. */
export interface RunStatement {
  /** In one line, with unusual characters escaped. */
  readonly text: string;
  /** Whole, for who opens it; what is longer than some pages is cut. */
  readonly sql: string;
  readonly step: number;
  /** True for a statement that Postgres refuses in a transaction block. */
  readonly outside: boolean;
  /** True for what follows the last COMMIT. */
  readonly afterwards: boolean;
  /** `R-30`: the earlier run that committed it, where the run goes on from one. */
  readonly doneBy: string | null;
}

/** Everything that the page of a run shows. */
export interface RunPageData {
  readonly run: Run;
  readonly planId: string;
  readonly planHash: string;
  readonly database: Database;
  readonly databaseName: string;
  readonly statements: readonly RunStatement[];
  readonly steps: number;
  /** The run that this one goes on from, and the one that goes on from it; null where there is none. */
  readonly resumes: { readonly id: string; readonly stepsDone: number } | null;
  readonly resumedBy: string | null;
  /** True where the plan stands where this run left it, so that another run may go on from there. */
  readonly resumable: boolean;
  /** Why no other run of the plan can be made, in a sentence: its catalogs cannot be had. Null where they can. */
  readonly sidesLost: string | null;
  readonly events: readonly StoredRunEvent[];
  readonly view: RunViewData;
  readonly me: { readonly id: string; readonly mayRun: boolean; readonly mayEndSessions: boolean };
}

const longest = 4_000;

/** A run with its events so far. One that nobody works on any more is settled first, if that can be done now. */
export async function readRun(context: Context, id: string): Promise<RunPageData> {
  let loaded = await requireRun(context, id);
  if (loaded.run.active && loaded.run.state !== "queued") {
    await settleIfAbandoned(context, loaded.run);
    loaded = await requireRun(context, id);
  }
  const { run, plan, database } = loaded;
  const { sides, lost } = await readKeptSides(context.store, plan);
  const { steps, afterwards } = planSteps(plan.content, sides?.expected ?? null);
  const stepOf = new Map(
    steps.flatMap((step, index) => step.statements.map((position) => [position, { step, index }] as const)),
  );
  const after = new Set(afterwards);
  const runs = await readRunsOfPlans(context.store, [plan.number]);
  const earlier = partsBefore(run, runs).slice(0, -1);
  const last = earlier.at(-1);
  const standing = plan.state === "waiting" || plan.state === "draft";
  return {
    run,
    planId: plan.id,
    planHash: plan.hash,
    database,
    databaseName: visible(plan.databaseName),
    statements: plan.content.statements.map(({ sql }, position) => ({
      text: visible(oneLine(sql, 200)),
      sql: sql.slice(0, longest),
      step: stepOf.get(position)?.index ?? steps.length,
      outside: stepOf.get(position)?.step.transaction === "none",
      afterwards: after.has(position),
      doneBy: doneBy(earlier, stepOf.get(position)?.index),
    })),
    steps: steps.length,
    resumes: last === undefined ? null : { id: last.run.id, stepsDone: last.to },
    resumedBy: runs.find(({ resumes }) => resumes === run.number)?.id ?? null,
    resumable:
      standing && sides !== null && plan.stale === null && journalOf(runs)?.run.number === run.number,
    sidesLost: lost,
    events: await readRunEvents(context.store, run.number),
    view: runView(run, await readWatchers(context.store, run.number), context.now()),
    me: {
      id: context.actor.id,
      mayRun: mayDo(context.actor, "run plans", database.slug),
      mayEndSessions: mayDo(context.actor, "end sessions", database.slug),
    },
  };
}

const doneBy = (earlier: readonly PartOfPlan[], step: number | undefined): string | null =>
  (step !== undefined && earlier.find(({ from, to }) => step >= from && step < to)?.run.id) || null;
