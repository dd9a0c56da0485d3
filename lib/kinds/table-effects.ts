/** What a table's REVOKE does to the grants on its columns. */
import type { CatalogView, Sides } from "./kind";
import { isRevoked, type Privileges } from "./ownership";
import type { Table } from "./table";

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
