import { Catalog } from "../catalog/catalog";
import type { CatalogObject } from "../kinds/kind";
import { kindOf, parentOf } from "../kinds/registry";
import { withoutPlaces } from "../kinds/texts/named-by-place";
import type { Session } from "../postgres/connect";
import { errorCode } from "../postgres/connection-error";
import type { Diagnostic } from "../postgres/diagnostic";
import { identityKey } from "../postgres/identity";
import { catalogPath, type Settings, setConfig } from "../postgres/set-config";
import { majorOf, newestMajor, versionText } from "../postgres/version";
import { askTogether, whereAllowed } from "./ask-allowed";
import { lockedCatalog } from "./locked-catalog";
import { describeNotRead } from "./not-read";
import { readPartman } from "./partman";
import { readEverything } from "./read-everything";
import { separate } from "./set-apart";
import { type QuietRow, quietQuery, stabilityQuery, wasQuiet } from "./stability";
import { unreadableText, unreadableTextCodes } from "./unreadable-text";

export interface IntrospectEvent {
  readonly phase: string;
  readonly done: number;
  readonly total: number;
}

export interface IntrospectOptions {
  readonly onProgress?: (event: IntrospectEvent) => void;
  readonly signal?: AbortSignal;
  /** Set inside a transaction that someone else began (the proof before COMMIT): nothing is begun or ended then. */
  readonly insideTransaction?: boolean;
}

/**
 * Settings under which every text is printed: without them search_path and date styles change what pg_get_…def writes
 * (postgres-facts.md §0.11). pg_temp stands last, or a temporary table could hide a catalog.
 */
export const readingSettings: Settings = [
  ["search_path", catalogPath],
  ["DateStyle", "ISO, YMD"],
  ["IntervalStyle", "postgres"],
  ["TimeZone", "UTC"],
  ["quote_all_identifiers", "off"],
  ["standard_conforming_strings", "on"],
  ["extra_float_digits", "1"],
  ["bytea_output", "hex"],
  ["lc_monetary", "C"],
  ["lock_timeout", "5s"],
  // Compiling the catalog queries costs more than running them.
  ["jit", "off"],
  // Catalogs are read whole, and seldom analysed: taken to be small, they would be joined row by row, for hours if need be.
  ["enable_nestloop", "off"],
  // What that makes look dear is no work for others: to start them costs more than any catalog query.
  ["max_parallel_workers_per_gather", "0"],
];

/** Those among them that are about our queries alone. */
const plannerSettings = ["jit", "enable_nestloop", "max_parallel_workers_per_gather"];

const attempts = 5;

/**
 * Reads all objects of a database in one REPEATABLE READ READ ONLY transaction: one query for each kind, one for pg_depend.
 *
 * A reading that DDL tore is thrown away and begun again; after {@link attempts} torn readings the last one is returned
 * with a diagnostic that makes any verdict `unknown`.
 * @throws AppError `catalog-locked` when a catalog object stays locked by somebody's DDL or by a run of our own,
 *   `text-unreadable` when a name or text is no UTF-8
 */
export async function introspect(session: Session, options: IntrospectOptions = {}): Promise<Catalog> {
  for (let attempt = 1; ; attempt++) {
    options.signal?.throwIfAborted();
    try {
      const reading = await readOnce(session, options);
      if (reading.stable) return reading.catalog;
      if (attempt >= attempts) return withDiagnostic(reading.catalog, tornReading);
    } catch (error) {
      // "cache lookup failed" and its like: an object went away under the reading.
      const torn = errorCode(error) === "XX000" && attempt < attempts && !options.insideTransaction;
      if (errorCode(error) === "55P03") throw await lockedCatalog(session, error);
      if (unreadableTextCodes.has(errorCode(error) ?? "") && !options.insideTransaction) {
        throw await unreadableText(session, error);
      }
      if (!torn) throw error;
    }
  }
}

const tornReading: Diagnostic = {
  code: "reading-torn",
  severity: "unknown",
  message: `The schema changed during each of ${attempts} readings. Check again when migrations have finished.`,
};

const unwatchedReading: Diagnostic = {
  code: "reading-unwatched",
  severity: "unknown",
  message:
    "The role may not read every catalog, so that a change of the schema during the reading would go unseen.",
};

function withDiagnostic(catalog: Catalog, diagnostic: Diagnostic): Catalog {
  return catalog.with({ diagnostics: [...catalog.diagnostics, diagnostic] });
}

