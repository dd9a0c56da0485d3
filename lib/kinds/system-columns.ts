/** Grants on the columns that every table has from the start (`tableoid`, `ctid`, …): those are no objects of their own. */
import { columnPrivileges } from "./catalog-sql";
import type { Privileges } from "./ownership";

export interface GrantsOnSystemColumns {
  /** Null where there are none. */
  readonly columnPrivileges: { readonly [column: string]: Privileges } | null;
}

/** The {@link GrantsOnSystemColumns} of the relation `c`. */
export const privilegesOnSystemColumns = `(
  SELECT pg_catalog.jsonb_object_agg(sc.attname, ${columnPrivileges("sc.attacl", "c.relowner")}) FROM pg_catalog.pg_attribute sc
  WHERE sc.attrelid = c.oid AND sc.attnum < 0 AND sc.attacl IS NOT NULL)`;

/** The same by column. */
export const grantsOnSystemColumns = (object: GrantsOnSystemColumns): ReadonlyMap<string, Privileges> =>
  new Map(Object.entries(object.columnPrivileges ?? {}));
