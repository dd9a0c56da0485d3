import "server-only";
import type { ChainedEntry } from "../access/audit-chain";
import { requireRight } from "../access/authority";
import { csvRecord } from "../access/csv";
import { canonicalJson } from "../catalog/canonical";
import { streamAudit } from "../store/audit";
import type { Store } from "../store/client";
import type { Context } from "./context";
import { type AuditQuery, auditFilter, type NamedEntry, withObjectNames } from "./read-audit";
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
  "objectName",
  "database",
  "result",
  "address",
  "agent",
  "requestId",
  "detail",
  "previousHash",
  "hash",
] as const satisfies readonly (keyof NamedEntry)[];

/**
 * The entries that a filter finds, oldest first, as CSV or as JSON lines: every column, so that whoever holds the whole
 * export can follow the chain; the names of objects, which are not part of it, beside their ids. That they were exported is an entry itself.
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
  return lines(context.store, streamAudit(context.store, await auditFilter(context.store, filter)), format);
}

async function* lines(
  store: Store,
  entries: AsyncIterable<ChainedEntry>,
  format: AuditFormat,
): AsyncIterable<string> {
  if (format === "csv") yield csvRecord(columns);
  for await (const some of inBatches(entries, 500)) {
    for (const entry of await withObjectNames(store, some)) {
      const values = columns.map((column) => {
        const value = entry[column];
        return value instanceof Date ? value.toISOString() : value;
      });
      yield format === "csv" ? csvRecord(values) : jsonLine(values);
    }
  }
}

/** The detail as JSON within JSON, where it is: its canonical form is the text that was hashed. */
function jsonLine(values: readonly unknown[]): string {
  const record = Object.fromEntries(
    columns.map((column, index) => {
      const value = values[index];
      return [column, column === "detail" ? parsed(String(value)) : value];
    }),
  );
  return `${JSON.stringify(record)}\n`;
}

/** Only what is canonical is read: of a text that somebody changed the reading could be the same. */
function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return canonicalJson(value) === text ? value : text;
  } catch {
    return text;
  }
}

async function* inBatches<T>(items: AsyncIterable<T>, size: number): AsyncIterable<readonly T[]> {
  let some: T[] = [];
  for await (const item of items) {
    some.push(item);
    if (some.length < size) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}
