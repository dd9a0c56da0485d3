import type { Dependency } from "../catalog/catalog";
import { catalogOid } from "../kinds/catalog-sql";
import type { CatalogObject } from "../kinds/kind";
import { identityKey } from "../postgres/identity";
import type { Depend, DependRow } from "./depend";

/** Which object each catalog row belongs to, by address. */
export interface AddressBook {
  /** @param address as pg_depend spells it, `classid:objid:objsubid`; `aliases` too */
  add(object: CatalogObject, address: string, aliases: readonly string[]): void;
  /** The object at an address; of a view's or an index's column the relation. */
  at(address: string): CatalogObject | undefined;
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
  const catalogs = new Map<number, Map<number, CatalogObject[]>>();
  /** A column that we hold no object for (a view's, an index's) is its relation. */
  const find = (catalog: number, oid: number, column: number): CatalogObject | undefined => {
    const objects = catalogs.get(catalog)?.get(oid);
    return objects?.[column] ?? objects?.[0];
  };
  const dependent = (row: DependRow): CatalogObject | undefined => find(row.catalog, row.oid, row.column);
  const referenced = (row: DependRow): CatalogObject | undefined =>
    find(row.referencedCatalog, row.referencedOid, row.referencedColumn);
  const put = (catalog: number, oid: number, column: number, object: CatalogObject): void => {
    const known = catalogs.get(catalog);
    const byOid = known ?? new Map<number, CatalogObject[]>();
    if (known === undefined) catalogs.set(catalog, byOid);
    const objects = byOid.get(oid);
    if (objects !== undefined) objects[column] = object;
    // Most have no columns: an array that is written to later would keep room for more.
    else if (column === 0) byOid.set(oid, [object]);
    else {
      const columns: CatalogObject[] = [];
      columns[column] = object;
      byOid.set(oid, columns);
    }
  };
  const wholeOf = (catalog: number, oid: number, parts: Parts): CatalogObject | undefined => {
    const above = parts.get(catalog)?.get(oid);
    return above === undefined ? undefined : (find(catalog, above, 0) ?? wholeOf(catalog, above, parts));
  };
  const enter = (address: string, object: CatalogObject): void => {
    const [catalog, oid, column] = parseAddress(address);
    put(catalog, oid, column, object);
  };
  return {
    add: (object, address, aliases) => {
      enter(address, object);
      for (const alias of aliases) enter(alias, object);
    },
    at: (address) => find(...parseAddress(address)),
    dependent,
    referenced,
    followMembers: (depend) => {
      const members = new Map<CatalogObject, CatalogObject>();
      depend.forEach((row) => {
        const whole = row.type === "e" ? referenced(row) : undefined;
        if (whole === undefined) return;
        const member = dependent(row);
        if (member !== undefined) members.set(member, whole);
        put(row.catalog, row.oid, row.column, whole);
      });
      depend.forEach((row) => {
        if (row.type !== "i") return;
        const part = dependent(row);
        // What a member has rows of besides (its array type) was entered as the member's.
        const whole = part === undefined ? referenced(row) : members.get(part);
        if (whole !== undefined) put(row.catalog, row.oid, row.column, whole);
      });
    },
    dependencies: (depend) => {
      const byDependent = new Map<CatalogObject, Set<CatalogObject>>();
      const parts = partsIn(depend);
      depend.forEach((row) => {
        // A key that is part of a root's index and that index go together, and none is made of the other.
        if (row.type === "e" || row.type === "x" || row.type === "P") return;
        const from = dependent(row);
        const to = referenced(row) ?? wholeOf(row.referencedCatalog, row.referencedOid, parts);
        if (from === undefined || to === undefined || from === to) return;
        const known = byDependent.get(from);
        if (known === undefined) byDependent.set(from, new Set([to]));
        else known.add(to);
      });
      const keys = new Map<CatalogObject, string>();
      const keyOf = (object: CatalogObject): string => {
        const known = keys.get(object);
        if (known !== undefined) return known;
        const key = identityKey(object);
        keys.set(object, key);
        return key;
      };
      return [...byDependent].flatMap(([from, referenced]) =>
        [...referenced].map((to) => ({ dependent: keyOf(from), referenced: keyOf(to) })),
      );
    },
  };
}

/** By catalog: what a partition has of its root's object, and what of that object is the next above. */
type Parts = ReadonlyMap<number, ReadonlyMap<number, number>>;

/** Parts of indexes and keys are no objects of ours: what rests on one, a foreign key to a partition, rests on its root's. */
function partsIn(depend: Depend): Parts {
  const parts = new Map<number, Map<number, number>>(
    [catalogOid.pg_class, catalogOid.pg_constraint].map((one) => [one, new Map()]),
  );
  depend.forEach((row) => {
    if (row.type === "P" && row.catalog === row.referencedCatalog)
      parts.get(row.catalog)?.set(row.oid, row.referencedOid);
  });
  return parts;
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
