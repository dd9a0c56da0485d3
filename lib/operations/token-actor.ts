import "server-only";
import { type Actor, mayDo, type Right } from "../access/authority";
import { rightsOfScopes } from "../access/scope";
import { AppError } from "../postgres/app-error";
import type { Store } from "../store/client";
import { findPerson } from "../store/people";
import { findHeldToken, findServiceToken, noteTokenUse, type ServiceToken } from "../store/service-tokens";
import type { Context } from "./context";
import { limitRate } from "./limit-rate";
import { personActor } from "./person-actor";

/** What our service tokens begin with, so that scanners of repositories find one that leaked. */
export const tokenMark = "plumbline_";

/**
 * Whoever holds a service token, as who does something: what its scopes allow and its maker may do now, never more.
 * @throws AppError `not-signed-in` for an unknown, expired or revoked one, `too-many-requests`
 */
export async function tokenActor(context: Context, text: string): Promise<Actor> {
  const now = context.now();
  const token = text.startsWith(tokenMark) ? await findServiceToken(context.store, text, now) : null;
  const actor = token === null ? null : await asActor(context.store, token);
  if (token === null || actor === null) {
    throw new AppError("not-signed-in", "This token is unknown, expired or revoked.", {
      hint: "Ask an owner for another one.",
    });
  }
  await limitRate(context, "token", token.id);
  await noteTokenUse(context.store, token.id, now);
  return actor;
}

/** What the token with this id may do now; null for one that has ended. */
export async function actorOfToken(store: Store, id: string, now: Date): Promise<Actor | null> {
  const token = await findHeldToken(store, id, now);
  return token === null ? null : asActor(store, token);
}

async function asActor(store: Store, token: ServiceToken): Promise<Actor | null> {
  const maker = await findPerson(store, token.createdById);
  if (maker === null || maker.disabledAt !== null) return null;
  const given = rightsOfScopes(token.scopes);
  const person = personActor(maker, null);
  const heldOn = (slug?: string): ReadonlySet<Right> =>
    new Set([...given].filter((right) => mayDo(person, right, slug)));
  const everywhere = token.databases.length === 0;
  const slugs = everywhere ? [...person.databaseRights.keys()] : token.databases;
  return {
    kind: "token",
    id: token.id,
    name: token.name,
    rights: everywhere ? heldOn() : new Set<Right>(),
    databaseRights: new Map(slugs.map((slug) => [slug, heldOn(slug)])),
    authenticatedAt: null,
    behind: maker.id,
  };
}
