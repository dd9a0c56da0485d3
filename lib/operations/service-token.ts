import "server-only";
import { z } from "zod";
import { requireFreshProof, requireRight } from "../access/authority";
import { isTooMuch, scopes } from "../access/scope";
import { newToken } from "../access/token";
import { AppError } from "../postgres/app-error";
import { inTransaction } from "../store/client";
import {
  insertServiceToken,
  readServiceTokens,
  revokeServiceToken,
  type ServiceToken,
} from "../store/service-tokens";
import type { Context } from "./context";
import { parseInput } from "./parse-input";
import { recordAudit } from "./record-audit";
import { requireDatabase } from "./require-database";
import { tokenMark } from "./token-actor";

/** How long a token may hold. */
export const tokenDays = [7, 30, 90, 365] as const;

export const makeTokenSchema = z.object({
  name: z.string().trim().min(1, "Enter what the token is for.").max(100, "The name is too long."),
  scopes: z.array(z.enum(scopes)).min(1, "Choose what the token may do."),
  /** Slugs; none for all databases. */
  databases: z.array(z.string().max(200)).max(1000),
  days: z.coerce.number().refine((days) => tokenDays.some((one) => one === days), "Choose when it ends."),
});

/**
 * Makes a token by which a machine asks.
 * @returns the token itself too, which nobody can look up later
 * @throws AppError `scopes-too-many` when it could both approve and run, `sign-in-again`
 */
export async function makeToken(
  context: Context,
  input: z.input<typeof makeTokenSchema>,
): Promise<{ readonly text: string; readonly token: ServiceToken }> {
  requireRight(context.actor, "manage tokens");
  requireFreshProof(context.actor, context.now());
  const { name, scopes: given, databases, days } = parseInput(makeTokenSchema, input);
  if (isTooMuch(given)) {
    throw new AppError("scopes-too-many", "One token cannot both approve and run plans.", {
      hint: "Make two tokens, for two who look after each other.",
    });
  }
  for (const slug of databases) await requireDatabase(context, slug);
  const text = `${tokenMark}${newToken()}`;
  const now = context.now();
  return inTransaction(context.store, async (inside) => {
    const token = await insertServiceToken(inside, {
      ...{ token: text, name, scopes: given, databases, createdAt: now },
      createdBy: { id: context.actor.id, name: context.actor.name },
      expiresAt: new Date(now.getTime() + days * 86_400_000),
    });
    await recordAudit(
      context,
      {
        action: "token.make",
        object: { kind: "token", id: token.id },
        detail: { name, scopes: given, databases, expiresAt: token.expiresAt.toISOString() },
      },
      inside,
    );
    return { text, token };
  });
}

/** All tokens, ended ones too, newest first. */
export async function listTokens(context: Context): Promise<readonly ServiceToken[]> {
  requireRight(context.actor, "manage tokens");
  return readServiceTokens(context.store);
}

/**
 * Ends a token at once.
 * @throws AppError `no-such-token`
 */
export async function revokeToken(context: Context, id: string): Promise<ServiceToken> {
  requireRight(context.actor, "manage tokens");
  return inTransaction(context.store, async (inside) => {
    const token = z.uuid().safeParse(id).success ? await revokeServiceToken(inside, id, context.now()) : null;
    if (token === null) throw new AppError("no-such-token", "This token has ended already.");
    await recordAudit(
      context,
      { action: "token.revoke", object: { kind: "token", id }, detail: { name: token.name } },
      inside,
    );
    return token;
  });
}
