import "server-only";
import { requestCheck as enqueue, settleAbandonedChecks } from "../store/check-lifecycle";
import type { Check } from "../store/checks";
import { inTransaction } from "../store/client";
import type { Context } from "./context";
import { recordAudit } from "./record-audit";
import { requireDatabase } from "./require-database";

/** Puts a check of a database into the queue, or finds the one that is queued or running already. */
export async function requestCheck(
  context: Context,
  slug: string,
): Promise<{ readonly check: Check; readonly created: boolean }> {
  const database = await requireDatabase(context, slug, "request checks");
  // A check whose worker died would otherwise stand in the way of every new one.
  await settleAbandonedChecks(context.store);
  return inTransaction(context.store, async (store) => {
    const requested = await enqueue(store, database.id, context.actor.name);
    if (requested.created) {
      await recordAudit(
        context,
        {
          action: "check.request",
          object: { kind: "check", id: requested.check.id },
          database: slug,
        },
        store,
      );
    }
    return requested;
  });
}
