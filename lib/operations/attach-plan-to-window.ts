import "server-only";
import { currentOccurrence } from "../access/window";
import { AppError } from "../postgres/app-error";
import { inTransaction } from "../store/client";
import { setPlanWindow } from "../store/plans";
import { lockWindow, windowId } from "../store/windows";
import type { Context } from "./context";
import { loadWindow } from "./load-window";
import { recordAudit } from "./record-audit";
import { requirePlan } from "./require-plan";

/**
 * Lets a plan wait for a window of its database, or for none.
 * @param choice.plan `P-12`
 * @param choice.window `W-4`; null takes the plan out of its window
 * @throws AppError `no-such-plan`, `no-such-window`, `not-allowed`, `window-of-another-database`, `window-over`
 */
export async function attachPlanToWindow(
  context: Context,
  { plan: id, window }: { readonly plan: string; readonly window: string | null },
): Promise<void> {
  const { plan, database } = await requirePlan(context, id, "make plans");
  const chosen = window === null ? null : (await loadWindow(context, window)).number;
  await inTransaction(context.store, async (inside) => {
    if (chosen !== null) {
      const found = await lockWindow(inside, chosen);
      if (!found?.databases.some(({ id }) => id === plan.databaseId)) {
        throw new AppError("window-of-another-database", `${windowId(chosen)} is not for this database.`, {
          hint: "Choose one of its windows, or make one.",
        });
      }
      if (currentOccurrence(found, context.now()) === null) {
        throw new AppError("window-over", `${found.id} does not open any more.`, {
          hint: "Choose another window, or make one.",
        });
      }
    }
    await setPlanWindow(inside, plan.number, chosen);
    await recordAudit(
      context,
      {
        action: chosen === null ? "plan.unschedule" : "plan.schedule",
        object: { kind: "plan", id: plan.id },
        database: database.slug,
        detail: {
          before: plan.windowNumber === null ? null : windowId(plan.windowNumber),
          after: chosen === null ? null : windowId(chosen),
        },
      },
      inside,
    );
  });
}
