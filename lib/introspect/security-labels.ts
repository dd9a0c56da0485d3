import type { SecurityLabel } from "../catalog/catalog";
import { identityKey } from "../postgres/identity";
import type { AddressBook } from "./address-book";

export interface SecurityLabelRow {
  readonly address: string;
  readonly column: string;
  readonly provider: string;
  readonly label: string;
}

/** Labels of the database's own objects: what masks a column or confines a table is one (pg_seclabel). */
export const securityLabelsQuery = `
  SELECT pg_catalog.concat(s.classoid::oid::bigint, ':', s.objoid, ':', s.objsubid) AS address,
         COALESCE(a.attname::text, '') AS column, s.provider, s.label
  FROM pg_catalog.pg_seclabel s
  LEFT JOIN pg_catalog.pg_attribute a
    ON s.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND a.attrelid = s.objoid AND a.attnum = s.objsubid AND s.objsubid > 0
  ORDER BY 1, 3`;

/** The rows in terms of objects; what belongs to no object of ours falls away. */
export const readSecurityLabels = (
  rows: readonly SecurityLabelRow[],
  book: AddressBook,
): readonly SecurityLabel[] =>
  rows.flatMap(({ address, ...label }) => {
    const object = book.at(address);
    return object === undefined ? [] : [{ object: identityKey(object), ...label }];
  });
