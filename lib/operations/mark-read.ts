import "server-only";
import { AppError } from "../postgres/app-error";
import { saveReads } from "../store/plan-marks";
import type { Context } from "./context";
import { requirePlan } from "./require-plan";

/**
 * Marks statements of a plan as read by who asks, or no longer. A mark says something of one person only, so it stands
 * in no audit log.
 * @param positions counted from 0
 * @throws AppError `no-such-plan`, `no-such-statement`
 */
export async function markRead(
  context: Context,
  id: string,
  positions: readonly number[],
  read: boolean,
): Promise<void> {
  const { plan } = await requirePlan(context, id);
  const wrong = positions.find(
    (position) => !Number.isInteger(position) || position < 0 || position >= plan.statements,
  );
  if (wrong !== undefined) {
    throw new AppError("no-such-statement", `${plan.id} has no statement ${wrong + 1}.`, {
      hint: "Open the plan anew.",
    });
  }
  await saveReads(context.store, plan.number, context.actor.id, positions, read);
}
