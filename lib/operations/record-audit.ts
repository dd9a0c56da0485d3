import "server-only";
import { appendAudit } from "../store/audit";
import type { Store } from "../store/client";
import type { Context } from "./context";

/** What an operation tells of what it did; who, when and from where comes from its context. */
export interface Deed {
  /** The object's kind and a verb: `plan.approve`. */
  readonly action: string;
  readonly object: { readonly kind: string; readonly id: string };
  /** The slug of the database it belongs to. */
  readonly database?: string;
  /** `done` by default. */
  readonly result?: "done" | "denied" | "failed";
  /** { before, after, … }. Never a secret. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/**
 * Writes a deed down in the audit log. Every operation that changes something calls this inside the transaction of the
 * change (`inTransaction`, handing on its store): when it cannot be written down, it does not happen.
 * @param store the transaction's
 */
export async function recordAudit(
  { actor, request, now, store: outside }: Context,
  { action, object, database, result, detail }: Deed,
  store: Store = outside,
): Promise<void> {
  await appendAudit(store, {
    at: now(),
    actor: { kind: actor.kind, id: actor.id, name: actor.name },
    ...{ action, object },
    database: database ?? null,
    result: result ?? "done",
    address: request?.address ?? null,
    agent: request?.agent ?? null,
    requestId: request?.id ?? null,
    detail: detail ?? {},
  });
}
