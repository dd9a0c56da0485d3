import "server-only";
import type { Store } from "./client";

/** The newest plan that undoes a run and was not discarded; null when nobody made one. */
export async function findUndoPlan(
  store: Store,
  runNumber: number,
): Promise<{ readonly number: number; readonly state: string } | null> {
  return store.client.plan.findFirst({
    where: { undoOfRun: runNumber, state: { not: "discarded" } },
    orderBy: { number: "desc" },
    select: { number: true, state: true },
  });
}
