import type { NotVisible } from "../catalog/coverage";
import type { CatalogObject } from "../kinds/kind";
import { type AnyKind, kinds } from "../kinds/registry";
import type { Session } from "../postgres/connect";
import { errorCode } from "../postgres/connection-error";
import { identityKey } from "../postgres/identity";
import { majorOf } from "../postgres/version";
import type { AddressBook } from "./address-book";

interface Read {
  readonly objects: readonly CatalogObject[];
  /** The addresses of objects that can be renamed and have one of their own, by identity key. */
  readonly addresses: { readonly [key: string]: string };
  readonly notVisible: readonly NotVisible[];
}

interface Reading extends Read {
  readonly objects: CatalogObject[];
  readonly addresses: Record<string, string>;
  readonly notVisible: NotVisible[];
}

const emptyReading = (): Reading => ({ objects: [], addresses: {}, notVisible: [] });

type Begin = (kind: AnyKind, done: number) => void;

/**
 * Reads the objects of every kind and enters them into the address book. A kind whose catalog the role may not read is
 * left out and named. Stands inside a transaction, which goes on whatever the role may not do.
 * @param begin is called before each kind is read; what it throws ends the reading
 */
export async function readKinds(session: Session, book: AddressBook, begin: Begin): Promise<Read> {
  await session.execute("SAVEPOINT plumbline_read");
  const read =
    (await readWhatIsThere(session, book, begin)) ??
    // Rights are missing, which is rare: one at a time, so that each failure costs one kind only.
    (await readOneByOne(session, book, begin));
  await session.execute("RELEASE SAVEPOINT plumbline_read");
  return read;
}

/** Null where a right is missing. */
async function readWhatIsThere(session: Session, book: AddressBook, begin: Begin): Promise<Read | null> {
  const read = emptyReading();
  try {
    const absent = await readAbsent(session);
    for (const [done, kind] of kinds.entries()) {
      begin(kind, done);
      if (!absent.has(kind)) enter(kind, await ask(session, kind), read, book);
    }
  } catch (error) {
    if (errorCode(error) !== "42501") throw error;
    await session.execute("ROLLBACK TO SAVEPOINT plumbline_read");
    return null;
  }
  return read;
}

const sometimesAbsent = kinds.filter(({ presence }) => presence !== undefined);

/** One row: for each kind that a database may have nothing of, whether it has. */
export const censusQuery = `SELECT pg_catalog.json_build_array(${sometimesAbsent
  .map(({ presence }) => `EXISTS (SELECT FROM ${presence})`)
  .join(", ")}) AS present`;

/** Those kinds of which the database has nothing. */
export async function readAbsent(session: Session): Promise<ReadonlySet<AnyKind>> {
  const [census] = await session.query<{ present: readonly boolean[] }>(censusQuery);
  return new Set(sometimesAbsent.filter((_, place) => census?.present[place] === false));
}

async function readOneByOne(session: Session, book: AddressBook, begin: Begin): Promise<Read> {
  const read = emptyReading();
  for (const [done, kind] of kinds.entries()) {
    begin(kind, done);
    try {
      enter(kind, await ask(session, kind), read, book);
    } catch (error) {
      if (errorCode(error) !== "42501") throw error;
      await session.execute("ROLLBACK TO SAVEPOINT plumbline_read");
      read.notVisible.push({ ...hiddenCatalog(session, kind.plural), kind: kind.kind });
    }
  }
  return read;
}

/** What cannot be read because the role has no right to a catalog. */
export const hiddenCatalog = (session: Session, what: string): NotVisible => ({
  what,
  reason: `Role ${session.user} may not read the catalog they stand in (42501).`,
  remedy: "GRANT SELECT on the catalogs of pg_catalog to the role, as every role has it from the start.",
});

/** An object apart from where it stands in the catalog. */
interface Found {
  readonly object: CatalogObject;
  readonly address: string;
  readonly aliases: readonly string[];
}

/** What one kind's queries give. */
interface Answer {
  readonly found: readonly Found[];
  readonly hidden: readonly Omit<NotVisible, "kind">[];
}

async function ask(session: Session, kind: AnyKind): Promise<Answer> {
  const major = majorOf(session.serverVersion);
  const found: Found[] = [];
  let make: ReturnType<typeof objectMaker> | undefined;
  await session.each(kind.query(major), (values, names) => {
    make ??= objectMaker(names);
    found.push(make(values));
  });
  const hidden = kind.notVisible ? await session.query<Omit<NotVisible, "kind">>(kind.notVisible(major)) : [];
  return { found, hidden };
}

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
      if (values[place] !== before[place]) before[place] = values[place];
      object[names[place] as string] = before[place];
    }
    // Some kinds stand in a schema or in none; a row has the column all the same.
    if (object.schema === null) delete object.schema;
    return {
      object: object as CatalogObject,
      address: values[addressPlace] as string,
      aliases: (values[aliasesPlace] as readonly string[] | null | undefined) ?? [],
    };
  };
}

const addressFields = new Set(["address", "aliases"]);

function enter(kind: AnyKind, { found, hidden }: Answer, read: Reading, book: AddressBook): void {
  for (const { object, address, aliases } of found) {
    const key = identityKey(object);
    book.add(key, [address, ...aliases]);
    if (kind.renaming !== undefined && kind.renaming.place === undefined) read.addresses[key] = address;
    read.objects.push(object);
  }
  for (const entry of hidden) read.notVisible.push({ ...entry, kind: kind.kind });
}
