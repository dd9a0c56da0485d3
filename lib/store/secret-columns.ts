import "server-only";
import type { Store } from "./client";

/** A value that is encrypted at rest, and the row it belongs to. */
export interface SealedValue {
  readonly table: string;
  readonly column: string;
  /** The row's primary key. */
  readonly id: string;
  /** What the ciphertext is bound to. */
  readonly recordId: string;
  readonly value: string;
}

interface SealedColumn {
  readonly table: string;
  readonly column: string;
  readonly key: string;
  /** Makes what the ciphertext is bound to from the row's key. */
  readonly recordId: (id: string) => string;
  /** `ours`: lib/access/secret-box.ts. `authentication`: encrypted by better-auth, bound to no row. */
  readonly by: "ours" | "authentication";
}

const same = (id: string): string => id;

/** Every column that holds ciphertext. lib/operations/rotate-secrets.ts finds out by itself when one is forgotten here. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: "databases", column: "secret", key: "id", recordId: same, by: "ours" },
  { table: "databases", column: "apply_secret", key: "id", recordId: (id) => `${id}/apply`, by: "ours" },
  { table: "sources", column: "secret", key: "id", recordId: same, by: "ours" },
  { table: "runs", column: "credential", key: "number", recordId: (id) => `R-${id}`, by: "ours" },
  { table: "rehearsals", column: "credential", key: "number", recordId: (id) => `RH-${id}`, by: "ours" },
  { table: "two_factors", column: "secret", key: "id", recordId: same, by: "authentication" },
  { table: "two_factors", column: "backup_codes", key: "id", recordId: same, by: "authentication" },
  { table: "accounts", column: "access_token", key: "id", recordId: same, by: "authentication" },
  { table: "accounts", column: "refresh_token", key: "id", recordId: same, by: "authentication" },
  { table: "accounts", column: "id_token", key: "id", recordId: same, by: "authentication" },
];

// Any number that nothing else locks.
const keysLock = 5_028_841_194;

/** Lets one transaction at a time change the keys that secrets are encrypted with, until it ends. */
export async function lockSecretKeys({ client }: Store): Promise<void> {
  await client.$queryRaw`SELECT pg_catalog.pg_advisory_xact_lock(${keysLock})::text`;
}

/** The values of a column, their rows locked until the transaction ends. */
export async function readSealed(store: Store, sealed: SealedColumn): Promise<readonly SealedValue[]> {
  const { table, column, key } = sealed;
  const rows = await store.client.$queryRawUnsafe<readonly { id: string; value: string }[]>(
    `SELECT ${key}::text AS id, ${column} AS value FROM ${table} WHERE ${column} IS NOT NULL ORDER BY ${key} FOR UPDATE`,
  );
  return rows.map((row) => ({ table, column, ...row, recordId: sealed.recordId(row.id) }));
}

/** Replaces one value. */
export async function writeSealed(
  store: Store,
  sealed: SealedColumn,
  id: string,
  value: string,
): Promise<void> {
  const { table, column, key } = sealed;
  await store.client.$executeRawUnsafe(
    `UPDATE ${table} SET ${column} = $1 WHERE ${key}::text = $2`,
    value,
    id,
  );
}

/** Columns of the store in which something is encrypted with a key by our own box: `databases.secret`. */
export async function findSealedWith(store: Store, keyId: string): Promise<readonly string[]> {
  const columns = await store.client.$queryRaw<readonly { table: string; column: string }[]>`
    SELECT c.table_name AS "table", c.column_name AS "column"
      FROM information_schema.columns c
      JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.data_type IN ('text', 'character varying')
     ORDER BY 1, 2`;
  const found: string[] = [];
  for (const { table, column } of columns) {
    const rows = await store.client.$queryRawUnsafe<readonly { found: boolean }[]>(
      `SELECT EXISTS (SELECT FROM "${table}" WHERE "${column}" LIKE $1) AS found`,
      `v1.${keyId}.%`,
    );
    if (rows[0]?.found) found.push(`${table}.${column}`);
  }
  return found;
}
