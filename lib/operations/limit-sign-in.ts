import "server-only";
import { parseCookies } from "better-auth/cookies";
import { type DeviceOwner, deviceCookie, deviceCookieName, knownDevice } from "../access/known-device";
import { addressKey, signInDelay } from "../access/rate-limit";
import { publicOrigin } from "../access/session-cookie";
import { claimOnce, isClaimed, nonceHash } from "../store/nonces";
import { findPasswordByEmail } from "../store/people";
import { countAttemptAfterDelay, forgetKey } from "../store/rate-limits";
import type { Context } from "./context";
import { limitRate, rateKey, tooMany } from "./limit-rate";

/** An address from which somebody signed in is known as theirs for this long. */
const knownAddressDays = 30;

/**
 * Counts a try at somebody's password and lets it pass, or throws when there were too many.
 *
 * Whoever guesses at one person from everywhere makes the tries of unknown browsers wait longer and longer, whoever's they
 * are; the person comes in nevertheless, from a browser or an address where they signed in before, which are counted for
 * themselves (OWASP: Slow Down Online Guessing Attacks with Device Cookies). An address that nobody has is counted alike.
 * @param headers the request's
 * @returns what to call when the password was right
 * @throws AppError `too-many-requests`
 */
export async function limitSignIn(
  context: Context,
  headers: Headers,
  email: string,
): Promise<{ forgive(): Promise<void> }> {
  const { store, secretKey, now } = context;
  const owner = await findPasswordByEmail(store, email);
  const cookie = parseCookies(headers.get("cookie") ?? "").get(deviceCookieName(publicOrigin()));
  const device = knownDevice(secretKey, owner ?? nobody, cookie, now());
  if (owner !== null && device !== null) return limitRate(context, "sign-in of a known device", device);
  const attempts = [
    await limitRate(context, "sign-in"),
    await limitRate(context, "sign-in of one from here", `${addressOf(context)} ${email}`),
  ];
  const known = await isClaimed(store, knownAddressHash(context, (owner ?? nobody).personId), now());
  const wait = rateKey("sign-in of one", email);
  if (!known) {
    const passesAt = await countAttemptAfterDelay(store, wait, signInDelay, now());
    if (passesAt !== null) {
      // It was not tried, so it is no try.
      await Promise.all(attempts.map((attempt) => attempt.forgive()));
      throw tooMany(passesAt, now());
    }
  }
  return {
    forgive: async () => {
      await Promise.all(attempts.map((attempt) => attempt.forgive()));
      if (!known) await forgetKey(store, wait);
    },
  };
}

/**
 * Makes the browser and the address known from which somebody has signed in.
 * @returns the browser's cookie, as a `Set-Cookie` header; none for who has no password
 */
export async function rememberDevice(context: Context, email: string): Promise<readonly string[]> {
  const { store, secretKey } = context;
  const owner = await findPasswordByEmail(store, email);
  if (owner === null) return [];
  const now = context.now();
  await claimOnce(store, {
    ...{ hash: knownAddressHash(context, owner.personId), purpose: "known address", userId: owner.personId },
    ...{ now, expiresAt: new Date(now.getTime() + knownAddressDays * 86_400_000) },
  });
  return [deviceCookie(secretKey, owner, publicOrigin(), now)];
}

/** Asked for in the place of who is not there, so that both take as long. */
const nobody: DeviceOwner = { personId: "", passwordHash: "" };

const addressOf = ({ request }: Context): string => addressKey(request?.address ?? null);

const knownAddressHash = (context: Context, personId: string): string =>
  nonceHash(`known address ${personId} ${addressOf(context)}`);
