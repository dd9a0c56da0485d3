import { randomBytes } from "node:crypto";
import { connect, type Session } from "../postgres/connect";
import { installedMajors, startTemporaryCluster } from "../postgres/embedded";
import { quoteIdentifier, quoteLiteral } from "../postgres/identifier";

/** How the forks of a test run learn of the servers that the global setup started. */
export const serversVariable = "PLUMBLINE_TEST_SERVERS";

/** How to reach one server as its superuser. */
export interface ServerFacts {
  readonly major: number;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** A database of a test's own. */
export interface TestDatabase extends Omit<ServerFacts, "major"> {
  readonly name: string;
  readonly url: string;
  /** Ends its sessions and removes it. */
  drop(): Promise<void>;
}

/** A real Postgres shared by the whole test run. What is not in a database (roles, settings) is shared too. */
export interface TestServer extends ServerFacts {
  /** The superuser's URL of one of its databases. */
  url(database: string): string;
  /**
   * @param prefix begins the database's name, for whoever looks on
   * @param template the database that it is a copy of; nobody may be connected to that one
   * @param encoding another than the template's, which has to be template0 then
   */
  createDatabase(prefix?: string, template?: string, encoding?: string): Promise<TestDatabase>;
}

/** Every major that tests run on. */
export const majors: readonly number[] = [...installedMajors()].sort((one, other) => one - other);

const alone = new Map<number, Promise<ServerFacts>>();

/** The shared server of one major. Outside a test run (bench, scripts) it is started here and ends with the process. */
export async function testServer(major = 18): Promise<TestServer> {
  const shared = process.env[serversVariable];
  const running = shared === undefined ? [] : (JSON.parse(shared) as readonly ServerFacts[]);
  let facts = running.find((server) => server.major === major);
  if (!facts) {
    const starting = alone.get(major) ?? startTemporaryCluster({ major });
    alone.set(major, starting);
    facts = await starting;
  }
  return serverOf(facts);
}

/** A server that is running, as tests use it. */
export function serverOf({ major, host, port, user, password }: ServerFacts): TestServer {
  const url = (database: string): string =>
    `postgresql://${user}:${password}@${host}:${port}/${encodeURIComponent(database)}?sslmode=disable`;

  const asSuperuser = async <T>(work: (session: Session) => Promise<T>): Promise<T> => {
    const session = await connect({ host, port, user, password, database: "postgres", tls: "disable" });
    try {
      return await work(session);
    } finally {
      await session.close();
    }
  };
  return {
    ...{ major, host, port, user, password, url },
    createDatabase: async (prefix = "test", template = "template1", encoding = undefined) => {
      const name = `${prefix}_${randomBytes(5).toString("hex")}`;
      await asSuperuser((session) =>
        session.execute(
          `CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE ${quoteIdentifier(template)}${
            encoding === undefined ? "" : ` ENCODING ${quoteLiteral(encoding)} LC_COLLATE 'C' LC_CTYPE 'C'`
          }`,
        ),
      );
      return {
        ...{ name, host, port, user, password, url: url(name) },
        drop: () =>
          asSuperuser(async (session) => {
            await session.execute(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`);
          }),
      };
    },
  };
}
