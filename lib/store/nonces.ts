import "server-only";
import { createHash, randomBytes } from "node:crypto";
import type { Store } from "./client";

/** A one-time token's hash, which is all that is kept of it. */
export const nonceHash = (token: string): string => createHash("sha256").update(token).digest("hex");

/**
 * Makes a token that allows one person one deed, once.
 * @returns the token; the store keeps its hash only
 */
export async function issueNonce(
  store: Store,
  nonce: { readonly purpose: string; readonly userId: string; readonly expiresAt: Date },
): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await store.client.nonce.deleteMany({ where: { expiresAt: { lt: new Date(Date.now() - 86_400_000) } } });
  await store.client.nonce.create({ data: { hash: nonceHash(token), ...nonce } });
  return token;
}

/** Uses a token up, in the transaction of what it allows. False when it is used, expired, or for something else. */
export async function consumeNonce(
  inside: Store,
  nonce: { readonly hash: string; readonly purpose: string; readonly userId: string; readonly now: Date },
): Promise<boolean> {
  const { count } = await inside.client.nonce.updateMany({
    where: {
      hash: nonce.hash,
      purpose: nonce.purpose,
      userId: nonce.userId,
      usedAt: null,
      expiresAt: { gt: nonce.now },
    },
    data: { usedAt: nonce.now },
  });
  return count === 1;
}

/**
 * Notes that something that may be used once has been used. Of any number at once exactly one is told true; after
 * `expiresAt` it may be used again.
 */
export async function claimOnce(
  store: Store,
  once: {
    readonly hash: string;
    readonly purpose: string;
    readonly userId: string;
    readonly now: Date;
    readonly expiresAt: Date;
  },
): Promise<boolean> {
  const { now, ...row } = once;
  await store.client.nonce.deleteMany({ where: { hash: row.hash, expiresAt: { lte: now } } });
  const { count } = await store.client.nonce.createMany({
    data: [{ ...row, usedAt: now }],
    skipDuplicates: true,
  });
  return count === 1;
}

/** True while a {@link claimOnce} holds. */
export async function isClaimed(store: Store, hash: string, now: Date): Promise<boolean> {
  return (await store.client.nonce.count({ where: { hash, expiresAt: { gt: now } } })) > 0;
}

/** Takes a {@link claimOnce} back: what was claimed was nothing. */
export async function releaseOnce(store: Store, hash: string): Promise<void> {
  await store.client.nonce.deleteMany({ where: { hash } });
}
