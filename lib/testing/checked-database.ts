import { randomUUID } from "node:crypto";
import { type Actor, type Role, rightsOf } from "../access/authority";
import { addDatabase } from "../operations/add-database";
import { checkDatabase } from "../operations/check-database";
import type { Context } from "../operations/context";
import { readDatabase } from "../operations/read-database";
import { requestCheck } from "../operations/request-check";
import { connect } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { recordHeartbeat } from "../store/workers";
import { type TestDatabase, testServer } from "./test-server";
import type { TestStore } from "./test-store";

/** A watched database of a test's own, checked at least once. */
export interface CheckedDatabase {
  readonly slug: string;
  readonly watched: TestDatabase;
  /** Checks it once more and gives the check's number. */
  check(): Promise<number>;
  /** Runs statements in it. */
  run(sql: string): Promise<void>;
  /** The id of the difference in the object with this name. */
  differenceIn(name: string): Promise<string>;
  drop(): Promise<void>;
}

/**
 * Makes a database on the shared server, adds it to the store with a pasted source, and checks it for real.
 * @param expected the source
 * @param actual what is run in the database
 */
export async function checkedDatabase(
  made: TestStore,
  { expected, actual }: { readonly expected: string; readonly actual: string },
): Promise<CheckedDatabase> {
  const watched = await (await testServer()).createDatabase("watched");
  const run = async (sql: string): Promise<void> => {
    const session = await connect(connectionSettingsFromUrl(watched.url));
    try {
      await session.script(sql);
    } finally {
      await session.close();
    }
  };
  await run(actual);
  const { host, port, user, password, name } = watched;
  const { database, check } = await addDatabase(made.operator, {
    connection: { host, port, database: name, user, password, tls: "disable" },
    source: { given: "pasted", text: expected },
  });
  const { slug } = database;
  const workerId = randomUUID();
  const settle = async (number: number): Promise<number> => {
    await recordHeartbeat(made.store, workerId);
    await checkDatabase(made.worker, { number, workerId, signal: new AbortController().signal });
    const overview = await readDatabase(made.operator, slug);
    if (overview.check?.number !== number) throw new Error(overview.failed?.error?.message ?? "not checked");
    return number;
  };
  await settle(check.number);
  return {
    ...{ slug, watched, run },
    check: async () => settle((await requestCheck(made.operator, slug)).check.number),
    differenceIn: async (wanted) => {
      const { differences } = await readDatabase(made.operator, slug);
      const found = differences.find(({ difference }) => difference.object.name === wanted);
      if (found === undefined) throw new Error(`no difference in ${wanted}`);
      return found.difference.id;
    },
    drop: watched.drop,
  };
}

/** A person with a role, overall or on the databases that are named. They proved just now who they are. */
export function personOf(role: Role, options: { readonly on?: string; readonly id?: string } = {}): Actor {
  const { on, id = role } = options;
  return {
    ...{ kind: "person", id, name: id },
    rights: on === undefined ? rightsOf(role) : new Set(),
    databaseRights: on === undefined ? new Map() : new Map([[on, rightsOf(role)]]),
    authenticatedAt: new Date(),
  };
}

/** The same context for somebody else, and for another time where one is given. */
export const as = (context: Context, actor: Actor, now: () => Date = context.now): Context => ({
  ...context,
  actor,
  now,
});
