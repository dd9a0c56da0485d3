import "server-only";
import type { Store } from "./client";

/** The first check of a database that began after a moment, whatever it found; null when none did. */
export async function findCheckSince(store: Store, databaseId: string, moment: Date): Promise<number | null> {
  const row = await store.client.check.findFirst({
    where: { databaseId, startedAt: { gte: moment }, state: { in: ["running", "done"] } },
    orderBy: { number: "asc" },
    select: { number: true },
  });
  return row?.number ?? null;
}
