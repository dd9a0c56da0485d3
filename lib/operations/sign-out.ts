import "server-only";
import { authenticationOf } from "./authentication-of";
import type { Context } from "./context";
import { recordAudit } from "./record-audit";

/**
 * Ends the session of the browser that asks.
 * @param headers the request's
 * @returns what takes the browser's cookies away, as `Set-Cookie` headers
 */
export async function signOut(
  context: Context,
  headers: Headers,
): Promise<{ readonly cookies: readonly string[] }> {
  // Everybody may end their own.
  await recordAudit(context, { action: "session.end", object: { kind: "person", id: context.actor.id } });
  const answer = await authenticationOf(context).api.signOut({ headers, returnHeaders: true });
  return { cookies: answer.headers.getSetCookie() };
}
