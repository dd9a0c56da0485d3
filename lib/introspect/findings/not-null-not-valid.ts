import { isUserSchema } from "../../kinds/catalog-sql";
import { notValidFinding, type ObjectFinding } from "../../kinds/finding";
import type { Session } from "../../postgres/connect";
import { qualify, quoteIdentifier } from "../../postgres/identifier";
import type { Identity } from "../../postgres/identity";
import { statement } from "../../postgres/statement";
import { majorOf } from "../../postgres/version";

interface Row {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  readonly constraint: string;
}

const query = /* sql */ `
  SELECT n.nspname::text AS schema, c.relname::text AS table, a.attname::text AS column, k.conname::text AS constraint
  FROM pg_catalog.pg_constraint k
  JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
  WHERE k.contype = 'n' AND NOT k.convalidated AND c.relpersistence <> 't' AND ${isUserSchema("n")} ORDER BY 1, 2, 3`;

/** Columns that are NOT NULL by a constraint nobody has validated, which PostgreSQL 18 allows: nulls from before may be there. */
export async function readNotNullNotValid(session: Session): Promise<readonly ObjectFinding[]> {
  if (majorOf(session.serverVersion) < 18) return [];
  return (await session.query<Row>(query)).map(({ schema, table, column, constraint }) => {
    const object: Identity = { kind: "column", schema, table, name: column };
    return {
      ...notValidFinding(object, [
        statement(
          `ALTER TABLE ${qualify(schema, table)} VALIDATE CONSTRAINT ${quoteIdentifier(constraint)}`,
          object,
          {
            lock: "SHARE UPDATE EXCLUSIVE",
            scan: true,
            hazards: [{ code: "may-fail-on-data", detail: "rows where it is null" }],
          },
        ),
      ]),
      says: "is NOT NULL by a constraint that is NOT VALID",
    };
  });
}
