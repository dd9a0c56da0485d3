import type { ForeignGrant, Origin, SecurityLabel, ServerRole } from "../catalog/catalog";
import type { NotVisible } from "../catalog/coverage";
import type { CatalogObject } from "../kinds/kind";
import { kinds } from "../kinds/registry";
import type { Session } from "../postgres/connect";
import { type AddressBook, createAddressBook } from "./address-book";
import { askAllowed, whereAllowed } from "./ask-allowed";
import { type Depend, dependQuery, parseDepend } from "./depend";
import { type GrantorRow, grantorsQuery, readGrantors } from "./grantors";
import { notReadQuery } from "./not-read";
import { type Census, readCensus, readKind } from "./read-kind";
import { readSecurityLabels, type SecurityLabelRow, securityLabelsQuery } from "./security-labels";

/** What the catalogs hold, before it is one catalog of ours. */
export interface Reading {
  readonly objects: readonly CatalogObject[];
  /** The addresses of objects that can be renamed and have one of their own, by identity key. */
  readonly addresses: { readonly [key: string]: string };
  readonly book: AddressBook;
  readonly depend: Depend;
  /** How many there are of what is not read. */
  readonly counted: readonly { readonly kind: string; readonly count: number }[];
  readonly notVisible: readonly NotVisible[];
  /** Null where the server does not say. */
  readonly origin: Omit<Origin, "addresses"> | null;
  /** Null where the server does not say, or there are too many to look at. */
  readonly roles: readonly ServerRole[] | null;
  readonly grantors: readonly ForeignGrant[];
  readonly securityLabels: readonly SecurityLabel[];
}

/**
 * Reads all there is of every kind. What the role may not read is left out and named. Stands inside a transaction, which
 * goes on whatever the role may not do.
 *
 * Two ways to the server and back: which kinds there are, and everything else. While the server answers one question, the
 * answers before it are taken in.
 * @param begin is called when the answer about each kind is waited for; what it throws ends the reading
 */
export async function readEverything(
  session: Session,
  begin: (what: string, done: number, total: number) => void,
): Promise<Reading> {
  const census = (await whereAllowed(session, () => readCensus(session))) ?? anything;
  const present = kinds.filter((kind) => !census.absent.has(kind));
  const book = createAddressBook();
  let answered = 0;
  const tell = (): void => {
    const next = present[answered];
    if (next !== undefined) begin(next.plural, answered, present.length);
    answered += 1;
  };
  tell();
  const [depend, counted, origin, roles, granted, labelled, ...answers] = await askAllowed(session, [
    async () => parseDepend(await session.query<{ lines: string }>(dependQuery)),
    () => session.query<{ kind: string; count: number }>(notReadQuery),
    () => readOrigin(session),
    () => readRoles(session),
    () => session.query<GrantorRow>(grantorsQuery),
    () => session.query<SecurityLabelRow>(securityLabelsQuery),
    ...present.map((kind) => async () => {
      const answer = await readKind(session, kind, census, book);
      tell();
      return answer;
    }),
  ]);
  const read = answers.flatMap((answer) => answer ?? []);
  return {
    objects: read.flatMap(({ objects }) => objects),
    addresses: Object.assign({}, ...read.map(({ addresses }) => addresses)),
    book,
    depend: depend ?? parseDepend([]),
    counted: counted ?? [],
    notVisible: [
      ...present.flatMap((kind, place) => {
        const answer = answers[place];
        return answer == null
          ? [{ ...hiddenCatalog(session, kind.plural), kind: kind.kind }]
          : answer.notVisible;
      }),
      ...(depend === null ? [hiddenCatalog(session, "dependencies")] : []),
      ...(counted === null ? [hiddenCatalog(session, "what is there and not compared")] : []),
    ],
    origin,
    roles,
    grantors: readGrantors(granted ?? [], book),
    securityLabels: readSecurityLabels(labelled ?? [], book),
  };
}

/** What a database may have where the role may not even ask. */
const anything: Census = { absent: new Set(), inherits: true };

/** What cannot be read because the role has no right to a catalog. */
const hiddenCatalog = (session: Session, what: string): NotVisible => ({
  what,
  reason: `Role ${session.user} may not read the catalog they stand in (42501).`,
  remedy: "GRANT SELECT on the catalogs of pg_catalog to the role, as every role has it from the start.",
});

/** Which database of which cluster this is, whatever it is called: a restored or copied one is another. */
async function readOrigin(session: Session): Promise<Omit<Origin, "addresses">> {
  const [row] = await session.query<Omit<Origin, "addresses">>(
    `SELECT c.system_identifier::text AS system, d.oid::bigint::float8 AS database
     FROM pg_catalog.pg_control_system() c, pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()`,
  );
  if (row === undefined) throw new Error("the server does not list the database we are in");
  return row;
}

/** Servers with more roles than this make one for each customer. */
const rolesAtMost = 5000;

/** The roles of the server with their memberships; null where there are too many to look at. */
async function readRoles(session: Session): Promise<readonly ServerRole[] | null> {
  const rows = await session.query<{ name: string; memberOf: readonly string[] }>(
    `SELECT r.rolname::text AS name, ARRAY(
       SELECT g.rolname::text FROM pg_catalog.pg_auth_members m JOIN pg_catalog.pg_roles g ON g.oid = m.roleid
       WHERE m.member = r.oid GROUP BY g.rolname ORDER BY g.rolname) AS "memberOf"
     FROM pg_catalog.pg_roles r ORDER BY r.rolname LIMIT ${rolesAtMost + 1}`,
  );
  return rows.length > rolesAtMost ? null : rows;
}
