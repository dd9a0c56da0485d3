import "server-only";
import { randomUUID } from "node:crypto";
import { hashToken } from "../access/token";
import type { Store } from "./client";
import type { ServiceToken as Row } from "./generated/client";

/** A token by which a machine asks, fit to be shown: it does not hold the token. */
export interface ServiceToken {
  readonly id: string;
  readonly name: string;
  /** The first characters, by which people tell tokens apart. */
  readonly prefix: string;
  readonly scopes: readonly string[];
  /** Slugs of the databases it is for; empty for all. */
  readonly databases: readonly string[];
  readonly createdById: string;
  readonly createdByName: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

export interface NewServiceToken {
  readonly token: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly databases: readonly string[];
  readonly createdBy: { readonly id: string; readonly name: string };
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** Stores a token; of itself only the hash and the first characters. */
export async function insertServiceToken(store: Store, token: NewServiceToken): Promise<ServiceToken> {
  const row = await store.client.serviceToken.create({
    data: {
      id: randomUUID(),
      name: token.name,
      tokenHash: hashToken(token.token),
      prefix: token.token.slice(0, 16),
      scopes: [...token.scopes],
      databases: [...token.databases],
      createdById: token.createdBy.id,
      createdByName: token.createdBy.name,
      createdAt: token.createdAt,
      expiresAt: token.expiresAt,
    },
  });
  return toServiceToken(row);
}

/** All tokens, newest first. */
export async function readServiceTokens(store: Store): Promise<readonly ServiceToken[]> {
  const rows = await store.client.serviceToken.findMany({ orderBy: { createdAt: "desc" } });
  return rows.map(toServiceToken);
}

/** The tokens that a person made and that hold now. */
export async function readTokensBy(
  store: Store,
  personId: string,
  now: Date,
): Promise<readonly ServiceToken[]> {
  const rows = await store.client.serviceToken.findMany({
    where: { createdById: personId, revokedAt: null, expiresAt: { gt: now } },
    orderBy: { createdAt: "asc" },
  });
  return rows.map(toServiceToken);
}

/** The token that this text is, when it holds now; null for an unknown, expired or revoked one. */
export async function findServiceToken(store: Store, token: string, now: Date): Promise<ServiceToken | null> {
  const row = await store.client.serviceToken.findFirst({
    where: { tokenHash: hashToken(token), revokedAt: null, expiresAt: { gt: now } },
  });
  return row === null ? null : toServiceToken(row);
}

/** The token with this id, when it holds now; null for one that has ended. */
export async function findHeldToken(store: Store, id: string, now: Date): Promise<ServiceToken | null> {
  const row = await store.client.serviceToken.findFirst({
    where: { id, revokedAt: null, expiresAt: { gt: now } },
  });
  return row === null ? null : toServiceToken(row);
}

/** Notes that a token was used; at most once a minute, because every request would write otherwise. */
export async function noteTokenUse(store: Store, id: string, now: Date): Promise<void> {
  const minuteAgo = new Date(now.getTime() - 60_000);
  await store.client.serviceToken.updateMany({
    where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: minuteAgo } }] },
    data: { lastUsedAt: now },
  });
}

/** Ends a token. Null when there is none that still holds. */
export async function revokeServiceToken(store: Store, id: string, now: Date): Promise<ServiceToken | null> {
  const { count } = await store.client.serviceToken.updateMany({
    where: { id, revokedAt: null },
    data: { revokedAt: now },
  });
  if (count === 0) return null;
  return toServiceToken(await store.client.serviceToken.findUniqueOrThrow({ where: { id } }));
}

function toServiceToken({ tokenHash: _, ...row }: Row): ServiceToken {
  return row;
}
