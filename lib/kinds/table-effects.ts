/** What a table does to others: its REVOKE to grants on its columns, its making to its parent. */
import type { LockMode } from "../postgres/lock-mode";
import type { LockedRelation } from "../postgres/statement";
import type { CatalogView, Sides } from "./kind";
import { isRevoked, type Privileges } from "./ownership";
import type { Table } from "./table";
import { parentsOf } from "./table-parents";

export const grantsOfColumns = (object: Table, side: CatalogView): ReadonlyMap<string, Privileges> =>
  new Map(
    side
      .childrenOf(object)
      .filter(({ kind, privileges }) => kind === "column" && privileges != null)
      .map((column) => [column.name, column.privileges as Privileges]),
  );

/** Columns whose own grants a REVOKE on the table reaches: it would be half of their change. */
export const columnsThatLoseGrants = (expected: Table, actual: Table, sides: Sides) =>
  [...grantsOfColumns(actual, sides.actual)]
    .filter(([, present]) =>
      Object.entries(present ?? {}).some(([grantee, privileges]) =>
        privileges.some((privilege) => isRevoked(grantee, privilege, expected, actual)),
      ),
    )
    .map(([name]) => ({
      object: { kind: "column", schema: actual.schema, table: actual.name, name },
      attribute: "privileges",
    }));

/** A new partition keeps everybody off its root, a new child only those that change its parent. */
export const lockOfParent = ({ partitionOf, inherits }: Table): LockMode | null =>
  partitionOf !== null ? "ACCESS EXCLUSIVE" : inherits.length > 0 ? "SHARE UPDATE EXCLUSIVE" : null;

/** The same, parent by parent. */
export const locksOnParents = (table: Table): readonly LockedRelation[] => {
  const mode = lockOfParent(table);
  return mode === null ? [] : parentsOf(table).map((relation) => ({ relation, mode, only: true }));
};
