import "server-only";
import { randomUUID } from "node:crypto";
import type { GrowingDelay } from "../access/rate-limit";
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

/**
 * Counts one more attempt for a key if its wait is over. Of any number at once no two pass in one wait.
 * @returns null when it passes, otherwise when the next one will
 */
export async function countAttemptAfterDelay(
  store: Store,
  key: string,
  { free, firstSeconds, mostSeconds, forgottenSeconds }: GrowingDelay,
  now: Date,
): Promise<Date | null> {
  const at = now.getTime();
  const forgotten = at - forgottenSeconds * 1000;
  const waitOf = (count: number): number =>
    count < free ? 0 : Math.min(mostSeconds, firstSeconds * 2 ** Math.min(count - free, 30)) * 1000;
  // Of a row that is there the wait is worked out by the server, under the row's lock.
  const [passed] = await store.client.$queryRaw<readonly { count: number }[]>`
    INSERT INTO rate_limits AS old (id, key, count, last_request) VALUES (${randomUUID()}, ${key}, 1, ${at})
    ON CONFLICT (key) DO UPDATE
       SET count = CASE WHEN old.last_request <= ${forgotten} THEN 1 ELSE old.count + 1 END,
           last_request = ${at}
     WHERE old.count < ${free}
        OR old.last_request + 1000 * least(${mostSeconds}, ${firstSeconds} * power(2, least(old.count - ${free}, 30))) <= ${at}
    RETURNING count`;
  if (passed !== undefined) return null;
  const row = await store.client.rateLimit.findUnique({ where: { key } });
  return row === null ? now : new Date(Number(row.lastRequest) + waitOf(row.count));
}

/** Forgets what was counted for a key. */
export async function forgetKey(store: Store, key: string): Promise<void> {
  await store.client.rateLimit.deleteMany({ where: { key } });
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
