import type { Catalog } from "../catalog/catalog";
import type { ObjectFinding } from "../kinds/finding";
import type { Session } from "../postgres/connect";
import { errorCode } from "../postgres/connection-error";
import type { Identity } from "../postgres/identity";
import { catalogPath, type Settings, setConfig } from "../postgres/set-config";
import { readConstraintsNotEnforced } from "./findings/constraints-not-enforced";
import { readCollationVersions, readDatabaseGrants } from "./findings/database-wide";
import { readInvalidIndexes } from "./findings/invalid-indexes";
import { readSequencesBehind } from "./findings/sequences-behind";

/** What is looked for in the catalogs, in words that follow "Not looked for:". */
const readings: readonly {
  readonly what: string;
  readonly read: (session: Session) => Promise<readonly ObjectFinding[]>;
}[] = [
  { what: "invalid indexes", read: readInvalidIndexes },
  { what: "constraints whose triggers are switched off", read: readConstraintsNotEnforced },
  { what: "grants on the database to PUBLIC", read: readDatabaseGrants },
  { what: "collations of another version", read: readCollationVersions },
];

/**
 * What is amiss in a database that its catalog does not tell: states of triggers and indexes that are no objects, and
 * sequences that their rows have overtaken. Only what `actual` holds counts, not what belongs to extensions and tools.
 *
 * Takes no lock but ACCESS SHARE and reads no table through. A reading that the role may not do, or that takes too long,
 * is a finding of its own.
 */
export async function readFindings(
  session: Session,
  actual: Catalog,
  signal?: AbortSignal,
): Promise<readonly ObjectFinding[]> {
  const found: ObjectFinding[] = [];
  for (const { what, read } of readings) {
    signal?.throwIfAborted();
    found.push(...(await attempt(session, what, () => inSnapshot(session, () => read(session)))));
  }
  found.push(
    ...(await attempt(session, "sequences that are behind", () => readSequencesBehind(session, signal))),
  );
  return found.filter(({ object }) => holds(actual, object));
}

/** The object itself, or the relation it belongs to: a partition's copy of an index is no object of its own. */
function holds(actual: Catalog, object: Identity): boolean {
  // The database, and what the system itself brings.
  if (object.schema === undefined || object.schema.startsWith("pg_")) return true;
  if (object.table === undefined) return actual.get(object) !== undefined;
  const { schema, table } = object;
  return ["table", "materialized view"].some(
    (kind) => actual.get({ kind, schema, name: table }) !== undefined,
  );
}

async function inSnapshot<T>(session: Session, run: () => Promise<T>): Promise<T> {
  await session.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  try {
    const settings: Settings = [
      ["search_path", catalogPath],
      ["jit", "off"],
    ];
    await setConfig(session, settings, "transaction");
    return await run();
  } finally {
    // Nothing was written; a lost session has no transaction.
    await session.execute("ROLLBACK").catch(() => undefined);
  }
}

async function attempt(
  session: Session,
  what: string,
  read: () => Promise<readonly ObjectFinding[]>,
): Promise<readonly ObjectFinding[]> {
  try {
    return await read();
  } catch (error) {
    const reason = refusals[errorCode(error) ?? ""];
    if (reason === undefined) throw error;
    return [
      {
        code: "not-looked-for",
        object: { kind: "database", name: session.database },
        state: "unknown",
        severity: "info",
        says: `was not searched for ${what}: ${reason}`,
        why: "There may be some.",
        statements: [],
        remedy: "Grant the role what it lacks, or check again when the server is less busy.",
        detail: what,
      },
    ];
  }
}

/** 42501 insufficient_privilege, 57014 query_canceled (a timeout: what was asked to stop throws its own), 55P03 lock_not_available. */
const refusals: { readonly [code: string]: string } = {
  "42501": "the role may not read the catalogs that tell",
  "57014": "reading took too long",
  "55P03": "a catalog is locked",
};
