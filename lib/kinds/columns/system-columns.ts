/** Grants on the columns that every table has from the start (`tableoid`, `ctid`, …): those are no objects of their own. */
import { columnPrivileges } from "../catalog-sql";
import type { Privileges } from "../ownership/ownership";
import { byColumn } from "./column-entries";

export interface GrantsOnSystemColumns {
  /** Null where there are none. */
  readonly columnPrivileges: { readonly [column: string]: Privileges } | null;
}

/** The {@link GrantsOnSystemColumns} of the relation `c`. */
export const privilegesOnSystemColumns = byColumn(
  columnPrivileges("a.attacl", "c.relowner"),
  "",
  "a.attacl IS NOT NULL",
  "a.attnum < 0",
);

/** The same by column. */
export const grantsOnSystemColumns = (object: GrantsOnSystemColumns): ReadonlyMap<string, Privileges> =>
  new Map(Object.entries(object.columnPrivileges ?? {}));
