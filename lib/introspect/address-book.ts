import type { Dependency } from "../catalog/catalog";
import type { Depend, DependRow } from "./depend";

/** An object of ours, told from others by a number: long keys take longer to compare. */
interface Entry {
  readonly key: string;
  readonly number: number;
}

/** Which object each catalog row belongs to, by address. */
export interface AddressBook {
  /** @param addresses as pg_depend spells them, `classid:objid:objsubid` */
  add(key: string, addresses: readonly string[]): void;
  /** The identity key of the object that depends, by a row of pg_depend. */
  dependent(row: DependRow): string | undefined;
  /** The identity key of the object it depends on. */
  referenced(row: DependRow): string | undefined;
  /** Lets members of an extension, and rows that are part of another row (an array type), stand for what they belong to. */
  followMembers(depend: Depend): void;
  /** pg_depend in terms of objects: rows within one object fall away, doubles are merged. */
  dependencies(depend: Depend): readonly Dependency[];
}

export function createAddressBook(): AddressBook {
  /** By catalog, by oid, by column; 0 is the whole. */
  const catalogs = new Map<number, Map<number, Entry[]>>();
  let count = 0;
  /** A column that we hold no object for (a view's, an index's) is its relation. */
  const find = (catalog: number, oid: number, column: number): Entry | undefined => {
    const entries = catalogs.get(catalog)?.get(oid);
    return entries?.[column] ?? entries?.[0];
  };
  const dependent = (row: DependRow): Entry | undefined => find(row.catalog, row.oid, row.column);
  const referenced = (row: DependRow): Entry | undefined =>
    find(row.referencedCatalog, row.referencedOid, row.referencedColumn);
  const put = (catalog: number, oid: number, column: number, entry: Entry): void => {
    const known = catalogs.get(catalog);
    const byOid = known ?? new Map<number, Entry[]>();
    if (known === undefined) catalogs.set(catalog, byOid);
    const entries = byOid.get(oid) ?? [];
    if (entries.length === 0) byOid.set(oid, entries);
    entries[column] = entry;
  };
  return {
    add: (key, addresses) => {
      const entry = { key, number: count++ };
      for (const address of addresses) {
        const [first, second] = [address.indexOf(":"), address.lastIndexOf(":")];
        const [catalog, oid] = [address.slice(0, first), address.slice(first + 1, second)];
        put(Number(catalog), Number(oid), Number(address.slice(second + 1)), entry);
      }
    },
    dependent: (row) => dependent(row)?.key,
    referenced: (row) => referenced(row)?.key,
    followMembers: (depend) => {
      depend.forEach((row) => {
        const whole = row.type === "e" ? referenced(row) : undefined;
        if (whole !== undefined) put(row.catalog, row.oid, row.column, whole);
      });
      depend.forEach((row) => {
        const whole = row.type === "i" && dependent(row) === undefined ? referenced(row) : undefined;
        if (whole !== undefined) put(row.catalog, row.oid, row.column, whole);
      });
    },
    dependencies: (depend) => {
      const byDependent: (Entry[] | undefined)[] = [];
      const dependents: Entry[] = [];
      depend.forEach((row) => {
        if (row.type === "e" || row.type === "x") return;
        const from = dependent(row);
        const to = referenced(row);
        if (from === undefined || to === undefined || from === to) return;
        const known = byDependent[from.number];
        if (known !== undefined) known.push(to);
        else {
          byDependent[from.number] = [to];
          dependents.push(from);
        }
      });
      const edges: Dependency[] = [];
      const lastDependent: number[] = [];
      for (const { key, number } of dependents) {
        for (const to of byDependent[number] ?? []) {
          if (lastDependent[to.number] === number) continue;
          lastDependent[to.number] = number;
          edges.push({ dependent: key, referenced: to.key });
        }
      }
      return edges;
    },
  };
}
