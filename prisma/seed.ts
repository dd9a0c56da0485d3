/**
 * The founding case as a demo: a database whose key types, hand-made changes and stamped version table drifted away
 * from the Alembic history in `demo/`.
 */
import { AppError } from "../lib/postgres/app-error";
import { connect, type Session } from "../lib/postgres/connect";
import { connectionSettingsFromUrl } from "../lib/postgres/connection-settings";
import { quoteIdentifier } from "../lib/postgres/identifier";
import { handMadeChanges } from "./demo/hand-made-changes";
import { builtRevision, demoFolder, historyUpTo } from "./demo/history";
import { takeApart, uuidStatements } from "./demo/key-types";
import { demoState, markSeeded, markUnfinished } from "./demo/mark";
import { rowStatements } from "./demo/rows";

/** The demo's database, unless the caller names another. */
export const demoDatabase = "ma_saas_platform";

export interface DemoLocation {
  /** A superuser's URL of any other database of the server. */
  readonly serverUrl: string;
  readonly database?: string;
}

export interface SeedOptions extends DemoLocation {
  /** Multiplies the number of rows; 1 makes some 120,000. */
  readonly scale?: number;
  /** Where `upgrade-head.sql` is, for a bundle that stands elsewhere. */
  readonly folder?: string;
}

export interface SeededDemo {
  readonly database: string;
  /** Tables of the application: without `alembic_version`. */
  readonly tables: number;
  readonly foreignKeys: number;
  readonly rows: number;
}

/**
 * Builds the demo, replacing an earlier one.
 * @throws AppError `demo-database-not-ours` when the name belongs to a database that does not carry our mark
 */
export async function seedDemo(options: SeedOptions): Promise<SeededDemo> {
  const database = options.database ?? demoDatabase;
  const history = historyUpTo(builtRevision, options.folder ?? demoFolder);
  await removeDemo(options);
  await withSession(options.serverUrl, undefined, async (server) => {
    await server.execute(`CREATE DATABASE ${quoteIdentifier(database)} TEMPLATE template0 ENCODING 'UTF8'`);
    await markUnfinished(server, database);
  });
  return await withSession(options.serverUrl, database, async (session) => {
    const rows = await build(session, history, options.scale ?? 1);
    await session.script("ANALYZE");
    const [counts] = await session.query<{ tables: number; foreignKeys: number }>(countsQuery);
    await markSeeded(session, database);
    return { database, tables: counts?.tables ?? 0, foreignKeys: counts?.foreignKeys ?? 0, rows };
  });
}

/**
 * Removes the demo, ending the sessions that use it. Does nothing when there is none.
 * @throws AppError `demo-database-not-ours`
 */
export async function removeDemo(options: DemoLocation): Promise<void> {
  const database = options.database ?? demoDatabase;
  await withSession(options.serverUrl, undefined, async (server) => {
    const state = await demoState(server, database);
    if (state === "absent") return;
    if (state === "foreign") throw notOurs(database);
    await server.execute(`DROP DATABASE ${quoteIdentifier(database)} WITH (FORCE)`);
  });
}

/** True when the demo is there and was seeded to its end. */
export async function isSeeded(options: DemoLocation): Promise<boolean> {
  return await withSession(
    options.serverUrl,
    undefined,
    async (server) => (await demoState(server, options.database ?? demoDatabase)) === "seeded",
  );
}

/** One transaction: what fails leaves an empty database that is marked as unfinished. */
async function build(session: Session, history: string, scale: number): Promise<number> {
  await session.script("BEGIN; SET LOCAL synchronous_commit = off");
  await session.script(history);
  const { sql: inserts, rows } = await rowStatements(session, scale);
  const conversion = await uuidStatements(session);
  const putTogether = await takeApart(session);
  await session.script(conversion);
  await session.script(inserts);
  await session.script(putTogether);
  await session.script(handMadeChanges);
  await session.script("COMMIT");
  return rows;
}

async function withSession<T>(
  serverUrl: string,
  database: string | undefined,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const settings = connectionSettingsFromUrl(serverUrl);
  const session = await connect(
    { ...settings, database: database ?? settings.database },
    { applicationName: "plumbline demo" },
  );
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

function notOurs(database: string): AppError {
  return new AppError(
    "demo-database-not-ours",
    `The server has a database "${database}" that is not Plumbline's demo; it was left as it is.`,
    { hint: "Rename that database, or seed the demo under another name." },
  );
}

const countsQuery = `
SELECT (SELECT count(*)::int FROM pg_class
         WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version') AS tables,
       (SELECT count(*)::int FROM pg_constraint
         WHERE contype = 'f' AND connamespace = 'public'::regnamespace) AS "foreignKeys"`;
