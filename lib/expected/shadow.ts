import { randomBytes } from "node:crypto";
import { AppError } from "../postgres/app-error";
import { connect, type Session } from "../postgres/connect";
import { errorCode } from "../postgres/connection-error";
import { type ConnectionSettings, connectionSettingsFromUrl } from "../postgres/connection-settings";
import { quoteIdentifier, quoteLiteral } from "../postgres/identifier";
import { type ExtensionRequest, installExtension } from "./shadow-extensions";
import { builderMark, dropSourceRoles, ensureSourceRole, joinSourceRoles } from "./shadow-roles";

export interface ShadowOptions {
  readonly signal?: AbortSignal;
  /** Milliseconds for one statement; default a minute. A source cannot lift it. */
  readonly statementTimeout?: number;
}

/** A scratch database, owned by a role of its own that is no superuser. It goes when its use ends. */
export interface Shadow {
  /** The builder's session. */
  readonly session: Session;
  /** How the builder connects, for a program that has to. Goes with the shadow; holds a password. */
  readonly connection: ConnectionSettings;
  /** The role that runs the source and owns what it makes. The database has the same name. */
  readonly builder: string;
  /** The shadow cluster's superuser. */
  readonly bootstrap: string;
  /** Milliseconds. */
  readonly statementTimeout: number;
  /** Runs SQL in the builder's session, and ends the session when it takes too long, whatever timeout the SQL sets. */
  run(sql: string): Promise<void>;
  /** Another session of the builder's, for reading. Closed with the shadow. */
  openReader(): Promise<Session>;
  ensureRole(name: string): Promise<"ours" | "foreign" | "refused">;
  /** Lets the builder act as those of the names that are roles of ours and that another build has made. @returns true when there were any */
  joinRoles(names: readonly string[]): Promise<boolean>;
  /** Installs an allowed extension as the superuser, in the schema in which the builder would now create. */
  installExtension(request: ExtensionRequest): Promise<void>;
}

// Any number: builds share it, and who holds it alone may sweep.
const lockKey = 7_586_462_683;
const namePattern = /^plumbline_shadow_(\d+)_[0-9a-f]{8}$/;
const staleAfter = 3_600_000;

/**
 * Makes a fresh shadow database, hands it over, and drops it together with its role, also after errors and aborts.
 * @param shadowUrl a superuser's (or CREATEDB and CREATEROLE) URL on the shadow server
 * @throws AppError `shadow-unusable` when the server lets us make no database
 */
export async function withShadow<T>(
  shadowUrl: string,
  options: ShadowOptions,
  use: (shadow: Shadow) => Promise<T>,
): Promise<T> {
  const { signal } = options;
  const settings = connectionSettingsFromUrl(shadowUrl);
  // Without the signal: this session has to clean up after an abort.
  const bootstrap = await connect(settings, { applicationName: "plumbline shadow" });
  try {
    await sweep(bootstrap);
    await bootstrap.query("SELECT pg_catalog.pg_advisory_lock_shared($1)", [lockKey]);
    const name = `plumbline_shadow_${Date.now()}_${randomBytes(4).toString("hex")}`;
    const opened: Session[] = [];
    const timeout = options.statementTimeout ?? 60_000;
    const password = await unlessUnusable(bootstrap, () => makeRole(bootstrap, name, timeout));
    try {
      signal?.throwIfAborted();
      await unlessUnusable(bootstrap, () => makeDatabase(bootstrap, name));
      const builder = { ...settings, database: name, user: name, password };
      const open = async (readOnly: boolean): Promise<Session> => {
        const session = await connect(builder, {
          ...{ applicationName: "plumbline shadow", readOnly, statementTimeout: timeout },
          ...(signal === undefined ? {} : { signal }),
        });
        opened.push(session);
        return session;
      };
      const session = await open(false);
      // What RESET ALL and DISCARD ALL return to are the role's settings; those that connect() made are gone then.
      await session.execute("RESET ALL");
      return await use(shadowOf({ bootstrap, settings, builder, session, name, timeout, open }));
    } finally {
      await Promise.all(opened.map((session) => session.close()));
      await remove(bootstrap, name);
      await bootstrap.query("SELECT pg_catalog.pg_advisory_unlock_shared($1)", [lockKey]);
      await sweep(bootstrap);
    }
  } finally {
    await bootstrap.close();
  }
}

interface Parts {
  readonly bootstrap: Session;
  readonly settings: ConnectionSettings;
  readonly builder: ConnectionSettings;
  readonly session: Session;
  readonly name: string;
  readonly timeout: number;
  readonly open: (readOnly: boolean) => Promise<Session>;
}

