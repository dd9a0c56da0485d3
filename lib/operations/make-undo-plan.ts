import "server-only";
import { personBehind } from "../access/authority";
import { makePlan } from "../plan/make-plan";
import { undoPlan } from "../plan/undo";
import { AppError } from "../postgres/app-error";
import { loadCheckSides } from "../store/check-sides";
import { checkId, readLatestChecks } from "../store/checks";
import { inTransaction } from "../store/client";
import { insertPlan, type StoredPlan } from "../store/plans";
import { compareSides } from "./compare-sides";
import { type Context, shadowOf } from "./context";
import { slimPlan } from "./create-plan";
import { lostSides } from "./read-plan-sides";
import { recordAudit } from "./record-audit";
import { requireRun } from "./require-run";

/**
 * Makes the plan that takes a run back: from the database as the last check read it, to what it was when the undone plan
 * was made, for the objects of that plan alone. It is a plan like any other: it is read, approved and run by the same rules.
 * @throws AppError `no-such-run`, `not-allowed`, `run-active`, `not-checked`, `nothing-to-undo`, `plan-sides-lost`
 */
export async function makeUndoPlan(context: Context, id: string): Promise<StoredPlan> {
  const { run, plan, database } = await requireRun(context, id, "make plans");
  const { store } = context;
  if (run.active) {
    throw new AppError("run-active", `${run.id} has not ended yet.`, { hint: "Undo it when it has." });
  }
  if (run.state !== "committed" && run.state !== "partly applied") {
    throw new AppError("nothing-to-undo", `${run.id} changed nothing.`, {
      hint: "There is nothing to take back.",
    });
  }
  const check = (await readLatestChecks(store, [database.id])).get(database.id)?.compared ?? null;
  if (check?.finishedAt == null || run.finishedAt === null || check.finishedAt < run.finishedAt) {
    throw new AppError("not-checked", `${database.name} was not checked since ${run.id}.`, {
      hint: "Check it now; an undo is made from the database as it is.",
    });
  }
  const before = await loadCheckSides(store, plan.checkNumber);
  const now = await loadCheckSides(store, check.number);
  if (before === null || now === null) throw lostSides(before === null ? plan.id : checkId(check.number));
  const { drift, expected, actual } = await compareSides(before.actual, now.actual, {
    scope: "everything",
    shadowUrl: async () => shadowOf(context),
  });
  const touched = new Set(
    [...plan.content.fixes, ...plan.undo.plan.fixes].flatMap(({ resolves }) => resolves),
  );
  const only = drift.differences.filter((difference) => touched.has(difference.id)).map((one) => one.id);
  if (only.length === 0) {
    throw new AppError("nothing-to-undo", `Nothing of ${run.id} is left in ${database.name}.`, {
      hint: "It was taken back already.",
    });
  }
  const whole = makePlan(drift, expected, actual, { only, drops: true });
  const back = undoPlan(whole, drift, expected, actual);
  return inTransaction(store, async (inside) => {
    const made = await insertPlan(inside, {
      ...{ databaseId: database.id, checkNumber: check.number, replaces: null, undoOfRun: run.number },
      ...{ content: slimPlan(whole), undo: { plan: slimPlan(back.plan), lost: back.lost } },
      options: { only, drops: true, online: false },
      serverVersion: actual.serverVersion,
      ...{ systemIdentifier: plan.systemIdentifier, databaseOid: plan.databaseOid },
      databaseName: plan.databaseName,
      ...{
        createdById: personBehind(context.actor),
        createdByName: context.actor.name,
        createdAt: context.now(),
      },
    });
    const detail = {
      after: { hash: made.hash, check: check.id, statements: made.statements },
      undoes: run.id,
    };
    await recordAudit(
      context,
      { action: "plan.make", object: { kind: "plan", id: made.id }, database: database.slug, detail },
      inside,
    );
    return made;
  });
}
