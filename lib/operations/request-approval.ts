import "server-only";
import { personBehind } from "../access/authority";
import { setRequested } from "../store/plans";
import type { Context } from "./context";
import { decideOnPlan } from "./decide-on-plan";
import { recordAudit } from "./record-audit";
import { requirePlan } from "./require-plan";

/**
 * Asks people to approve a plan. Who asks does not count among them, unless the policy allows it.
 * @throws AppError `no-such-plan`, `not-allowed`, `plan-altered`, `plan-changed`, `plan-not-ready`
 */
export async function requestApproval(context: Context, id: string, hash: string): Promise<void> {
  const found = await requirePlan(context, id, "make plans");
  await decideOnPlan(
    context,
    found,
    { hash, step: "request approval" },
    async ({ plan, database, store }) => {
      await setRequested(
        store,
        plan.number,
        { id: personBehind(context.actor), name: context.actor.name },
        context.now(),
      );
      await recordAudit(
        context,
        {
          action: "plan.request",
          object: { kind: "plan", id: plan.id },
          database: database.slug,
          detail: { hash: plan.hash },
        },
        store,
      );
    },
  );
}
