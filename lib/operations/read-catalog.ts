import "server-only";
import type { Catalog } from "../catalog/catalog";
import { type IntrospectEvent, introspect } from "../introspect/introspect";
import { readFindings } from "../introspect/read-findings";
import type { ObjectFinding } from "../kinds/finding";
import { connect, type Session } from "../postgres/connect";
import type { ConnectionSettings } from "../postgres/connection-settings";

export interface ReadCatalogOptions {
  readonly applicationName?: string;
  readonly onProgress?: (event: IntrospectEvent) => void;
  readonly signal?: AbortSignal;
}

/** Milliseconds one catalog query may take. */
const statementTimeout = 120_000;

/**
 * Connects, reads the whole catalog and disconnects. The session is read-only from its first statement on.
 * @throws AppError when the database cannot be reached or read
 */
export async function readCatalog(
  settings: ConnectionSettings,
  options: ReadCatalogOptions = {},
): Promise<Catalog> {
  return inSession(settings, options, (session) => introspect(session, options));
}

/**
 * {@link readCatalog} of a side that is to be checked: with what is amiss in it besides.
 * @throws AppError when the database cannot be reached or read
 */
export async function readActual(
  settings: ConnectionSettings,
  options: ReadCatalogOptions = {},
): Promise<{ readonly catalog: Catalog; readonly findings: readonly ObjectFinding[] }> {
  return inSession(settings, options, async (session) => {
    const catalog = await introspect(session, options);
    return { catalog, findings: await readFindings(session, catalog, options.signal) };
  });
}

async function inSession<T>(
  settings: ConnectionSettings,
  { applicationName = "plumbline check", signal }: ReadCatalogOptions,
  read: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await connect(settings, {
    applicationName,
    ...{ readOnly: true, catalogNames: true },
    ...{ statementTimeout, answerTimeout: statementTimeout + 10_000 },
    lockTimeout: 5_000,
    ...(signal === undefined ? {} : { signal }),
  });
  try {
    return await read(session);
  } finally {
    await session.close();
  }
}
