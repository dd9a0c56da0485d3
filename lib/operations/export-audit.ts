import "server-only";
import type { ChainedEntry } from "../access/audit-chain";
import { requireRight } from "../access/authority";
import { csvRecord } from "../access/csv";
import { streamAudit } from "../store/audit";
import type { Context } from "./context";
import { type AuditQuery, auditFilter } from "./read-audit";
import { recordAudit } from "./record-audit";

export type AuditFormat = "csv" | "jsonl";

const columns = [
  "number",
  "at",
  "actorKind",
  "actorId",
  "actorName",
  "action",
  "objectKind",
  "objectId",
  "database",
  "result",
  "address",
  "agent",
  "requestId",
  "detail",
  "previousHash",
  "hash",
] as const satisfies readonly (keyof ChainedEntry)[];

/**
 * The entries that a filter finds, oldest first, as CSV or as JSON lines: every column, so that whoever holds the whole
 * export can follow the chain. That they were exported is an entry itself.
 */
export async function exportAudit(
  context: Context,
  query: AuditQuery,
  format: AuditFormat,
): Promise<AsyncIterable<string>> {
  requireRight(context.actor, "read audit");
  const { before: _, ...filter } = query;
  await recordAudit(context, {
    action: "audit.export",
    object: { kind: "audit", id: format },
    detail: { filter },
  });
  return lines(streamAudit(context.store, auditFilter(filter)), format);
}

async function* lines(entries: AsyncIterable<ChainedEntry>, format: AuditFormat): AsyncIterable<string> {
  if (format === "csv") yield csvRecord(columns);
  for await (const entry of entries) {
    const values = columns.map((column) => {
      const value = entry[column];
      return value instanceof Date ? value.toISOString() : value;
    });
    if (format === "csv") yield csvRecord(values);
    else
      yield `${JSON.stringify(Object.fromEntries(columns.map((column, index) => [column, values[index]])))}\n`;
  }
}
