import "server-only";
import type { Secret } from "../access/secret";
import { decryptSecret } from "../access/secret-box";
import type { ConnectOptions, Session } from "../postgres/connect";
import { connect } from "../postgres/connect";
import type { ConnectionSettings } from "../postgres/connection-settings";
import { type ConnectionProfile, type Database, readDatabaseCiphertext } from "../store/databases";
import { readSourceCiphertext, type StoredSource } from "../store/sources";
import type { Context } from "./context";
import { pinAddress } from "./pin-address";

const limits: ConnectOptions = {
  readOnly: true,
  catalogNames: true,
  applicationName: "plumbline check",
  connectTimeout: 10_000,
  statementTimeout: 120_000,
  // Later than the server's own limit, which says more: for one that does not heed it.
  answerTimeout: 130_000,
  lockTimeout: 5_000,
};

/** Connects read-only to a watched database, with its saved password. */
export async function openDatabase(
  context: Context,
  database: Database,
  signal?: AbortSignal,
): Promise<Session> {
  return openConnection(database.connection, await savedPassword(context, database), signal);
}

/** How a watched database is reached by who checks it, with its saved password. */
export async function checkingSettings(context: Context, database: Database): Promise<ConnectionSettings> {
  const password = await savedPassword(context, database);
  const settings = await pinAddress(database.connection);
  return { ...settings, ...(password === null ? {} : { password: password.reveal() }) };
}

async function savedPassword(context: Context, database: Database): Promise<Secret | null> {
  const ciphertext = await readDatabaseCiphertext(context.store, database.id);
  return ciphertext === null ? null : decryptSecret(context.secretKey, ciphertext, database.id);
}

/** Connects read-only to the database that is a source, with its saved password. */
export async function openSourceDatabase(
  context: Context,
  source: StoredSource & { readonly given: "database" },
  signal?: AbortSignal,
): Promise<Session> {
  const ciphertext = await readSourceCiphertext(context.store, source.id);
  const password = ciphertext === null ? null : decryptSecret(context.secretKey, ciphertext, source.id);
  return openConnection(source.connection, password, signal);
}

/**
 * Connects read-only with time limits that a hung server cannot stretch, to an address that people may have us connect to.
 * @throws AppError `host-not-allowed`, `port-not-allowed`, and what connecting can throw
 */
export async function openConnection(
  profile: ConnectionProfile,
  password: Secret | null,
  signal?: AbortSignal,
): Promise<Session> {
  return connect(
    { ...(await pinAddress(profile)), ...(password === null ? {} : { password: password.reveal() }) },
    { ...limits, ...(signal === undefined ? {} : { signal }) },
  );
}
