import type { Session } from "../postgres/connect";
import { type LockMode, lockModes } from "../postgres/lock-mode";
import type { ObservedStatement } from "./run-event";

interface Look {
  readonly locks: ReadonlyMap<string, LockMode>;
  readonly files: ReadonlyMap<string, string>;
  /** Bytes since the beginning of the WAL. */
  readonly wal: number;
}

/** `AccessExclusiveLock` as the manual writes it. */
const modeWords = `pg_catalog.upper(pg_catalog.btrim(pg_catalog.regexp_replace(pg_catalog.regexp_replace(l.mode, 'Lock$', ''), '([A-Z])', ' \\1', 'g')))`;

const nameOf = "pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname)";

/** Runs a statement and says what it really did: locks, files replaced, WAL written. For rehearsals, inside the transaction. */
export async function observe(
  session: Session,
  work: () => Promise<unknown>,
): Promise<{ readonly observed: ObservedStatement; readonly milliseconds: number }> {
  const before = await look(session);
  const started = performance.now();
  await work();
  const milliseconds = Math.round(performance.now() - started);
  const after = await look(session);
  const observed: ObservedStatement = {
    locks: [...after.locks]
      .filter(([relation, mode]) => rank(mode) > rank(before.locks.get(relation)))
      .map(([relation, mode]) => ({ relation, mode })),
    rewritten: [...after.files]
      .filter(([relation, file]) => before.files.has(relation) && before.files.get(relation) !== file)
      .map(([relation]) => relation),
    walBytes: Math.max(0, after.wal - before.wal),
  };
  return { observed, milliseconds };
}

const rank = (mode: LockMode | undefined): number => (mode === undefined ? -1 : lockModes.indexOf(mode));

async function look(session: Session): Promise<Look> {
  // Relations of users only: every statement locks catalogs for moments.
  const locks = await session.query<{ relation: string; mode: LockMode }>(
    `SELECT ${nameOf} AS relation, ${modeWords} AS mode
       FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE l.pid = pg_catalog.pg_backend_pid() AND l.granted AND c.oid >= 16384 AND n.nspname <> 'pg_toast'
      ORDER BY 1`,
  );
  const strongest = new Map<string, LockMode>();
  for (const { relation, mode } of locks)
    if (rank(mode) > rank(strongest.get(relation))) strongest.set(relation, mode);
  const files = await session.query<{ relation: string; file: string }>(
    `SELECT ${nameOf} AS relation, c.relfilenode::text AS file
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'i', 'm') AND c.relfilenode <> 0 AND c.oid >= 16384 AND n.nspname <> 'pg_toast'`,
  );
  const [wal] = await session.query<{ bytes: number }>(
    "SELECT pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_insert_lsn(), '0/0')::float8 AS bytes",
  );
  return {
    locks: strongest,
    files: new Map(files.map(({ relation, file }) => [relation, file])),
    wal: wal?.bytes ?? 0,
  };
}
