import type { ForeignGrant } from "../catalog/catalog";
import { address, type catalogOid } from "../kinds/catalog-sql";
import { quoteIdentifier } from "../postgres/identifier";
import { identityKey } from "../postgres/identity";
import type { AddressBook } from "./address-book";

export interface GrantorRow {
  readonly address: string;
  readonly column: string | null;
  readonly grantee: string;
  readonly grantor: string;
  readonly privilege: string;
}

/** Where grants stand: catalog, its access list and owner; `pg_attribute` is its relation's owner's. */
const lists: readonly (readonly [catalog: keyof typeof catalogOid, acl: string, owner: string])[] = [
  ["pg_class", "relacl", "relowner"],
  ["pg_proc", "proacl", "proowner"],
  ["pg_type", "typacl", "typowner"],
  ["pg_namespace", "nspacl", "nspowner"],
  ["pg_language", "lanacl", "lanowner"],
  ["pg_foreign_server", "srvacl", "srvowner"],
  ["pg_foreign_data_wrapper", "fdwacl", "fdwowner"],
];

const select = (where: string, columnName: string, acl: string, owner: string, from: string): string => `
  SELECT ${where} AS address, ${columnName} AS column,
         CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(g.grantee)) END AS grantee,
         pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(g.grantor)) AS grantor, g.privilege_type AS privilege
  FROM ${from} CROSS JOIN LATERAL pg_catalog.aclexplode(${acl}) g
  WHERE ${acl} IS NOT NULL AND g.grantor <> ${owner} AND g.grantee <> ${owner}`;

/**
 * Grants by others than the owner. Only who gave one can take it back: REVOKE by anybody else takes nothing, and says
 * nothing (https://www.postgresql.org/docs/current/sql-revoke.html, Notes).
 */
export const grantorsQuery = `${[
  ...lists.map(([catalog, acl, owner]) =>
    select(address(catalog, "o.oid"), "NULL::text", `o.${acl}`, `o.${owner}`, `pg_catalog.${catalog} o`),
  ),
  select(
    address("pg_class", "a.attrelid", "a.attnum"),
    "a.attname::text",
    "a.attacl",
    "c.relowner",
    "pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid",
  ),
].join(" UNION ALL ")} ORDER BY 1, 2, 3, 4, 5`;

/** The rows in terms of objects; what belongs to no object of ours falls away. */
export const readGrantors = (rows: readonly GrantorRow[], book: AddressBook): readonly ForeignGrant[] =>
  rows.flatMap(({ address: place, column, ...grant }) => {
    const object = book.at(place);
    return object === undefined
      ? []
      : [
          {
            object: identityKey(object),
            columns: column === null ? "" : ` (${quoteIdentifier(column)})`,
            ...grant,
          },
        ];
  });
