import "server-only";
import { secret } from "../access/secret";
import { decryptSecret, encryptSecret } from "../access/secret-box";
import { type ConnectOptions, connect, type Session } from "../postgres/connect";
import type { Database } from "../store/databases";
import type { Context } from "./context";
import { type ApplyCredential, applyCredential, applyUserOf } from "./open-for-apply";
import { pinAddress } from "./pin-address";

/** What was typed for one run: a role of its own, a password, or both. */
export interface RunCredential {
  /** Null for the role that applies here without being asked (open-for-apply.ts). */
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
  const saved = await savedCredential(context, database, { user, credential });
  const password =
    credential !== null ? decryptSecret(context.secretKey, credential, sealedFor) : saved.password;
  const settings = {
    ...(await pinAddress(database.connection)),
    user: user ?? saved.user,
    ...(password === null ? {} : { password: password.reveal() }),
  };
  return (options) => connect(settings, { ...options, catalogNames: true });
}

/** A saved password is for its role only. What was typed needs none, and must not fail for want of one. */
async function savedCredential(
  context: Context,
  database: Database,
  { user, credential }: Pick<RunCredential, "user" | "credential">,
): Promise<ApplyCredential> {
  const typed = user ?? applyUserOf(database);
  if (credential !== null) return { user: typed, password: null };
  if (typed === applyUserOf(database)) return applyCredential(context, database);
  const checking = typed === database.connection.user;
  return checking
    ? applyCredential(context, { ...database, applying: null })
    : { user: typed, password: null };
}