function shadowOf({ bootstrap, settings, builder, session, name, timeout, open }: Parts): Shadow {
  return {
    ...{ session, connection: builder, builder: name, bootstrap: bootstrap.user, statementTimeout: timeout },
    run: async (sql) => {
      // The server's own statement_timeout speaks first, unless the source has switched it off.
      const timer = setTimeout(() => {
        bootstrap
          .query("SELECT pg_catalog.pg_terminate_backend($1)", [session.backendPid])
          .catch((error: Error) => process.emitWarning(error));
      }, timeout + 1_000);
      try {
        await session.script(sql);
      } finally {
        clearTimeout(timer);
      }
    },
    openReader: () => open(true),
    joinRoles: (names) => joinSourceRoles(bootstrap, name, names),
    ensureRole: (role) => ensureSourceRole(bootstrap, name, role),
    installExtension: async (request) => {
      const rows = await session.query<{ schema: string | null }>(
        "SELECT pg_catalog.current_schema()::text AS schema",
      );
      const superuser = await connect(
        { ...settings, database: name },
        { applicationName: "plumbline shadow", statementTimeout: timeout, catalogNames: true },
      );
      try {
        const schema = request.schema ?? rows[0]?.schema ?? "public";
        await installExtension(superuser, { ...request, schema }, name);
      } finally {
        await superuser.close();
      }
    },
  };
}

/** The role that will run the source. Made whole or not at all. @returns its password */
async function makeRole(bootstrap: Session, name: string, timeout: number): Promise<string> {
  const password = randomBytes(24).toString("hex");
  const role = quoteIdentifier(name);
  const [self] = await bootstrap.query<{ superuser: boolean }>(
    "SELECT rolsuper AS superuser FROM pg_catalog.pg_roles WHERE rolname = current_user",
  );
  await bootstrap.script(`
    CREATE ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE CONNECTION LIMIT 4 PASSWORD ${quoteLiteral(password)};
    COMMENT ON ROLE ${role} IS ${quoteLiteral(builderMark)};
    ALTER ROLE ${role} SET statement_timeout = ${timeout};
    ALTER ROLE ${role} SET client_min_messages = 'warning';
    ALTER ROLE ${role} SET synchronous_commit = off;
    ${
      self?.superuser === true
        ? `ALTER ROLE ${role} SET lc_messages = 'C'; ALTER ROLE ${role} SET temp_file_limit = '1GB';`
        : `GRANT ${role} TO CURRENT_USER;`
    }`);
  return password;
}

async function makeDatabase(bootstrap: Session, name: string): Promise<void> {
  const database = quoteIdentifier(name);
  await bootstrap.execute(`CREATE DATABASE ${database} OWNER ${database} TEMPLATE template0 ENCODING 'UTF8'`);
  await bootstrap.execute(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`);
}

async function unlessUnusable<T>(bootstrap: Session, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = errorCode(error);
    // Only the code is kept: the statement, which the driver's error may quote, holds a password.
    throw new AppError("shadow-unusable", "The shadow server does not let Plumbline make a database.", {
      hint: `Give role ${bootstrap.user} CREATEDB and CREATEROLE (best: superuser on a server of its own), or let Plumbline start its own shadow by leaving SHADOW_DATABASE_URL empty.`,
      details: code === undefined ? [] : [`Code ${code}`],
    });
  }
}

async function remove(bootstrap: Session, name: string): Promise<void> {
  const role = quoteIdentifier(name);
  await bootstrap.execute(`DROP DATABASE IF EXISTS ${role} WITH (FORCE)`);
  await bootstrap.execute(`DROP ROLE IF EXISTS ${role}`);
}

/**
 * Removes what builds of dead processes left. Who gets the lock alone knows that no build runs; besides, what is an
 * hour old is left over in any case. Only names and marks of ours are touched.
 */
async function sweep(bootstrap: Session): Promise<void> {
  const [alone] = await bootstrap.query<{ locked: boolean }>(
    "SELECT pg_catalog.pg_try_advisory_lock($1) AS locked",
    [lockKey],
  );
  try {
    const roles = await bootstrap.query<{ name: string }>(
      `SELECT rolname::text AS name FROM pg_catalog.pg_roles
       WHERE pg_catalog.shobj_description(oid, 'pg_authid') = $1`,
      [builderMark],
    );
    for (const { name } of roles) {
      const made = Number(namePattern.exec(name)?.[1] ?? Number.NaN);
      if (alone?.locked ? made > 0 : Date.now() - made > staleAfter) await remove(bootstrap, name);
    }
    if (alone?.locked) await dropSourceRoles(bootstrap);
  } finally {
    if (alone?.locked) await bootstrap.query("SELECT pg_catalog.pg_advisory_unlock($1)", [lockKey]);
  }
}
