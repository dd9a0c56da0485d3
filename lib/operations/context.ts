import "server-only";
import { type Actor, type Right, rightsOf, workerActor } from "../access/authority";
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
  /** Where the request came from; null for what no request asked for. */
  readonly request: RequestFacts | null;
  /** The browser session that asks; absent for tokens, workers and the command line. */
  readonly sessionId?: string;
  /** The time, everywhere in operations: windows and expiries are tested at their edges. */
  readonly now: () => Date;
}

/** What the audit log tells of a request. */
export interface RequestFacts {
  readonly id: string;
  readonly address: string | null;
  readonly agent: string | null;
}

/** Who works at this machine's terminal: the first start seeds the demo as them. No request is ever theirs. */
export const localOperator: Actor = {
  kind: "person",
  id: "local",
  name: "local operator",
  rights: new Set<Right>(rightsOf("owner")),
  databaseRights: new Map(),
  authenticatedAt: null,
};

/** The context of the local operator, from the environment. */
export async function localContext(): Promise<Context> {
  return contextOf(localOperator);
}

/** The context of a worker, from the environment. */
export async function workerContext(): Promise<Context> {
  return contextOf(workerActor);
}

async function contextOf(actor: Actor): Promise<Context> {
  const store = storeFromEnvironment();
  return {
    actor,
    store,
    secretKey: await loadSecretKey(),
    shadowUrl: process.env.SHADOW_DATABASE_URL,
    request: null,
    now: () => new Date(),
  };
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
