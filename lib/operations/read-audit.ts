import "server-only";
import { z } from "zod";
import type { ChainedEntry } from "../access/audit-chain";
import { requireRight } from "../access/authority";
import { type AuditFilter, countAudit, readAudit as readEntries } from "../store/audit";
import { objectKey, readIdsNamed, readObjectNames } from "../store/audit-objects";
import type { Store } from "../store/client";
import type { Context } from "./context";

/** The filters of the audit log as a URL holds them. */
export const auditFilterSchema = z.object({
  actor: z.string().max(200).optional(),
  action: z
    .string()
    .max(100)
    .regex(/^[a-z-]+(\.[a-z-]+|\.\*)?$|^\*$/i, "An action looks like plan.approve or plan.*")
    .optional(),
  database: z.string().max(200).optional(),
  object: z.string().max(200).optional(),
  result: z.enum(["done", "denied", "failed"]).optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  before: z.coerce.number().int().positive().optional(),
});

export type AuditQuery = z.infer<typeof auditFilterSchema>;

/** What the store is asked: objects are found by id or by name; both days belong to the span, in UTC. */
export async function auditFilter(
  store: Store,
  { before: _, from, to, object, ...rest }: AuditQuery,
): Promise<AuditFilter> {
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const end = to === undefined ? undefined : new Date(Date.parse(to) + 86_400_000);
  return {
    ...given,
    ...(object === undefined ? {} : { objects: [object, ...(await readIdsNamed(store, object))] }),
    ...(from === undefined ? {} : { from: new Date(from) }),
    ...(end === undefined ? {} : { to: end }),
  };
}

/** An entry with the name of its object; null where the id is its name, or it is gone. */
export interface NamedEntry extends ChainedEntry {
  readonly objectName: string | null;
}

export interface AuditPage {
  readonly entries: readonly NamedEntry[];
  readonly total: number;
  /** The number to go on below; null at the end. */
  readonly next: number | null;
}

const pageSize = 100;

/** One page of the audit log, newest first. */
export async function readAudit(context: Context, query: AuditQuery): Promise<AuditPage> {
  requireRight(context.actor, "read audit");
  const filter = await auditFilter(context.store, query);
  const [rows, total] = await Promise.all([
    readEntries(context.store, filter, {
      limit: pageSize + 1,
      ...(query.before === undefined ? {} : { before: query.before }),
    }),
    countAudit(context.store, filter),
  ]);
  const entries = await withObjectNames(context.store, rows.slice(0, pageSize));
  return { entries, total, next: rows.length > pageSize ? (entries.at(-1)?.number ?? null) : null };
}

/**
 * Entries with the names of their objects: the one it has now, or what was written down of it then.
 */
export async function withObjectNames(
  store: Store,
  entries: readonly ChainedEntry[],
): Promise<readonly NamedEntry[]> {
  const names = await readObjectNames(store, entries);
  return entries.map((entry) => ({
    ...entry,
    objectName: names.get(objectKey(entry)) ?? nameThen(entry),
  }));
}

function nameThen({ objectKind, detail }: ChainedEntry): string | null {
  const field = { person: "email", invitation: "email", token: "name" }[objectKind];
  if (field === undefined) return null;
  try {
    const value = (JSON.parse(detail) as Readonly<Record<string, unknown>> | null)?.[field];
    return typeof value === "string" && value !== "" ? value : null;
  } catch {
    // Somebody changed it in the store; the chain tells.
    return null;
  }
}
