import "server-only";
import { AppError } from "../postgres/app-error";
import { claimOnce, nonceHash, releaseOnce } from "../store/nonces";
import type { Context } from "./context";

/** Longer than the three spans of 30 seconds in which better-auth takes a code. */
const spanMilliseconds = 3 * 60_000;

/**
 * Uses a code of the second factor up (RFC 6238, section 5.2): who watched it being typed cannot type it again, at
 * sign-in or at a proof. To be asked before what it opens is handed out.
 * @returns false when it was used before
 */
export async function claimCode(
  { store, now }: Pick<Context, "store" | "now">,
  personId: string,
  code: string,
): Promise<boolean> {
  const at = now();
  return claimOnce(store, {
    ...{ hash: hashOf(personId, code), purpose: "second factor", userId: personId },
    ...{ now: at, expiresAt: new Date(at.getTime() + spanMilliseconds) },
  });
}

/** Takes a claim back for a code that turned out to be wrong. */
export const releaseCode = (
  { store }: Pick<Context, "store">,
  personId: string,
  code: string,
): Promise<void> => releaseOnce(store, hashOf(personId, code));

const hashOf = (personId: string, code: string): string => nonceHash(`second factor ${personId} ${code}`);

/** What is answered when {@link claimCode} says no. */
export const codeUsed = (): AppError =>
  new AppError("code-used", "This code was used already: wait for the next one.", {
    hint: "Your app shows it within 30 seconds.",
  });
