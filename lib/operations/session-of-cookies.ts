import "server-only";
import { parseSetCookieHeader } from "better-auth/cookies";
import { publicOrigin, sessionCookieName, tokenInCookie } from "../access/session-cookie";
import { findSession } from "../store/sessions";
import type { Context } from "./context";
import type { SignedIn } from "./request-context";

/** The session that better-auth made, by the `Set-Cookie` headers it answered with; null when it made none. */
export async function sessionOfCookies(
  { store, now }: Pick<Context, "store" | "now">,
  cookies: readonly string[],
): Promise<SignedIn | null> {
  const name = sessionCookieName(publicOrigin());
  const value = cookies.map((cookie) => parseSetCookieHeader(cookie).get(name)?.value).find(Boolean);
  return value === undefined ? null : findSession(store, tokenInCookie(decodeURIComponent(value)), now());
}
