import "server-only";
import { secondFactorRecord, secondFactorSecrets } from "./bound-second-factor";
import type { Store } from "./client";

/** A value that is encrypted at rest, and the row it belongs to. */
export interface SealedValue {
  readonly table: string;
  readonly column: string;
  /** What names the row in its table. */
  readonly id: string;
  /** What the ciphertext is bound to. */
  readonly recordId: string;
  readonly value: string;
}

interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** The column whose value names the row, and is part of what the ciphertext is bound to. */
  readonly key: string;
  /** Makes what the ciphertext is bound to from the row's key. */
  readonly recordId: (id: string) => string;
  /** Whether better-auth encrypted the text before our own box did (lib/store/bound-second-factor.ts). */
  readonly byAuthenticationToo?: true;
}

const same = (id: string): string => id;

/** Every column that holds ciphertext. lib/operations/rotate-secrets.ts finds out by itself when one is forgotten here. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: "databases", column: "secret", key: "id", recordId: same },
  { table: "databases", column: "apply_secret", key: "id", recordId: (id) => `${id}/apply` },
  { table: "sources", column: "secret", key: "id", recordId: same },
  { table: "runs", column: "credential", key: "number", recordId: (id) => `R-${id}` },
  { table: "rehearsals", column: "credential", key: "number", recordId: (id) => `RH-${id}` },
  ...secondFactorSecrets.map(
    ({ column }): SealedColumn => ({
      ...{ table: "two_factors", column, key: "user_id", byAuthenticationToo: true },
      recordId: (personId) => secondFactorRecord(personId, column),
    }),
  ),
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
