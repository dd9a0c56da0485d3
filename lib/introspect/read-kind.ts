import type { NotVisible } from "../catalog/coverage";
import type { CatalogObject } from "../kinds/kind";
import { type AnyKind, kinds } from "../kinds/registry";
import type { Session } from "../postgres/connect";
import { identityKey } from "../postgres/identity";
import { majorOf } from "../postgres/version";
import type { AddressBook } from "./address-book";
import { askTogether } from "./ask-allowed";

/** What the database has of one kind. */
export interface KindReading {
  readonly objects: readonly CatalogObject[];
  /** The addresses of objects that can be renamed and have one of their own, by identity key. */
  readonly addresses: { readonly [key: string]: string };
  readonly notVisible: readonly NotVisible[];
}

const sometimesAbsent = kinds.filter(({ presence }) => presence !== undefined);

/** What a database has at all, so that nothing need be asked of the rest. */
export interface Census {
  readonly absent: ReadonlySet<AnyKind>;
  /** Whether any table is a partition or a child of another. */
  readonly inherits: boolean;
}

/** One row: for each kind that a database may have nothing of, whether it has; and whether any table inherits. */
export const censusQuery = `SELECT pg_catalog.json_build_array(${sometimesAbsent
  .map(({ presence }) => `EXISTS (SELECT FROM ${presence})`)
  .join(", ")}) AS present, EXISTS (SELECT FROM pg_catalog.pg_inherits) AS inherits`;

export async function readCensus(session: Session): Promise<Census> {
  const [row] = await session.query<{ present: readonly boolean[]; inherits: boolean }>(censusQuery);
  return {
    absent: new Set(sometimesAbsent.filter((_, place) => row?.present[place] === false)),
    inherits: row?.inherits !== false,
  };
}

/** Reads the objects of one kind and enters them into the address book. */
export async function readKind(
  session: Session,
  kind: AnyKind,
  { inherits }: Census,
  book: AddressBook,
): Promise<KindReading> {
  const major = majorOf(session.serverVersion);
  const isRenamed = kind.renaming !== undefined && kind.renaming.place === undefined;
  const objects: CatalogObject[] = [];
  const addresses: Record<string, string> = {};
  let make: ReturnType<typeof objectMaker> | undefined;
  const [, hidden] = await askTogether([
    () =>
      session.each(kind.query(major, inherits), (values, names) => {
        make ??= objectMaker(names);
        const { object, address, aliases } = make(values);
        book.add(object, address, aliases);
        if (isRenamed) addresses[identityKey(object)] = address;
        objects.push(object);
      }),
    async () => (kind.notVisible ? session.query<Omit<NotVisible, "kind">>(kind.notVisible(major)) : []),
  ]);
  return { objects, addresses, notVisible: hidden.map((entry) => ({ ...entry, kind: kind.kind })) };
}

/** An object apart from where it stands in the catalog. */
interface Found {
  readonly object: CatalogObject;
  readonly address: string;
  readonly aliases: readonly string[];
}

const none: readonly string[] = [];

/** Makes objects of the rows of one query. */
function objectMaker(names: readonly string[]): (values: readonly unknown[]) => Found {
  const places = names.flatMap((name, place) => (addressFields.has(name) ? [] : [place]));
  const [addressPlace, aliasesPlace] = [names.indexOf("address"), names.indexOf("aliases")];
  const blank: Record<string, unknown> = Object.fromEntries(places.map((place) => [names[place], null]));
  // A text that the row before has too is kept once: a table's name stands in each of its columns.
  const before: unknown[] = [...names];
  return (values) => {
    // To copy an object that has its fields already costs V8 a fraction of adding them one by one.
    const object = { ...blank };
    for (const place of places) {
      const value = values[place];
      if (value === null) continue;
      if (value !== before[place]) before[place] = value;
      object[names[place] as string] = before[place];
    }
    // Some kinds stand in a schema or in none; a row has the column all the same.
    if (object.schema === null) delete object.schema;
    return {
      object: object as CatalogObject,
      address: values[addressPlace] as string,
      aliases: (values[aliasesPlace] as readonly string[] | null | undefined) ?? none,
    };
  };
}

const addressFields = new Set(["address", "aliases"]);
