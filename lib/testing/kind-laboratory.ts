/** The servers' side of the tests of kinds: roles and a tablespace of the test's own, and databases that hold a fixture. */
import { randomBytes } from "node:crypto";
import type { Catalog } from "../catalog/catalog";
import { introspect } from "../introspect/introspect";
import { connect, type Session } from "../postgres/connect";
import { type ServerFacts, type TestDatabase, testServer } from "./test-server";

/** A schema in which some kinds use every attribute they have, and what it needs of the server. */
export interface KindFixture<Names> {
  /** Begins the names of databases, roles and the tablespace. */
  readonly prefix: string;
  readonly names: (suffix: string) => Names;
  /** Run one by one as the superuser, outside of the fixture's database. */
  readonly setUp: (names: Names) => readonly string[];
  readonly tearDown: (names: Names) => readonly string[];
  readonly schema: (names: Names, major: number) => string;
  /** True where a table's rows would have to be fetched from a server that there is none of. */
  readonly withoutRows?: boolean;
  /** Run in each database before it is dropped. */
  readonly empty?: (session: Session) => Promise<void>;
}

export interface Laboratory<Names> {
  readonly names: Names;
  /** A session in the database that holds the fixture, and what was read of it. */
  readonly declared: Session;
  readonly declaredDatabase: TestDatabase;
  readonly expected: Catalog;
  /** Another database, with nothing in it. */
  emptyDatabase(): Promise<{ readonly session: Session; readonly database: TestDatabase }>;
  close(): Promise<void>;
}

/** The names of a fixture on a server: no two runs share one. */
export const namesOf = <Names>(fixture: KindFixture<Names>): Names =>
  fixture.names(randomBytes(4).toString("hex"));

/** Sets a server of this major up for a fixture. */
export async function openLaboratory<Names>(
  fixture: KindFixture<Names>,
  names: Names,
  major: number,
): Promise<Laboratory<Names>> {
  const server = await testServer(major);
  const databases: TestDatabase[] = [];
  const sessions: Session[] = [];
  const open = async (place: Omit<ServerFacts, "major">, database: string): Promise<Session> => {
    const { host, port, user, password } = place;
    return connect({ host, port, user, password, database, tls: "disable" });
  };
  const emptyDatabase = async () => {
    const database = await server.createDatabase(fixture.prefix);
    databases.push(database);
    const session = await open(database, database.name);
    sessions.push(session);
    return { session, database };
  };

  const admin = await open(server, "postgres");
  for (const sql of fixture.setUp(names)) await admin.execute(sql);
  const { session: declared, database: declaredDatabase } = await emptyDatabase();
  await declared.script(fixture.schema(names, major));
  return {
    ...{ names, declared, declaredDatabase, emptyDatabase },
    expected: await introspect(declared),
    close: async () => {
      for (const session of sessions) {
        await fixture.empty?.(session);
        await session.close();
      }
      for (const database of databases) await database.drop();
      for (const sql of fixture.tearDown(names)) await admin.execute(sql);
      await admin.close();
    },
  };
}
