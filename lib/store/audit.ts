import "server-only";
import { createHash } from "node:crypto";
import { canonicalJson } from "../catalog/canonical";
import { inTransaction, type Store } from "./client";

/** What is written down of one deed. */
export interface AuditEntry {
  readonly at: Date;
  readonly actor: { readonly kind: string; readonly id: string; readonly name: string };
  /** `plan.approve`: the object's kind and a verb. */
  readonly action: string;
  readonly object: { readonly kind: string; readonly id: string };
  /** The slug of the database it belongs to. */
  readonly database: string | null;
  readonly result: "done" | "denied" | "failed";
  readonly address: string | null;
  readonly agent: string | null;
  readonly requestId: string | null;
  /** Before, after and whatever else helps to understand it. Never a secret. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** The hash before the first entry. */
export const chainBegin = "0".repeat(64);

// Two appends at once would give two entries the same predecessor.
const chainLock = 5_028_841_193;

/**
 * Adds an entry to the chain. Called inside {@link inTransaction} with the deed itself, so that neither exists without
 * the other; a failure to write it down undoes the deed.
 * @returns its number and hash
 */
export async function appendAudit(
  store: Store,
  entry: AuditEntry,
): Promise<{ readonly number: number; readonly hash: string }> {
  return inTransaction(store, async (inside) => {
    await inside.client.$queryRaw`SELECT pg_catalog.pg_advisory_xact_lock(${chainLock})::text`;
    const head = await inside.client.auditEntry.findFirst({ orderBy: { number: "desc" } });
    const number = (head?.number ?? 0) + 1;
    const previousHash = head?.hash ?? chainBegin;
    const row = {
      ...{ number, previousHash },
      at: entry.at,
      actorKind: entry.actor.kind,
      actorId: entry.actor.id,
      actorName: entry.actor.name,
      action: entry.action,
      objectKind: entry.object.kind,
      objectId: entry.object.id,
      database: entry.database,
      result: entry.result,
      address: entry.address,
      agent: entry.agent,
      requestId: entry.requestId,
      detail: canonicalJson(entry.detail),
    };
    const hash = auditHash(row);
    await inside.client.auditEntry.create({ data: { ...row, hash } });
    return { number, hash };
  });
}

/** The hash of an entry: SHA-256 of the canonical JSON of everything else in it, the hash before it included. */
export function auditHash(row: {
  readonly number: number;
  readonly at: Date;
  readonly previousHash: string;
  readonly [column: string]: unknown;
}): string {
  const { hash: _, at, ...rest } = row;
  return createHash("sha256")
    .update(canonicalJson({ ...rest, at: at.toISOString() }))
    .digest("hex");
}
