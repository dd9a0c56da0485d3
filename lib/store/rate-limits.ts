import "server-only";
import { randomUUID } from "node:crypto";
import type { Store } from "./client";

/**
 * Counts one more attempt for a key. The span begins with the first attempt and starts anew when it has passed.
 * @returns how many there were in this span with this one, and when it ends
 */
export async function countAttempt(
  store: Store,
  key: string,
  seconds: number,
  now: Date,
): Promise<{ readonly count: number; readonly endsAt: Date }> {
  const at = now.getTime();
  const begin = at - seconds * 1000;
  const [row] = await store.client.$queryRaw<readonly { count: number; begin: bigint }[]>`
    INSERT INTO rate_limits AS old (id, key, count, last_request) VALUES (${randomUUID()}, ${key}, 1, ${at})
    ON CONFLICT (key) DO UPDATE
       SET count = CASE WHEN old.last_request <= ${begin} THEN 1 ELSE old.count + 1 END,
           last_request = CASE WHEN old.last_request <= ${begin} THEN ${at} ELSE old.last_request END
    RETURNING count, last_request AS begin`;
  if (row === undefined) throw new Error("counting an attempt gave no row");
  return { count: row.count, endsAt: new Date(Number(row.begin) + seconds * 1000) };
}

/** Takes one attempt back: it succeeded. */
export async function uncountAttempt(store: Store, key: string): Promise<void> {
  await store.client.rateLimit.updateMany({
    where: { key, count: { gt: 0 } },
    data: { count: { decrement: 1 } },
  });
}

/** Forgets keys that nobody asked for since. */
export async function forgetAttempts(store: Store, before: Date): Promise<void> {
  await store.client.rateLimit.deleteMany({ where: { lastRequest: { lt: before.getTime() } } });
}
