import "server-only";
import type { Catalog } from "../catalog/catalog";
import { type IntrospectEvent, introspect } from "../introspect/introspect";
import { connect } from "../postgres/connect";
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
  const { applicationName = "plumbline check", ...rest } = options;
  const session = await connect(settings, {
    applicationName,
    readOnly: true,
    statementTimeout,
    lockTimeout: 5_000,
    ...(rest.signal === undefined ? {} : { signal: rest.signal }),
  });
  try {
    return await introspect(session, rest);
  } finally {
    await session.close();
  }
}
