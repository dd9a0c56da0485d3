import "server-only";
import type { Catalog } from "../catalog/catalog";
import { fingerprint } from "../catalog/fingerprint";
import { buildExpected, sourceHash } from "../expected/build-expected";
import type { Source } from "../expected/source";
import { introspect } from "../introspect/introspect";
import { majorOf } from "../postgres/version";
import {
  type ExpectedCatalogKey,
  findExpectedCatalog,
  keepExpectedCatalog,
} from "../store/expected-catalogs";
import { readSourceFiles, type StoredSource } from "../store/sources";
import { type Context, shadowOf } from "./context";
import { openSourceDatabase } from "./open-database";
import { readSourcePath } from "./read-source-path";
import { readerHash } from "./reader-hash";

/** A step of reading, as the engines report it. */
export interface ReadEvent {
  readonly phase: string;
  readonly done: number;
  readonly total: number;
}

interface ReadOptions {
  /** `server_version_num` of the database it will be compared with. */
  readonly serverVersion: number;
  readonly onProgress: (event: ReadEvent) => void;
  readonly signal: AbortSignal;
}

/** What a source declares. */
export interface ExpectedSide {
  readonly catalog: Catalog;
  /** Null for a source that is a database: it is read anew each time. */
  readonly sourceHash: string | null;
}

/**
 * The expected catalog of a source: read from the database that is the source, or built in the shadow. What was built
 * once is kept until the source, the server's major or our reading of catalogs changes.
 */
export async function readExpected(
  context: Context,
  stored: StoredSource,
  options: ReadOptions,
): Promise<ExpectedSide> {
  const { onProgress, signal, serverVersion } = options;
  if (stored.given === "database") {
    const session = await openSourceDatabase(context, stored, signal);
    try {
      return { catalog: await introspect(session, { onProgress, signal }), sourceHash: null };
    } finally {
      await session.close();
    }
  }
  const source = await loadSource(context, stored);
  const key: ExpectedCatalogKey = {
    sourceHash: sourceHash(source),
    serverMajor: majorOf(serverVersion),
    readerHash: await readerHash(),
  };
  const kept = await findExpectedCatalog(context.store, key);
  if (kept !== null) return { catalog: kept, sourceHash: key.sourceHash };
  const catalog = await buildExpected(source, {
    shadowUrl: shadowOf(context),
    ...{ serverVersion, onProgress, signal },
  });
  await keepExpectedCatalog(context.store, key, catalog, fingerprint(catalog));
  return { catalog, sourceHash: key.sourceHash };
}

/** The files of a source, as they are now. */
export async function loadSource(
  context: Context,
  stored: Exclude<StoredSource, { given: "database" }>,
): Promise<Source> {
  if (stored.given === "path") return readSourcePath(stored.path, stored.type);
  return { type: stored.type, files: await readSourceFiles(context.store, stored.id) };
}
