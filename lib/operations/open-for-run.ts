import "server-only";
import { secret } from "../access/secret";
import { decryptSecret, encryptSecret } from "../access/secret-box";
import { type ConnectOptions, connect, type Session } from "../postgres/connect";
import { type Database, readDatabaseCiphertext } from "../store/databases";
import type { Context } from "./context";

/** What was typed for one run: a role of its own, a password, or both. */
export interface RunCredential {
  /** Null for the role that checks. */
  readonly user: string | null;
  /** Encrypted by {@link sealCredential}; null where the saved password is used. */
  readonly credential: string | null;
  readonly nonceHash: string | null;
}

/** Encrypts a password that was typed for one run; it opens for the run of that one-time token alone. */
export const sealCredential = (context: Context, password: string, nonceHash: string): string =>
  encryptSecret(context.secretKey, secret(password), `run ${nonceHash}`);

/** Gives what opens sessions of the applying role for one run. Its password lives in the closure, and nowhere else. */
export async function openerForRun(
  context: Context,
  database: Database,
  { user, credential, nonceHash }: RunCredential,
): Promise<(options: ConnectOptions) => Promise<Session>> {
  const password =
    credential !== null
      ? decryptSecret(context.secretKey, credential, `run ${nonceHash}`)
      : await savedPassword(context, database, user);
  const settings = {
    ...database.connection,
    ...(user === null ? {} : { user }),
    ...(password === null ? {} : { password: password.reveal() }),
  };
  return (options) => connect(settings, options);
}

/** The checking role's password is for that role only. */
async function savedPassword(context: Context, database: Database, user: string | null) {
  if (user !== null && user !== database.connection.user) return null;
  const ciphertext = await readDatabaseCiphertext(context.store, database.id);
  return ciphertext === null ? null : decryptSecret(context.secretKey, ciphertext, database.id);
}
