/** What a relation says of columns that are no objects of their own: those of views, and those that every table has. */
import { qualify, quoteIdentifier } from "../../postgres/identifier";
import type { Identity } from "../../postgres/identity";
import type { Statement } from "../../postgres/statement";
import { changeGrants, type Privileges, setComment } from "../ownership/ownership";

/**
 * Attributes of a relation's columns as one JSON object by column name; NULL where no column has any.
 * @param which of its columns: those of the system have numbers below 0
 */
export const byColumn = (
  value: string,
  joins: string,
  condition: string,
  which = "a.attnum > 0",
): string => `(
  SELECT pg_catalog.jsonb_object_agg(a.attname, ${value}) FROM pg_catalog.pg_attribute a ${joins}
  WHERE a.attrelid = c.oid AND ${which} AND NOT a.attisdropped AND ${condition})`;

/** Names of the columns whose entries differ. */
export function changedColumns(
  expected: { readonly [column: string]: unknown } | null,
  actual: { readonly [column: string]: unknown } | null,
): readonly string[] {
  return [...new Set([...Object.keys(expected ?? {}), ...Object.keys(actual ?? {})])]
    .toSorted()
    .filter((name) => JSON.stringify(expected?.[name]) !== JSON.stringify(actual?.[name]));
}

interface Commented extends Identity {
  readonly columnComments: { readonly [column: string]: string } | null;
}

/** COMMENT ON COLUMN for each column whose comment differs. */
export function changeColumnComments(expected: Commented, actual: Commented): readonly Statement[] {
  return changedColumns(expected.columnComments, actual.columnComments).map((name) =>
    setComment(
      `COLUMN ${qualify(expected.schema, expected.name)}.${quoteIdentifier(name)}`,
      expected,
      expected.columnComments?.[name] ?? null,
    ),
  );
}

interface GrantedByColumn extends Identity {
  readonly owner: string | null;
  readonly columnPrivileges: { readonly [column: string]: Privileges } | null;
}

/** GRANT and REVOKE for each column whose grants differ. */
export function changeColumnPrivileges(
  expected: GrantedByColumn,
  actual: GrantedByColumn,
): readonly Statement[] {
  return changedColumns(expected.columnPrivileges, actual.columnPrivileges).flatMap((name) =>
    changeGrants(
      `TABLE ${qualify(expected.schema, expected.name)}`,
      { ...expected, privileges: expected.columnPrivileges?.[name] ?? null },
      { ...actual, privileges: actual.columnPrivileges?.[name] ?? null },
      { columns: ` (${quoteIdentifier(name)})` },
    ),
  );
}
