import "server-only";
import { type Actor, localOperator, workerActor } from "../access/authority";
import { loadSecretKey, type SecretKey } from "../access/secret-key";
import { AppError } from "../postgres/app-error";
import { type Store, storeFromEnvironment } from "../store/client";

/** Who does something, and what with. The first parameter of every operation. */
export interface Context {
  readonly actor: Actor;
  readonly store: Store;
  readonly secretKey: SecretKey;
  /** The server in which sources are run; undefined where none is set. */
  readonly shadowUrl: string | undefined;
}

/** The context of a request of the local operator, from the environment. */
export async function localContext(): Promise<Context> {
  return contextOf(localOperator);
}

/** The context of a worker, from the environment. */
export async function workerContext(): Promise<Context> {
  return contextOf(workerActor);
}

async function contextOf(actor: Actor): Promise<Context> {
  const store = storeFromEnvironment();
  return { actor, store, secretKey: await loadSecretKey(), shadowUrl: process.env.SHADOW_DATABASE_URL };
}

/**
 * The shadow's URL.
 * @throws AppError `no-shadow` without it
 */
export function shadowOf(context: Context): string {
  if (context.shadowUrl) return context.shadowUrl;
  throw new AppError("no-shadow", "There is no shadow server to run the source in.", {
    hint: "Start Plumbline with npm start, which brings one, or set SHADOW_DATABASE_URL.",
  });
}
