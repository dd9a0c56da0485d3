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
  /** `R-31`: the run or rehearsal it was typed for. */
  readonly sealedFor: string;
}

/** Encrypts a password that was typed for one run; it opens for that run alone. */
export const sealCredential = (context: Context, password: string, id: string): string =>
  encryptSecret(context.secretKey, secret(password), id);

/** Gives what opens sessions of the applying role for one run. Its password lives in the closure, and nowhere else. */
export async function openerForRun(
  context: Context,
  database: Database,
  { user, credential, sealedFor }: RunCredential,
): Promise<(options: ConnectOptions) => Promise<Session>> {
  const password =
    credential !== null
      ? decryptSecret(context.secretKey, credential, sealedFor)
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
