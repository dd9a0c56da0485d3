import "server-only";
import { createHash } from "node:crypto";
import { addressKey, type RateLimitName, rateLimits } from "../access/rate-limit";
import { AppError } from "../postgres/app-error";
import { countAttempt, forgetAttempts, uncountAttempt } from "../store/rate-limits";
import type { Context } from "./context";

/** An attempt that was counted. */
export interface CountedAttempt {
  /** It succeeded: it counts no longer. For limits of what is guessed. */
  forgive(): Promise<void>;
}

/**
 * Counts an attempt and lets it pass, or throws when there were too many (lib/access/rate-limit.ts).
 * @param key who or what attempts are counted for; by default the address that the request came from
 * @throws AppError `too-many-requests`; its `retryAfter` tells in how many seconds it passes again
 */
export async function limitRate(
  context: Context,
  name: RateLimitName,
  key?: string,
): Promise<CountedAttempt> {
  const { count: most, seconds } = rateLimits[name];
  const stored =
    key === undefined ? `${name}:${addressKey(context.request?.address ?? null)}` : rateKey(name, key);
  const { count, endsAt } = await countAttempt(context.store, stored, seconds, context.now());
  // Now and then: where a span begins, spans of yesterday have no use any more.
  if (count === 1) await forgetAttempts(context.store, new Date(context.now().getTime() - 86_400_000));
  if (count > most) throw tooMany(endsAt, context.now());
  return { forgive: () => uncountAttempt(context.store, stored) };
}

/** What is answered when there were too many attempts, and when there may be one again. */
export function tooMany(passesAt: Date, now: Date): AppError {
  const retryAfter = Math.max(1, Math.ceil((passesAt.getTime() - now.getTime()) / 1000));
  return new AppError("too-many-requests", "There were too many attempts.", {
    hint: `Try again in ${wait(retryAfter)}.`,
    retryAfter,
  });
}

/** Under which key attempts at `key` are counted. */
export const rateKey = (name: string, key: string): string => `${name}:${digest(key)}`;

// E-mail addresses and tokens have no place in a table of counters.
const digest = (key: string): string =>
  createHash("sha256").update(key.toLowerCase()).digest("hex").slice(0, 32);

const wait = (seconds: number): string =>
  seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
