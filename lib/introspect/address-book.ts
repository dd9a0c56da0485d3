import type { Dependency } from "../catalog/catalog";
import { catalogOid } from "../kinds/catalog-sql";

/** One row of pg_depend, addresses as `classid:objid:objsubid`. */
export interface DependRow {
  readonly dependent: string;
  readonly referenced: string;
  /** pg_depend.deptype. */
  readonly type: string;
}

/** pg_depend between rows that users' DDL made; what rests on the system's own objects is left to the server (pinned). */
export const dependQuery = /* sql */ `
  SELECT pg_catalog.concat(d.classid, ':', d.objid, ':', d.objsubid) AS dependent,
         pg_catalog.concat(d.refclassid, ':', d.refobjid, ':', d.refobjsubid) AS referenced, d.deptype::text AS type
  FROM pg_catalog.pg_depend d
  WHERE d.deptype IN ('n', 'a', 'i', 'e', 'x', 'P', 'S')
    AND (d.refobjid >= 16384 OR d.refclassid = ${catalogOid.pg_extension})
    -- The triggers that enforce foreign keys, and tables' row types: no objects of ours, and a fifth of all rows.
    AND NOT (d.deptype = 'i' AND d.classid = ${catalogOid.pg_trigger} AND d.refclassid = ${catalogOid.pg_constraint})
    AND NOT (d.deptype = 'i' AND d.classid = ${catalogOid.pg_type} AND d.refclassid = ${catalogOid.pg_class})`;

const withoutColumn = (address: string): string => `${address.slice(0, address.lastIndexOf(":"))}:0`;

/** Which object each catalog row belongs to, by address. */
export interface AddressBook {
  add(address: string, key: string): void;
  /** The identity key at an address. A column we hold no object for (a view's, an index's) is its relation. */
  find(address: string): string | undefined;
  /** Lets members of an extension, and rows that are part of another row (an array type), stand for what they belong to. */
  followMembers(rows: readonly DependRow[]): void;
  /** pg_depend in terms of objects: rows within one object fall away, doubles are merged. */
  dependencies(rows: readonly DependRow[]): readonly Dependency[];
}

export function createAddressBook(): AddressBook {
  const keys = new Map<string, string>();
  const find = (address: string): string | undefined => keys.get(address) ?? keys.get(withoutColumn(address));
  return {
    add: (address, key) => {
      keys.set(address, key);
    },
    find,
    followMembers: (rows) => {
      for (const row of rows) {
        const whole = row.type === "e" ? find(row.referenced) : undefined;
        if (whole !== undefined) keys.set(row.dependent, whole);
      }
      for (const row of rows) {
        const whole = row.type === "i" && !keys.has(row.dependent) ? find(row.referenced) : undefined;
        if (whole !== undefined && find(row.dependent) === undefined) keys.set(row.dependent, whole);
      }
    },
    dependencies: (rows) => {
      // Pairs are told apart by numbers: to join two long keys for each of them takes longer than all the rest.
      const numbers = new Map<string, number>();
      const numberOf = (key: string): number => {
        const known = numbers.get(key);
        if (known !== undefined) return known;
        numbers.set(key, numbers.size);
        return numbers.size - 1;
      };
      const seen = new Set<number>();
      const edges: Dependency[] = [];
      for (const row of rows) {
        if (row.type === "e" || row.type === "x") continue;
        const dependent = find(row.dependent);
        const referenced = find(row.referenced);
        if (dependent === undefined || referenced === undefined || dependent === referenced) continue;
        const edge = numberOf(dependent) * 2 ** 26 + numberOf(referenced);
        if (seen.has(edge)) continue;
        seen.add(edge);
        edges.push({ dependent, referenced });
      }
      return edges;
    },
  };
}
