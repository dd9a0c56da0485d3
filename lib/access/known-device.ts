import "server-only";
import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import type { SecretKey, SingleKey } from "./secret-key";
import { cookiePrefix, isSecureOrigin } from "./session-cookie";

/** A browser is known for this long after somebody signed in there. */
export const knownDeviceDays = 90;

/** Whose a browser is known to be: the person, and the password they had; another password makes it unknown. */
export interface DeviceOwner {
  readonly personId: string;
  readonly passwordHash: string;
}

/** The name of the cookie by which a browser is known again. It signs nobody in. */
export const deviceCookieName = (origin: string): string => `${cookiePrefix(origin)}.device`;

/** The cookie that makes a browser known as this person's, as a `Set-Cookie` header. */
export function deviceCookie(key: SecretKey, owner: DeviceOwner, origin: string, now: Date): string {
  const id = randomBytes(16).toString("base64url");
  const day = String(dayOf(now));
  const attributes = `Max-Age=${knownDeviceDays * 86_400}; Path=/; HttpOnly; SameSite=Strict`;
  const value = `${id}.${day}.${seal(key, owner, id, day)}`;
  return `${deviceCookieName(origin)}=${value}; ${attributes}${isSecureOrigin(origin) ? "; Secure" : ""}`;
}

/**
 * Which known browser of this person a cookie tells of; null for what we did not hand out, for another person's, and for
 * one that has run out.
 */
export function knownDevice(
  key: SecretKey,
  owner: DeviceOwner,
  cookie: string | undefined,
  now: Date,
): string | null {
  const [, id, day, given] = /^([\w-]{22})\.(\d{1,6})\.([\w-]{43})$/.exec(cookie ?? "") ?? [];
  if (id === undefined || day === undefined || given === undefined) return null;
  const days = dayOf(now) - Number(day);
  if (days < 0 || days > knownDeviceDays) return null;
  // Also by a key that was in use before: a new key makes nobody a stranger.
  const known = [key, ...key.older].some((each) =>
    timingSafeEqual(Buffer.from(seal(each, owner, id, day)), Buffer.from(given)),
  );
  return known ? id : null;
}

function seal(key: SingleKey, { personId, passwordHash }: DeviceOwner, id: string, day: string): string {
  const material = Buffer.from(key.material.reveal(), "base64");
  const own = Buffer.from(hkdfSync("sha256", material, "", "plumbline known device", 32));
  const password = createHash("sha256").update(passwordHash).digest("hex");
  return createHmac("sha256", own)
    .update(JSON.stringify([personId, password, id, day]))
    .digest("base64url");
}

const dayOf = (at: Date): number => Math.floor(at.getTime() / 86_400_000);
