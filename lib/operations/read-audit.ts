import "server-only";
import { z } from "zod";
import type { ChainedEntry } from "../access/audit-chain";
import { requireRight } from "../access/authority";
import { type AuditFilter, countAudit, readAudit as readEntries } from "../store/audit";
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

/** What the store is asked; both days belong to the span, in UTC. */
export function auditFilter({ before: _, from, to, ...rest }: AuditQuery): AuditFilter {
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const end = to === undefined ? undefined : new Date(Date.parse(to) + 86_400_000);
  return {
    ...given,
    ...(from === undefined ? {} : { from: new Date(from) }),
    ...(end === undefined ? {} : { to: end }),
  };
}

export interface AuditPage {
  readonly entries: readonly ChainedEntry[];
  readonly total: number;
  /** The number to go on below; null at the end. */
  readonly next: number | null;
}

const pageSize = 100;

/** One page of the audit log, newest first. */
export async function readAudit(context: Context, query: AuditQuery): Promise<AuditPage> {
  requireRight(context.actor, "read audit");
  const filter = auditFilter(query);
  const [rows, total] = await Promise.all([
    readEntries(context.store, filter, {
      limit: pageSize + 1,
      ...(query.before === undefined ? {} : { before: query.before }),
    }),
    countAudit(context.store, filter),
  ]);
  const entries = rows.slice(0, pageSize);
  return { entries, total, next: rows.length > pageSize ? (entries.at(-1)?.number ?? null) : null };
}
