import { randomBytes } from "node:crypto";
import { type Actor, workerActor } from "../access/authority";
import { loadSecretKey } from "../access/secret-key";
import { type Context, localOperator } from "../operations/context";
import { type OpenStore, openStore } from "../store/client";
import { migrateStore } from "../store/migrate";
import { type TestDatabase, testServer } from "./test-server";

/** A store of a test's own, migrated, with the contexts to use it. */
export interface TestStore {
  readonly store: OpenStore;
  readonly database: TestDatabase;
  readonly operator: Context;
  readonly worker: Context;
  /** Closes and removes it. */
  drop(): Promise<void>;
}

/** Makes a store on the shared server of the test run. The shadow is the same server. */
export async function testStore(): Promise<TestStore> {
  const server = await testServer();
  const database = await server.createDatabase("store");
  await migrateStore(database.url);
  const store = openStore(database.url);
  const secretKey = await loadSecretKey({
    ...process.env,
    PLUMBLINE_SECRET_KEY: randomBytes(32).toString("base64"),
  });
  const contextOf = (actor: Actor): Context => ({
    actor,
    store,
    secretKey,
    shadowUrl: server.url("postgres"),
    request: null,
    now: () => new Date(),
  });
  return {
    ...{ store, database, operator: contextOf(localOperator), worker: contextOf(workerActor) },
    drop: async () => {
      await store.close();
      await database.drop();
    },
  };
}
