import "server-only";
import { requireRight } from "../access/authority";
import { requestCheck as enqueue, settleAbandonedChecks } from "../store/check-lifecycle";
import type { Check } from "../store/checks";
import type { Context } from "./context";
import { requireDatabase } from "./require-database";

/** Puts a check of a database into the queue, or finds the one that is queued or running already. */
export async function requestCheck(
  context: Context,
  slug: string,
): Promise<{ readonly check: Check; readonly created: boolean }> {
  requireRight(context.actor, "request checks", slug);
  const database = await requireDatabase(context, slug);
  // A check whose worker died would otherwise stand in the way of every new one.
  await settleAbandonedChecks(context.store);
  return enqueue(context.store, database.id, context.actor.name);
}
