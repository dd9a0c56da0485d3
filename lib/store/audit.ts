import "server-only";
import { type ChainedEntry, type ChainHead, chainBegin, entryHash } from "../access/audit-chain";
import { canonicalJson } from "../catalog/canonical";
import { inTransaction, type Store } from "./client";
import type { Prisma } from "./generated/client";

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

/** The role of the store that can add entries and do nothing else. Its migration makes it where it may. */
export const auditWriter = "plumbline_audit_writer";

// Two appends at once would give two entries the same predecessor.
const chainLock = 5_028_841_193;

/**
 * Adds an entry to the chain. Called inside {@link inTransaction} with the deed itself, so that neither exists without
 * the other; a failure to write it down undoes the deed. The lock on the chain is held until that transaction ends: call
 * it last.
 */
export async function appendAudit(store: Store, entry: AuditEntry): Promise<ChainHead> {
  return inTransaction(store, async ({ client }) => {
    await client.$queryRaw`SELECT pg_catalog.pg_advisory_xact_lock(${chainLock})::text`;
    const head = await client.auditEntry.findFirst({ orderBy: { number: "desc" } });
    const row = {
      number: (head?.number ?? 0) + 1,
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
      previousHash: head?.hash ?? chainBegin,
    };
    const hash = entryHash(row);
    const writer = await hasAuditWriter(client);
    if (writer) await client.$executeRaw`SET LOCAL ROLE plumbline_audit_writer`;
    // Written out, because what Prisma sends reads the row back, which the writer may not.
    await client.$executeRaw`
      INSERT INTO audit_entries (number, at, actor_kind, actor_id, actor_name, action, object_kind, object_id, database,
                                 result, address, agent, request_id, detail, previous_hash, hash)
      VALUES (${row.number}, ${row.at}, ${row.actorKind}, ${row.actorId}, ${row.actorName}, ${row.action},
              ${row.objectKind}, ${row.objectId}, ${row.database}, ${row.result}, ${row.address}, ${row.agent},
              ${row.requestId}, ${row.detail}, ${row.previousHash}, ${hash})`;
    if (writer) await client.$executeRaw`RESET ROLE`;
    return { number: row.number, hash };
  });
}

/** True when entries are added by the role that can do nothing else, not by the store's own. */
export async function hasAuditWriter(client: Store["client"]): Promise<boolean> {
  const rows = await client.$queryRaw<readonly { has: boolean }[]>`
    SELECT pg_catalog.has_table_privilege(oid, 'audit_entries', 'INSERT')
           AND pg_catalog.pg_has_role(oid, 'MEMBER') AS has
      FROM pg_catalog.pg_roles WHERE rolname = ${auditWriter}`;
  return rows[0]?.has ?? false;
}

/** Which entries are asked for; what is absent does not limit. */
export interface AuditFilter {
  readonly actor?: string;
  /** `plan.approve`, or `plan.*` for every deed on plans. */
  readonly action?: string;
  readonly database?: string;
  /** Any of these ids. */
  readonly objects?: readonly string[];
  readonly result?: string;
  /** Half-open: [from, to). */
  readonly from?: Date;
  readonly to?: Date;
}

/** Entries, newest first, numbers below `before`. */
export async function readAudit(
  store: Store,
  filter: AuditFilter,
  page: { readonly before?: number; readonly limit: number },
): Promise<readonly ChainedEntry[]> {
  const where: Prisma.AuditEntryWhereInput = {
    ...whereOf(filter),
    ...(page.before === undefined ? {} : { number: { lt: page.before } }),
  };
  return store.client.auditEntry.findMany({ where, orderBy: { number: "desc" }, take: page.limit });
}

/** How many entries a filter finds. */
export function countAudit(store: Store, filter: AuditFilter): Promise<number> {
  return store.client.auditEntry.count({ where: whereOf(filter) });
}

const batch = 1_000;

/** Every entry that a filter finds, oldest first, a batch at a time. */
export async function* streamAudit(store: Store, filter: AuditFilter = {}): AsyncIterable<ChainedEntry> {
  for (let after = 0; ; ) {
    const rows = await store.client.auditEntry.findMany({
      where: { AND: [whereOf(filter), { number: { gt: after } }] },
      orderBy: { number: "asc" },
      take: batch,
    });
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < batch) return;
    after = last.number;
  }
}

/** The end of the chain; null while nothing was written down. */
export async function readAuditHead(store: Store): Promise<ChainHead | null> {
  return store.client.auditEntry.findFirst({
    orderBy: { number: "desc" },
    select: { number: true, hash: true },
  });
}

function whereOf({
  actor,
  action,
  database,
  objects,
  result,
  from,
  to,
}: AuditFilter): Prisma.AuditEntryWhereInput {
  return {
    ...(actor === undefined
      ? {}
      : { OR: [{ actorId: actor }, { actorName: { contains: actor, mode: "insensitive" } }] }),
    ...(action === undefined
      ? {}
      : { action: action.endsWith("*") ? { startsWith: action.slice(0, -1) } : action }),
    ...(database === undefined ? {} : { database }),
    ...(objects === undefined ? {} : { objectId: { in: [...objects] } }),
    ...(result === undefined ? {} : { result }),
    ...(from === undefined && to === undefined
      ? {}
      : { at: { ...(from === undefined ? {} : { gte: from }), ...(to === undefined ? {} : { lt: to }) } }),
  };
}
