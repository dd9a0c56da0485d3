import "server-only";
import { mayDo } from "../access/authority";
import { findSessionById } from "../store/sessions";
import type { Context } from "./context";
import { personActor } from "./person-actor";
import { actorOfToken } from "./token-actor";

/**
 * Whether who asks may still read a database: by the session or the token they asked with, and by what they may do now.
 * For what goes on after its request was let in.
 */
export async function mayStillRead(
  { actor, sessionId, store, now }: Context,
  slug: string,
): Promise<boolean> {
  if (actor.kind === "person") {
    const found = sessionId === undefined ? null : await findSessionById(store, sessionId, now());
    if (found === null || found.person.id !== actor.id) return false;
    return mayDo(personActor(found.person, null), "read databases", slug);
  }
  if (actor.kind !== "token") return false;
  const token = await actorOfToken(store, actor.id, now());
  return token !== null && mayDo(token, "read databases", slug);
}
