import "server-only";
import { AppError } from "../postgres/app-error";
import { inTransaction } from "../store/client";
import { lockPlan, setPlanState } from "../store/plans";
import { readRunsOfPlans } from "../store/runs";
import type { Context } from "./context";
import { recordAudit } from "./record-audit";
import { requirePlan } from "./require-plan";

/**
 * Puts a plan aside: nobody can approve or run it any more. It stays to be read.
 * @throws AppError `no-such-plan`, `not-allowed`, `plan-settled`, `run-active`
 */
export async function discardPlan(context: Context, id: string): Promise<void> {
  const { plan, database } = await requirePlan(context, id, "make plans");
  await inTransaction(context.store, async (store) => {
    await lockPlan(store, plan.number);
    const now = await requirePlan({ ...context, store }, id, "make plans");
    if (now.plan.state === "done" || now.plan.state === "discarded") {
      throw new AppError("plan-settled", `${plan.id} is ${now.plan.state} already.`);
    }
    const active = (await readRunsOfPlans(store, [plan.number])).find((run) => run.active);
    if (active !== undefined) {
      throw new AppError("run-active", `${active.id} is running ${plan.id}.`, {
        hint: "Open the run; cancel it there first.",
      });
    }
    await setPlanState(store, plan.number, "discarded");
    await recordAudit(
      context,
      {
        action: "plan.discard",
        object: { kind: "plan", id: plan.id },
        database: database.slug,
        detail: { before: { state: plan.state, hash: plan.hash } },
      },
      store,
    );
  });
}
