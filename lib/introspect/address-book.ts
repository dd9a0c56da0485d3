import type { Dependency } from "../catalog/catalog";
import type { CatalogObject } from "../kinds/kind";
import { identityKey } from "../postgres/identity";
import type { Depend, DependRow } from "./depend";

/** An object of ours, told from others by a number. */
interface Entry {
  readonly object: CatalogObject;
  readonly number: number;
}

/** Which object each catalog row belongs to, by address. */
export interface AddressBook {
  /** @param address as pg_depend spells it, `classid:objid:objsubid`; `aliases` too */
  add(object: CatalogObject, address: string, aliases: readonly string[]): void;
  /** The object that depends, by a row of pg_depend. */
  dependent(row: DependRow): CatalogObject | undefined;
  /** The object it depends on. */
  referenced(row: DependRow): CatalogObject | undefined;
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
    const entries = byOid.get(oid);
    if (entries !== undefined) entries[column] = entry;
    else {
      const first: Entry[] = [];
      first[column] = entry;
      byOid.set(oid, first);
    }
  };
  const enter = (address: string, entry: Entry): void => {
    const [catalog, oid, column] = parseAddress(address);
    put(catalog, oid, column, entry);
  };
  return {
    add: (object, address, aliases) => {
      const entry = { object, number: count++ };
      enter(address, entry);
      for (const alias of aliases) enter(alias, entry);
    },
    dependent: (row) => dependent(row)?.object,
    referenced: (row) => referenced(row)?.object,
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
      const keys: string[] = [];
      const keyOf = ({ object, number }: Entry): string => (keys[number] ??= identityKey(object));
      const edges: Dependency[] = [];
      const lastDependent: number[] = [];
      for (const from of dependents) {
        for (const to of byDependent[from.number] ?? []) {
          if (lastDependent[to.number] === from.number) continue;
          lastDependent[to.number] = from.number;
          edges.push({ dependent: keyOf(from), referenced: keyOf(to) });
        }
      }
      return edges;
    },
  };
}

const zero = 48;
const colon = 58;

/** `1259:16384:3`, read digit by digit: every column has one, and three texts cut out of each would be thrown away at once. */
function parseAddress(address: string): readonly [catalog: number, oid: number, column: number] {
  let catalog = 0;
  let oid = 0;
  let number = 0;
  for (let at = 0; at < address.length; at++) {
    const code = address.charCodeAt(at);
    if (code !== colon) number = number * 10 + code - zero;
    else {
      catalog = oid;
      oid = number;
      number = 0;
    }
  }
  return [catalog, oid, number];
}
