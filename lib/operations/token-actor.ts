import "server-only";
import type { Actor, Right } from "../access/authority";
import { rightsOfScopes } from "../access/scope";
import { AppError } from "../postgres/app-error";
import { findServiceToken, noteTokenUse } from "../store/service-tokens";
import type { Context } from "./context";
import { limitRate } from "./limit-rate";

/** What our service tokens begin with, so that scanners of repositories find one that leaked. */
export const tokenMark = "plumbline_";

/**
 * Whoever holds a service token, as who does something.
 * @throws AppError `not-signed-in` for an unknown, expired or revoked one, `too-many-requests`
 */
export async function tokenActor(context: Context, text: string): Promise<Actor> {
  const now = context.now();
  const token = text.startsWith(tokenMark) ? await findServiceToken(context.store, text, now) : null;
  if (token === null) {
    throw new AppError("not-signed-in", "This token is unknown, expired or revoked.", {
      hint: "Ask an owner for another one.",
    });
  }
  await limitRate(context, "token", token.id);
  await noteTokenUse(context.store, token.id, now);
  const rights = rightsOfScopes(token.scopes);
  const everywhere = token.databases.length === 0;
  return {
    kind: "token",
    id: token.id,
    name: token.name,
    rights: everywhere ? rights : new Set<Right>(),
    databaseRights: new Map(token.databases.map((slug) => [slug, rights])),
    authenticatedAt: null,
  };
}
