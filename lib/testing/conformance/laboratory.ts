import { connect, type Session } from "../../postgres/connect";
import { connectionSettingsFromUrl } from "../../postgres/connection-settings";
import { startTemporaryCluster } from "../../postgres/embedded";
import { quoteIdentifier } from "../../postgres/identifier";
import type { Case } from "./find-cases";
import { loadFile, type SqlFailure, statementTimeout } from "./run-sql";

/** A server of one worker's own: roles belong to a whole server, so that two cases at once would meet there. */
export interface Laboratory {
  readonly major: number;
  /** @throws AppError where the server cannot make it */
  createDatabase(): Promise<string>;
  connectTo(url: string, options?: { readonly readOnly: boolean }): Promise<Session>;
  /** Makes the roles that the case names. @returns why it cannot be tried here, or null */
  prepare(one: Case): Promise<string | null>;
  /** Makes a role, unless it is there. */
  makeRole(name: string): Promise<void>;
  /** Whether the server has the software of an extension. */
  hasExtension(name: string): Promise<boolean>;
  /** A new database in which the file was run, or what the server refused. */
  load(one: Case, text: string): Promise<{ readonly url: string } | SqlFailure>;
  /** Drops every database and role made since. */
  clean(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a temporary server of the major. */
export async function openLaboratory(major: number): Promise<Laboratory> {
  const cluster = await startTemporaryCluster({ major, settings: { max_locks_per_transaction: "1024" } });
  const admin = await connect(connectionSettingsFromUrl(cluster.url("postgres")));
  let number = 0;

  const connectTo: Laboratory["connectTo"] = (url, options) =>
    connect(connectionSettingsFromUrl(url), { statementTimeout, readOnly: options?.readOnly ?? false });

  const createDatabase = async (): Promise<string> => {
    number += 1;
    const name = `case_${number}`;
    await admin.execute(`CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE template0`);
    return cluster.url(name);
  };

  const makeRole = async (name: string): Promise<void> => {
    const found = await admin.query("SELECT FROM pg_catalog.pg_roles WHERE rolname = $1", [name]);
    if (found.length === 0) await admin.execute(`CREATE ROLE ${quoteIdentifier(name)}`);
  };

  return {
    ...{ major, connectTo, createDatabase },
    prepare: async (one) => {
      if (one.leastMajor > major) return `it needs PostgreSQL ${one.leastMajor}`;
      const available = await admin.query<{ name: string }>(
        "SELECT name::text FROM pg_catalog.pg_available_extensions",
      );
      const absent = one.extensions.find((extension) => !available.some(({ name }) => name === extension));
      if (absent !== undefined) return `the extension ${absent} is not installed here`;
      for (const role of one.roles) await makeRole(role);
      return null;
    },
    makeRole,
    hasExtension: async (name) => {
      const found = await admin.query("SELECT FROM pg_catalog.pg_available_extensions WHERE name = $1", [
        name,
      ]);
      return found.length > 0;
    },
    load: async (one, text) => {
      const url = await createDatabase();
      const session = await connectTo(url);
      try {
        for (const extension of one.extensions) {
          // What either file makes itself, the case is about.
          if (!/create\s+extension/i.test(one.old + one.new))
            await session.execute(`CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(extension)}`);
        }
        return (await loadFile(url, text, session)) ?? { url };
      } finally {
        await session.close();
      }
    },
    clean: async () => {
      await dropSubscriptions(admin, (database) => connectTo(cluster.url(database)));
      // A file may have made databases of its own.
      const found = await admin.query<{ name: string }>(
        "SELECT datname::text AS name FROM pg_catalog.pg_database WHERE NOT datistemplate AND datname <> 'postgres'",
      );
      for (const { name } of found)
        await admin.execute(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`);
      const roles = await admin.query<{ name: string }>(
        "SELECT rolname::text AS name FROM pg_catalog.pg_roles WHERE rolname !~ '^pg_' AND rolname <> current_user",
      );
      for (const { name } of roles) {
        // Rights on the database that everybody shares, given in passing.
        await admin.execute(`DROP OWNED BY ${quoteIdentifier(name)}`);
        await admin.execute(`DROP ROLE ${quoteIdentifier(name)}`);
      }
    },
    stop: async () => {
      await admin.close();
      await cluster.stop();
    },
  };
}

/** A database cannot be dropped while it has subscriptions. They subscribe to nothing here: their slots are nowhere. */
async function dropSubscriptions(
  admin: Session,
  connectTo: (database: string) => Promise<Session>,
): Promise<void> {
  const found = await admin.query<{ name: string; database: string }>(
    "SELECT s.subname::text AS name, d.datname::text AS database FROM pg_catalog.pg_subscription s JOIN pg_catalog.pg_database d ON d.oid = s.subdbid",
  );
  for (const { name, database } of found) {
    const session = await connectTo(database);
    try {
      const subscription = `SUBSCRIPTION ${quoteIdentifier(name)}`;
      await session.execute(`ALTER ${subscription} DISABLE`);
      await session.execute(`ALTER ${subscription} SET (slot_name = NONE)`);
      await session.execute(`DROP ${subscription}`);
    } finally {
      await session.close();
    }
  }
}
