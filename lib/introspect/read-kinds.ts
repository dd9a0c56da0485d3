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

/** What one kind's queries give. */
interface Answer {
  readonly rows: readonly { readonly row: string }[];
  readonly hidden: readonly Omit<NotVisible, "kind">[];
}

/**
 * Reads the objects of every kind and enters them into the address book. A kind whose catalog the role may not read is
 * left out and named. Stands inside a transaction, which goes on whatever the role may not do.
 * @param begin is called before each kind is awaited; what it throws ends the reading
 */
export async function readKinds(
  session: Session,
  book: AddressBook,
  begin: (kind: AnyKind, done: number) => void,
): Promise<Read> {
  await session.execute("SAVEPOINT plumbline_read");
  const read =
    (await readAhead(session, book, begin)) ??
    // Rights are missing, which is rare: one at a time, so that each failure costs one kind only.
    (await readOneByOne(session, book, begin));
  await session.execute("RELEASE SAVEPOINT plumbline_read");
  return read;
}

/** The server works at the next kind's query while we parse what it gave for the last. Null where a right is missing. */
async function readAhead(
  session: Session,
  book: AddressBook,
  begin: (kind: AnyKind, done: number) => void,
): Promise<Read | null> {
  const objects: CatalogObject[] = [];
  const notVisible: NotVisible[] = [];
  const addresses: Record<string, string> = {};
  let ahead: Promise<Answer> | undefined;
  for (const [done, kind] of kinds.entries()) {
    try {
      begin(kind, done);
      const answer = await (ahead ?? ask(session, kind));
      const next = kinds[done + 1];
      ahead = next === undefined ? undefined : ask(session, next);
      enter(kind, answer, { objects, notVisible, addresses, book });
    } catch (error) {
      // What was sent already ends first; how it ends says nothing new.
      await Promise.allSettled([ahead]);
      if (errorCode(error) !== "42501") throw error;
      await session.execute("ROLLBACK TO SAVEPOINT plumbline_read");
      return null;
    }
  }
  return { objects, notVisible, addresses };
}

async function readOneByOne(
  session: Session,
  book: AddressBook,
  begin: (kind: AnyKind, done: number) => void,
): Promise<Read> {
  const objects: CatalogObject[] = [];
  const notVisible: NotVisible[] = [];
  const addresses: Record<string, string> = {};
  for (const [done, kind] of kinds.entries()) {
    begin(kind, done);
    try {
      enter(kind, await ask(session, kind), { objects, notVisible, addresses, book });
    } catch (error) {
      if (errorCode(error) !== "42501") throw error;
      await session.execute("ROLLBACK TO SAVEPOINT plumbline_read");
      notVisible.push({ ...hiddenCatalog(session, kind.plural), kind: kind.kind });
    }
  }
  return { objects, notVisible, addresses };
}

/** What cannot be read because the role has no right to a catalog. */
export const hiddenCatalog = (session: Session, what: string): NotVisible => ({
  what,
  reason: `Role ${session.user} may not read the catalog they stand in (42501).`,
  remedy: "GRANT SELECT on the catalogs of pg_catalog to the role, as every role has it from the start.",
});

/** Sends a kind's queries. */
async function ask(session: Session, kind: AnyKind): Promise<Answer> {
  const major = majorOf(session.serverVersion);
  // One JSON text a row: lists and records arrive as such, numbers as numbers, and V8 parses them faster than the driver.
  const rows = await session.query<{ row: string }>(
    `SELECT pg_catalog.row_to_json(o)::text AS row FROM (${kind.query(major)}) o`,
  );
  const hidden = kind.notVisible ? await session.query<Omit<NotVisible, "kind">>(kind.notVisible(major)) : [];
  return { rows, hidden };
}

function enter(
  kind: AnyKind,
  answer: Answer,
  into: {
    objects: CatalogObject[];
    notVisible: NotVisible[];
    addresses: Record<string, string>;
    book: AddressBook;
  },
): void {
  for (const { row } of answer.rows) {
    const { object, address, aliases } = parseRow(row);
    const key = identityKey(object);
    into.book.add(address, key);
    if (kind.renaming !== undefined && kind.renaming.place === undefined) into.addresses[key] = address;
    for (const alias of aliases) into.book.add(alias, key);
    into.objects.push(object);
  }
  for (const entry of answer.hidden) into.notVisible.push({ ...entry, kind: kind.kind });
}

/** What comes last in every row: the address, and others that stand for the same object. */
const addressField = ',"address":';

interface Row {
  readonly object: CatalogObject;
  readonly address: string;
  readonly aliases: readonly string[];
}

/**
 * The object of a row apart from where it stands in the catalog. The text is parted, not the object: to copy one without two
 * of its fields takes V8 longer than to parse it. No text within the row can look like the field, whose quotes JSON escapes.
 */
function parseRow(row: string): Row {
  const end = row.lastIndexOf(addressField);
  const { address, aliases } = JSON.parse(`{${row.slice(end + 1)}`) as {
    readonly address: string;
    readonly aliases?: readonly string[] | null;
  };
  const object = JSON.parse(`${row.slice(0, end)}}`) as CatalogObject;
  // Some kinds stand in a schema or in none; a row has the column all the same.
  if (object.schema !== null) return { object, address, aliases: aliases ?? [] };
  const { schema: _, ...outside } = object;
  return { object: outside as CatalogObject, address, aliases: aliases ?? [] };
}
