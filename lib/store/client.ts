import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import { log } from "../access/log";
import { AppError } from "../postgres/app-error";
import { type Prisma, PrismaClient } from "./generated/client";

/** Our own database. Handed from operation to store function; only files of this folder look inside. */
export interface Store {
  readonly client: PrismaClient | Prisma.TransactionClient;
  /** The connection URL, for LISTEN and the queue. Never shown. */
  readonly url: () => string;
}

/** A store that can be closed. */
export interface OpenStore extends Store {
  readonly client: PrismaClient;
  close(): Promise<void>;
}

/** Opens the store at a connection URL. Connections are made when they are needed. */
export function openStore(url: string): OpenStore {
  const adapter = new PrismaPg(
    { connectionString: url, max: 10, application_name: "plumbline store", connectionTimeoutMillis: 5_000 },
    {
      // Without a listener a connection that the server ends takes the process with it.
      onPoolError: (error) => log.warn({ err: error }, "a connection of the store was lost"),
      onConnectionError: (error) => log.warn({ err: error }, "a connection of the store was lost"),
    },
  );
  const client = new PrismaClient({ adapter, errorFormat: "minimal" });
  return { client, url: () => url, close: () => client.$disconnect() };
}

// Kept on globalThis, because the development server evaluates modules anew on every change and would open a pool each time.
const holder = globalThis as { plumblineStore?: OpenStore };

/**
 * The store of this process, at `DATABASE_URL`.
 * @throws AppError `no-store` without it
 */
export function storeFromEnvironment(): OpenStore {
  const url = process.env.DATABASE_URL;
  if (!url) {
    throw new AppError("no-store", "DATABASE_URL is not set, so Plumbline has no store.", {
      hint: "Start it with npm start, which brings a Postgres of its own, or set DATABASE_URL.",
    });
  }
  holder.plumblineStore ??= openStore(url);
  return holder.plumblineStore;
}

/** Runs the work in one transaction of the store; when it throws, nothing of it stays. */
export function inTransaction<T>(store: Store, work: (store: Store) => Promise<T>): Promise<T> {
  if (!("$transaction" in store.client)) return work(store);
  return store.client.$transaction((client) => work({ client, url: store.url }), {
    maxWait: 10_000,
    timeout: 60_000,
  });
}
