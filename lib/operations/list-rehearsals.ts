import "server-only";
import { mayDo } from "../access/authority";
import { type Rehearsal, readRehearsals } from "../store/rehearsals";
import type { Context } from "./context";
import { applyUserOf } from "./open-for-apply";
import { policyOf } from "./plan-approval";
import { requirePlan } from "./require-plan";
import { windowNow } from "./window-now";
import { windowText } from "./window-text";

/** The rehearsals of a plan, and whether another one may be made. */
export interface PlanRehearsals {
  readonly planId: string;
  readonly rehearsals: readonly Rehearsal[];
  readonly mayRehearse: boolean;
  readonly mayRehearseInPlace: boolean;
  /** Why none may be made on the database now; null where one may. */
  readonly inPlaceClosed: string | null;
  readonly role: string;
}

/** Reads the rehearsals of a plan. */
export async function listRehearsals(context: Context, planId: string): Promise<PlanRehearsals> {
  const { plan, database } = await requirePlan(context, planId);
  const open = plan.stale === null && plan.state !== "done" && plan.state !== "discarded";
  const { windowRequired } = await policyOf(context.store, database);
  const window = await windowNow(context.store, database.id, context.now());
  const closed = windowRequired && window.open === null;
  return {
    planId: plan.id,
    rehearsals: await readRehearsals(context.store, plan.number),
    mayRehearse: open && mayDo(context.actor, "make plans", database.slug),
    mayRehearseInPlace: open && mayDo(context.actor, "run plans", database.slug),
    inPlaceClosed: !closed
      ? null
      : window.next === null
        ? "in a window only; none is planned"
        : `in a window only; the next opens ${windowText(window.next, context.now())}`,
    role: applyUserOf(database),
  };
}
