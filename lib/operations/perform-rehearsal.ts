import "server-only";
import { requireRight } from "../access/authority";
import { log } from "../access/log";
import { rehearseOnCopy } from "../apply/rehearse-on-copy";
import { describeRunFailure } from "../apply/run-failure";
import { runPlan } from "../apply/run-plan";
import { bareHooks, defaultLimits } from "../apply/run-request";
import { withShadow } from "../expected/shadow";
import { type Database, findDatabaseById } from "../store/databases";
import { readAnswers } from "../store/plan-marks";
import { findPlan, type StoredPlan } from "../store/plans";
import { claimRehearsal, endRehearsal, type Rehearsal, type RehearsalOutcome } from "../store/rehearsals";
import { authoriseRehearsal } from "./authorise-run";
import { compareSides } from "./compare-sides";
import { type Context, shadowOf } from "./context";
import { followWindow, withinWindow } from "./follow-window";
import { openerForRun } from "./open-for-run";
import { hazardCodesOf } from "./perform-run";
import { readPlanDrift, readPlanSides } from "./read-plan-sides";
import { requireIntact } from "./require-plan";

/**
 * Rehearses the plan of a queued rehearsal and stores what it showed. One that is not queued any more is left alone.
 * @param request.signal aborted when somebody cancelled it, or the worker ends
 */
export async function performRehearsal(
  context: Context,
  request: { readonly number: number; readonly workerId: string; readonly signal: AbortSignal },
): Promise<void> {
  const { number, workerId, signal } = request;
  requireRight(context.actor, "run jobs", `rehearsal RH-${number}`);
  const claimed = await claimRehearsal(context.store, number, workerId);
  if (claimed === null) return;
  const { rehearsal } = claimed;
  try {
    const plan = await findPlan(context.store, rehearsal.planNumber);
    const database = plan === null ? null : await findDatabaseById(context.store, plan.databaseId);
    if (plan === null || database === null) throw new Error(`the plan of ${rehearsal.id} vanished`);
    requireIntact(plan);
    const subject = { rehearsal, plan, database, credential: claimed.credential, signal };
    const outcome = await (rehearsal.place === "copy" ? onCopy(context, subject) : inPlace(context, subject));
    await endRehearsal(context.store, number, { state: stateOf(outcome, signal), outcome });
  } catch (error) {
    const { code, message, hint, details } = describeRunFailure(error);
    if (["connection-lost", "unexpected-error"].includes(code) && !signal.aborted)
      log.error({ err: error, rehearsal: rehearsal.id }, "a rehearsal failed in a way that was not foreseen");
    await endRehearsal(context.store, number, {
      state: signal.aborted ? "cancelled" : "failed",
      error: { code, message, details, ...(hint === null ? {} : { hint }) },
    });
  }
}

interface Subject {
  readonly rehearsal: Rehearsal;
  readonly plan: StoredPlan;
  readonly database: Database;
  readonly credential: string | null;
  readonly signal: AbortSignal;
}

function stateOf(outcome: RehearsalOutcome, signal: AbortSignal): "passed" | "failed" | "cancelled" {
  if (outcome.place === "copy") return outcome.copy.outcome === "failed" ? "failed" : "passed";
  if (outcome.run.code === "rehearsed") return "passed";
  return signal.aborted ? "cancelled" : "failed";
}

async function onCopy(context: Context, { plan, signal }: Subject): Promise<RehearsalOutcome> {
  const shadowUrl = shadowOf(context);
  const sides = await readPlanSides(context.store, plan);
  const drift = await readPlanDrift(context.store, plan);
  const request = { plan: plan.content, ...sides, ...(drift === null ? {} : { drift }), signal };
  const copy = await withShadow(shadowUrl, { signal }, (shadow) =>
    rehearseOnCopy({ ...request, compare: comparing(context) }, shadow),
  );
  return { place: "copy", copy };
}

async function inPlace(
  context: Context,
  { rehearsal, plan, database, credential, signal }: Subject,
): Promise<RehearsalOutcome> {
  const sides = await readPlanSides(context.store, plan);
  const drift = await readPlanDrift(context.store, plan);
  const answers = await readAnswers(context.store, [plan.number]);
  const window = followWindow(context, { databaseId: database.id }, rehearsal.deadline);
  const run = await runPlan(
    {
      open: await openerForRun(context, database, {
        ...{ user: rehearsal.applyUser, credential, sealedFor: rehearsal.id },
      }),
      target: {
        systemIdentifier: plan.systemIdentifier === "" ? null : plan.systemIdentifier,
        databaseOid: Number(plan.databaseOid),
        database: plan.databaseName,
      },
      ...{ plan: plan.content, planHash: plan.hash, ...sides, compare: comparing(context) },
      ...(drift === null ? {} : { drift }),
      acceptedHazards: [
        ...hazardCodesOf(answers.map(({ hazard }) => hazard)),
        // It is rolled back: no data is lost, whatever the plan would lose.
        "data-loss",
      ],
      ...{ mode: "rehearse", online: plan.options.online },
      limits: withinWindow(defaultLimits, window),
      ...{ signal, now: context.now },
    },
    {
      ...bareHooks(() => undefined),
      authorise: () => authoriseRehearsal(context, { by: rehearsal.by, plan, database }),
    },
  ).finally(() => window.stop());
  return { place: "in place", run };
}

const comparing =
  (context: Context): Parameters<typeof rehearseOnCopy>[0]["compare"] =>
  (expected, actual, { scope }) =>
    compareSides(expected, actual, { scope, shadowUrl: async () => shadowOf(context) });
