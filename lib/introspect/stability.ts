import { isUserSchema } from "../kinds/catalog-sql";

/**
 * What tells, at the end of a REPEATABLE READ transaction, whether anybody has written since its snapshot: the snapshot
 * itself, and how many transaction ids the next one is ahead of 3. age() asks for the next id when it is first called
 * in a transaction (xact.c, GetStableLatestTransactionId), so it must not be called before.
 */
export const quietQuery =
  "SELECT pg_catalog.pg_current_snapshot()::text AS snapshot, pg_catalog.age('3'::xid) AS age";

export interface QuietRow {
  /** `xmin:xmax:xip_list`. */
  readonly snapshot: string;
  readonly age: number;
}

/**
 * True where no transaction that writes was running when the snapshot was taken, and none has begun since: whatever was
 * read meanwhile, by snapshot or past it, is of one moment. No statement about standbys, which list nothing as running.
 */
export function wasQuiet({ snapshot, age }: QuietRow): boolean {
  const [oldestRunning, next, running] = snapshot.split(":");
  if (next === undefined || running !== "" || oldestRunning !== next) return false;
  // Ids are counted in 32 bits, with an epoch in front.
  return BigInt.asUintN(32, BigInt(next)) === BigInt.asUintN(32, BigInt(age) + 3n);
}

/**
 * A token that changes with every DDL statement on users' objects: how many rows the catalogs hold, and the sum of a hash
 * of each row's address and xmin.
 *
 * pg_get_…def functions read the newest catalog whatever the transaction's snapshot is, so that a REPEATABLE READ reading
 * can be torn by DDL (postgres-facts.md §0.12). A reading is whole when the token of its own snapshot equals the token of
 * a snapshot taken after it. Temporary tables come and go all the time and are left out.
 */
export const stabilityQuery = /* sql */ `
  WITH relations AS MATERIALIZED (
    SELECT c.oid, c.xmin FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE ${isUserSchema("n")} AND c.relpersistence <> 't'
  ), marks AS (
    SELECT 1 AS catalog, oid, 0 AS sub, xmin FROM relations
    UNION ALL SELECT 2, a.attrelid, a.attnum, a.xmin FROM pg_catalog.pg_attribute a JOIN relations r ON r.oid = a.attrelid
    UNION ALL SELECT 3, oid, 0, xmin FROM pg_catalog.pg_constraint WHERE oid >= 16384
    UNION ALL SELECT 4, d.oid, 0, d.xmin FROM pg_catalog.pg_attrdef d JOIN relations r ON r.oid = d.adrelid
    UNION ALL SELECT 5, oid, 0, xmin FROM pg_catalog.pg_proc WHERE oid >= 16384
    UNION ALL SELECT 6, w.oid, 0, w.xmin FROM pg_catalog.pg_rewrite w JOIN relations r ON r.oid = w.ev_class
    UNION ALL SELECT 7, oid, 0, xmin FROM pg_catalog.pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT 8, oid, 0, xmin FROM pg_catalog.pg_policy
    UNION ALL SELECT 9, t.oid, 0, t.xmin FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
      WHERE ${isUserSchema("n")} AND t.typtype <> 'c'
    UNION ALL SELECT 10, oid, 0, xmin FROM pg_catalog.pg_enum WHERE oid >= 16384
    UNION ALL SELECT 11, oid, 0, xmin FROM pg_catalog.pg_namespace WHERE nspname OPERATOR(pg_catalog.!~) '^pg_(temp|toast)'
    UNION ALL SELECT 13, oid, 0, xmin FROM pg_catalog.pg_event_trigger WHERE oid >= 16384
    UNION ALL SELECT 14, oid, 0, xmin FROM pg_catalog.pg_statistic_ext
    UNION ALL SELECT 15, oid, 0, xmin FROM pg_catalog.pg_publication
    UNION ALL SELECT 16, oid, 0, xmin FROM pg_catalog.pg_publication_rel
    UNION ALL SELECT 12, x.indexrelid, 0, x.xmin FROM pg_catalog.pg_index x JOIN relations r ON r.oid = x.indexrelid
  )
  SELECT pg_catalog.concat(pg_catalog.count(*), ':', pg_catalog.sum(
    pg_catalog.hashint8extended((oid::bigint OPERATOR(pg_catalog.#) (sub::bigint OPERATOR(pg_catalog.<<) 32)),
      (xmin::text::bigint OPERATOR(pg_catalog.*) 32 OPERATOR(pg_catalog.+) catalog)))) AS token
  FROM marks`;