async function readOnce(
  session: Session,
  options: IntrospectOptions,
): Promise<{ catalog: Catalog; stable: boolean }> {
  if (options.insideTransaction) return { catalog: await readWithin(session, options), stable: true };
  let before: string | null;
  let catalog: Catalog;
  try {
    await askTogether([
      () => session.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
      () => applySettings(session),
    ]);
    catalog = await readCatalog(session, options);
    if (await isQuiet(session)) return { catalog, stable: true };
    before = await whereAllowed(session, () => stabilityToken(session));
  } finally {
    // Nothing was written; ROLLBACK also ends a transaction that an error aborted. A lost session has no transaction.
    await session.execute("ROLLBACK").catch(() => undefined);
  }
  if (before === null) return { catalog: withDiagnostic(catalog, unwatchedReading), stable: true };
  return { catalog, stable: before === (await stabilityToken(session)) };
}

/** Reads in a transaction that somebody else began and goes on with. */
async function readWithin(session: Session, options: IntrospectOptions): Promise<Catalog> {
  const [planner] = await session.query<{ [name: string]: string }>(
    `SELECT ${plannerSettings.map((name) => `pg_catalog.current_setting('${name}') AS ${name}`).join(", ")}`,
  );
  // How long a lock may be waited for is up to whoever holds others meanwhile.
  await applySettings(session, ["lock_timeout"]);
  const catalog = await readCatalog(session, options);
  // Statements that follow may do better with what we do without.
  await setConfig(session, Object.entries(planner ?? {}), "transaction");
  return catalog;
}

/** True where nobody wrote while we read, so that the reading cannot have been torn: most often, and cheaper to know. */
async function isQuiet(session: Session): Promise<boolean> {
  if (session.inRecovery) return false;
  const rows = await whereAllowed(session, () => session.query<QuietRow>(quietQuery));
  return rows?.[0] !== undefined && wasQuiet(rows[0]);
}

async function applySettings(session: Session, except: readonly string[] = []): Promise<void> {
  const settings = readingSettings.filter(([name]) => !except.includes(name));
  await setConfig(session, settings, "transaction");
}

async function stabilityToken(session: Session): Promise<string> {
  const rows = await session.query<{ token: string }>(stabilityQuery);
  return rows[0]?.token ?? "";
}

async function readCatalog(session: Session, options: IntrospectOptions): Promise<Catalog> {
  const { book, depend, addresses, origin, roles, grantors, securityLabels, ...reading } =
    await readEverything(session, (phase, done, total) => {
      options.signal?.throwIfAborted();
      options.onProgress?.({ phase, done, total });
    });
  const partman = await readPartman(session, reading.objects);
  const { objects, setApart } = separate(reading.objects, depend, book, partman);
  book.followMembers(depend);
  // Where nothing was set apart, everything that was entered is here.
  const kept = setApart.length === 0 ? null : new Set(objects.map(identityKey));
  const isHere = (key: string): boolean => kept?.has(key) ?? true;
  const read: Record<string, number> = {};
  for (const object of objects) read[object.kind] = (read[object.kind] ?? 0) + 1;
  const catalog = new Catalog({
    serverVersion: session.serverVersion,
    objects,
    dependencies: () => {
      const upward = new Map(objects.flatMap(edgeToParent));
      return book
        .dependencies(depend)
        .filter(
          ({ dependent, referenced }) =>
            upward.get(dependent) !== referenced && isHere(dependent) && isHere(referenced),
        );
    },
    coverage: {
      read,
      setApart,
      notRead: describeNotRead(reading.counted),
      notVisible: [...reading.notVisible, ...partman.notVisible],
      unmanaged: [],
    },
    diagnostics: [
      ...(majorOf(session.serverVersion) > newestMajor ? [newerServer(session.serverVersion)] : []),
      ...(session.inRecovery ? [readReplica] : []),
    ],
    ...(roles === null ? {} : { roles }),
    ...(grantors.length === 0 ? {} : { grantors }),
    ...(securityLabels.length === 0 ? {} : { securityLabels }),
    ...(origin === null
      ? {}
      : {
          origin: {
            ...origin,
            addresses:
              kept === null
                ? addresses
                : Object.fromEntries(Object.entries(addresses).filter(([key]) => kept.has(key))),
          },
        }),
  });
  return catalog.with({
    replace: objects.flatMap((object) => {
      const { queries } = kindOf(object);
      const shorter = queries === undefined ? object : withoutPlaces(object, queries(object), catalog);
      return shorter === object ? [] : [shorter];
    }),
  });
}

/** pg_depend's tie from an object that is made before its parent to that parent: followed, it would close a circle. */
function edgeToParent(object: CatalogObject): readonly (readonly [string, string])[] {
  const parent = kindOf(object).createdBeforeParent ? parentOf(object) : null;
  return parent === null ? [] : [[identityKey(object), identityKey(parent)]];
}

const readReplica: Diagnostic = {
  code: "read-replica",
  severity: "info",
  message:
    "The database is a read replica: it may lag behind its primary, and only the primary can be repaired.",
};

const newerServer = (version: number): Diagnostic => ({
  code: "server-newer",
  severity: "warning",
  message: `PostgreSQL ${versionText(version)} is newer than the newest this version was tested on (${newestMajor}).`,
});
