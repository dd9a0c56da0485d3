import type { Session } from "../../lib/postgres/connect";
import { quoteIdentifier } from "../../lib/postgres/identifier";
import { type RowTable, rowTables } from "./row-columns";
import { references, rowValue } from "./row-values";

/** Rows of the tables that people look at. Every other table has some hundreds. */
const numberOfRows: Readonly<Record<string, number>> = {
  organizations: 120,
  users: 4000,
  organization_memberships: 4800,
  user_sessions: 3000,
  login_attempts: 4000,
  audit_logs: 6000,
  companies: 1500,
  contacts: 3000,
  deals: 3000,
  deal_activities: 8000,
  deal_notes: 3000,
  deal_stage_history: 4000,
  documents: 8000,
  document_versions: 8000,
  document_views: 6000,
  diligence_items: 3000,
  diligence_requests: 2000,
  notifications: 6000,
  tasks: 4000,
  feed_entries: 4000,
  roles: 300,
  permissions: 120,
  plans: 8,
  feature_flags: 30,
  usage_meters: 6,
  integrations: 15,
  market_indices: 12,
};

/**
 * The statements that fill all tables. To be asked while the foreign keys stand and run while they are down: the order
 * of the tables does not matter then, and every key is checked once for the whole table when they come up again.
 * @param scale multiplies the rows of every table
 */
export async function rowStatements(session: Session, scale: number): Promise<{ sql: string; rows: number }> {
  const tables = await rowTables(session);
  const counts = rowCounts(tables, scale);
  return {
    sql: tables.map((table) => insertRows(table, counts)).join("\n"),
    rows: [...counts.values()].reduce((sum, count) => sum + count, 0),
  };
}

/** A key that is made of references alone cannot have more rows than its parents have pairs. */
function rowCounts(tables: readonly RowTable[], scale: number): ReadonlyMap<string, number> {
  const wanted = (table: string): number =>
    Math.max(1, Math.round((numberOfRows[table] ?? 180 + ((table.length * 37) % 240)) * scale));
  const counts = new Map(tables.map(({ table }) => [table, wanted(table)]));
  for (const table of tables) {
    for (const key of table.unique) {
      const parents = references(table, key);
      if (parents.length < key.length) continue;
      const pairs = parents.reduce((product, { refersTo }) => product * (counts.get(refersTo ?? "") ?? 1), 1);
      counts.set(table.table, Math.min(counts.get(table.table) ?? 1, pairs));
    }
  }
  return counts;
}

/** The INSERT of all rows of a table. */
function insertRows(table: RowTable, counts: ReadonlyMap<string, number>): string {
  const values = table.columns.flatMap((column) => {
    const value = rowValue(column, table, counts);
    return value === null ? [] : [{ name: quoteIdentifier(column.column), value }];
  });
  return `INSERT INTO ${quoteIdentifier(table.table)} (${values.map(({ name }) => name).join(", ")})
SELECT ${values.map(({ value }) => value).join(", ")}
  FROM generate_series(1, ${counts.get(table.table) ?? 0}) AS g;`;
}
