/**
 * The only file that opens a socket to a Postgres server, and the only one that imports `pg`.
 */
import net from "node:net";
import tls from "node:tls";
import pg from "pg";
import { mostBytes, withinLimits } from "./answer-limits";
import { AppError } from "./app-error";
import { connectionError } from "./connection-error";
import type { ConnectionSettings } from "./connection-settings";
import { rowParser, type Value } from "./parse-rows";
import { catalogPath } from "./set-config";
import { majorOf, oldestMajor, versionText } from "./version";

export interface ConnectOptions {
  /** `application_name`, by which operators recognise us in pg_stat_activity. */
  readonly applicationName?: string;
  /**
   * Names without a schema are the catalog's, whatever search_path the database or the role was given: an operator that
   * somebody put in front of it would run with our rights.
   */
  readonly catalogNames?: boolean;
  /** Every transaction of the session is read-only unless it says otherwise. */
  readonly readOnly?: boolean;
  /** Milliseconds. */
  readonly connectTimeout?: number;
  /** Milliseconds; 0 for none. */
  readonly statementTimeout?: number;
  /** Milliseconds; limits each single wait for a lock. */
  readonly lockTimeout?: number;
  /** Milliseconds for one answer, after which the connection is cut off whatever the server says; 0 for no limit. */
  readonly answerTimeout?: number;
  /** Bytes that one answer may have ({@link mostBytes} by default). */
  readonly answerBytes?: number;
  /** Aborting cancels the statement that runs and ends the session. */
  readonly signal?: AbortSignal;
  /** Servers below {@link oldestMajor} are refused unless this is set (our own set-up code on a server we started). */
  readonly anyVersion?: boolean;
}

/**
 * One connection to one server. Not a pool: what is set stays set. Questions are answered in the order in which they were
 * asked; one that does not wait for the answer before costs no way to the server and back of its own.
 */
export interface Session {
  /** `server_version_num`. */
  readonly serverVersion: number;
  readonly backendPid: number;
  readonly user: string;
  readonly database: string;
  /** True on a standby. */
  readonly inRecovery: boolean;
  /** Runs one statement over the extended protocol, which refuses stacked statements (42601). */
  query<Row>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** Like `query`, for many rows: `take` is handed each as it arrives, its values as {@link rowParser} reads them. */
  each(sql: string, take: (values: readonly Value[], names: readonly string[]) => void): Promise<void>;
  /** Like `query`, and gives the command tag. COMMIT succeeded only when the tag is `COMMIT` (postgres-facts.md §0.3). */
  execute(sql: string): Promise<string>;
  /** Runs a script of many statements over the simple protocol. For scripts of our own and for the shadow only. */
  script(sql: string): Promise<void>;
  /** Calls back for each NOTIFY on channels that were listened to. */
  onNotification(callback: (channel: string, payload: string) => void): void;
  /** Calls back with the SQLSTATE of each warning of the server. */
  onWarning(callback: (code: string) => void): void;
  /** Calls back once when the connection is lost. */
  onLost(callback: (error: Error) => void): void;
  /** Ends the session; never throws. */
  close(): Promise<void>;
}

interface ServerFacts {
  readonly version: number;
  readonly banner: string;
  readonly pid: number;
  readonly user: string;
  readonly database: string;
  readonly recovery: boolean;
}

/**
 * Connects.
 * @throws AppError naming the host and the next step, without secrets
 */
export async function connect(settings: ConnectionSettings, options: ConnectOptions = {}): Promise<Session> {
  options.signal?.throwIfAborted();
  const client = await openClient(settings, options);
  let lost: Error | undefined;
  const lostCallbacks: ((error: Error) => void)[] = [];
  // Without a listener a terminated idle connection ends the Node process (postgres-facts.md §0.7).
  client.on("error", (error) => {
    lost ??= error;
    for (const callback of lostCallbacks.splice(0)) callback(error);
  });

  const facts = await prepare(client, settings, options);

  const cancel = (): void => {
    void cancelBackend(settings, options, facts.pid).finally(() => abandonClient(client));
  };
  options.signal?.addEventListener("abort", cancel, { once: true });

  const guard = async <T>(run: () => Promise<T>): Promise<T> => {
    options.signal?.throwIfAborted();
    if (lost) throw lost;
    try {
      return await run();
    } catch (error) {
      options.signal?.throwIfAborted();
      throw error;
    }
  };
  const limits = { bytes: options.answerBytes ?? mostBytes, milliseconds: options.answerTimeout ?? 0 };
  let turn: Promise<unknown> = Promise.resolve();
  // What is asked while something else is being answered is sent at once; its limits begin when it is its turn.
  const ask = <T>(question: () => Promise<T>): Promise<T> =>
    guard(() => {
      const answer = question();
      // Told when it is its turn, and not as a rejection that nobody handles before that.
      answer.catch(() => undefined);
      const server = `${settings.host}:${settings.port}`;
      const told = turn.then(() => withinLimits(client.connection.stream, server, limits, () => answer));
      turn = told.catch(() => undefined);
      return told;
    });

  return {
    serverVersion: facts.version,
    backendPid: facts.pid,
    user: facts.user,
    database: facts.database,
    inRecovery: facts.recovery,
    query: <Row>(sql: string, values: readonly unknown[] = []) =>
      ask(async () => (await client.query(extended(sql, values))).rows as readonly Row[]),
    each: (sql, take) => ask(() => eachRow(client, sql, take)),
    execute: (sql) => ask(async () => (await client.query(extended(sql, []))).command ?? ""),
    script: (sql) => guard(async () => void (await client.query(sql))),
    onNotification: (callback) => {
      client.on("notification", (message) => callback(message.channel, message.payload ?? ""));
    },
    onWarning: (callback) => {
      client.on("notice", ({ code }) => callback(code ?? ""));
    },
    onLost: (callback) => {
      if (lost) callback(lost);
      else lostCallbacks.push(callback);
    },
    close: async () => {
      options.signal?.removeEventListener("abort", cancel);
      await endClient(client);
    },
  };
}

/** Milliseconds, where nobody says otherwise. */
const connectTimeout = 10_000;

/** Milliseconds: a server that is there answers a goodbye sooner. */
const goodbye = 3_000;

/** Ends a connection; one whose other end is silent is cut off, so that nobody waits for it. */
async function endClient(client: pg.Client): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<"silent">((resolve) => {
    timer = setTimeout(() => resolve("silent"), goodbye);
  });
  // A socket that is gone already has nothing left to close.
  const ended = client.end().catch(() => undefined);
  if ((await Promise.race([ended, silence])) === "silent") client.connection.stream.destroy();
  clearTimeout(timer);
}

/** Ends a connection at once, whatever is still to come over it. */
function abandonClient(client: pg.Client): void {
  void client.end().catch(() => undefined);
  client.connection.stream.destroy();
}

/** The driver takes `queryMode`, which its type declarations do not know: with it even a query without values is parsed alone. */
function extended(text: string, values: readonly unknown[]): pg.QueryConfig {
  const config: pg.QueryConfig & { queryMode: "extended" } = {
    text,
    values: [...values],
    queryMode: "extended",
  };
  return config;
}

/** @throws what `take` throws, after the server has sent the rest */
function eachRow(client: pg.Client, sql: string, take: Parameters<Session["each"]>[1]): Promise<void> {
  return new Promise((resolve, reject) => {
    const types = { getTypeParser: () => (text: string) => text } as unknown as pg.CustomTypesConfig;
    const config: pg.QueryArrayConfig = { ...extended(sql, []), rowMode: "array", types };
    const query = new pg.Query<Value[]>(config);
    let parse: ReturnType<typeof rowParser> | undefined;
    let names: readonly string[] = [];
    let failure: { readonly error: unknown } | undefined;
    query.on("row", (row, result) => {
      if (failure !== undefined) return;
      // Thrown here, an error would end the process.
      try {
        if (parse === undefined && result !== undefined) {
          parse = rowParser(result.fields);
          names = result.fields.map(({ name }) => name);
        }
        take(parse?.(row) ?? row, names);
      } catch (error) {
        failure = { error };
      }
    });
    query.on("error", reject);
    query.on("end", () => (failure === undefined ? resolve() : reject(failure.error)));
    client.query(query);
  });
}

async function openClient(settings: ConnectionSettings, options: ConnectOptions): Promise<pg.Client> {
  const attempt = async (ssl: false | tls.ConnectionOptions): Promise<pg.Client> => {
    const client = new pg.Client({
      host: settings.address ?? settings.host,
      port: settings.port,
      database: settings.database,
      user: settings.user,
      // A function, because the driver replaces a missing or empty password by PGPASSWORD and sends that to the host.
      password: () => settings.password ?? "",
      ssl,
      // With TLS the driver itself looks at the first byte.
      ...(ssl === false ? { stream: postgresSocket } : {}),
      application_name: options.applicationName ?? "plumbline",
      pipeline: true,
      connectionTimeoutMillis: options.connectTimeout ?? connectTimeout,
      keepAlive: true,
      // A peer that went away without a word is noticed within half a minute of waiting for it, not after two hours.
      keepAliveInitialDelayMillis: 10_000,
    });
    client.on("error", () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
  };
  try {
    if (settings.tls !== "prefer" || settings.host.startsWith("/"))
      return await attempt(tlsOptions(settings));
    try {
      return await attempt(tlsOptions(settings));
    } catch (error) {
      // `prefer` means: unencrypted where the server offers nothing else (libpq's rule).
      if (!(error instanceof Error && /does not support SSL/i.test(error.message))) throw error;
      return await attempt(false);
    }
  } catch (error) {
    throw connectionError(error, settings);
  }
}

/**
 * A socket that ends when what answers first cannot be Postgres: its driver would take the first letters of a web or SSH
 * server for the length of a message, and wait for the rest.
 */
function postgresSocket(): net.Socket {
  const socket = new net.Socket();
  socket.once("data", (chunk: Buffer) => {
    // Authentication, error, notice, protocol version: nothing else comes first.
    if (!/^[RENv]/.test(chunk.toString("latin1", 0, 1)))
      socket.destroy(new Error("not the Postgres protocol"));
  });
  return socket;
}

function tlsOptions(settings: ConnectionSettings): false | tls.ConnectionOptions {
  const authority = settings.certificateAuthority === undefined ? {} : { ca: settings.certificateAuthority };
  // The name that was asked for is what the certificate has to be of, whatever address is dialled.
  const name =
    settings.address === undefined || net.isIP(settings.host) !== 0 ? {} : { servername: settings.host };
  switch (settings.tls) {
    case "disable":
      return false;
    case "prefer":
    case "require":
      return { ...name, rejectUnauthorized: false };
    case "verify-ca":
      return { ...authority, ...name, rejectUnauthorized: true, checkServerIdentity: () => undefined };
    case "verify-full":
      return {
        ...authority,
        ...name,
        rejectUnauthorized: true,
        checkServerIdentity: (_, certificate) => tls.checkServerIdentity(settings.host, certificate),
      };
  }
}

async function prepare(
  client: pg.Client,
  settings: ConnectionSettings,
  options: ConnectOptions,
): Promise<ServerFacts> {
  try {
    // Settings first, and by SET, not as start-up options: poolers refuse those.
    const limits = { bytes: 2 ** 20, milliseconds: options.connectTimeout ?? connectTimeout };
    const question = extended(
      // Named in full: what the database calls `text` first, by a search_path of its own, would run with our rights.
      `SELECT pg_catalog.current_setting('server_version_num')::pg_catalog.int4 AS version, pg_catalog.version() AS banner,
                pg_catalog.pg_backend_pid() AS pid, current_user::pg_catalog.text AS "user",
                pg_catalog.current_database()::pg_catalog.text AS database, pg_catalog.pg_is_in_recovery() AS recovery,
                pg_catalog.set_config('statement_timeout', $1, false), pg_catalog.set_config('lock_timeout', $2, false),
                pg_catalog.set_config('default_transaction_read_only', $3, false),
                pg_catalog.set_config('standard_conforming_strings', 'on', false),
                pg_catalog.set_config('client_min_messages', 'warning', false)
                ${options.catalogNames ? `, pg_catalog.set_config('search_path', '${catalogPath}', false)` : ""}`,
      [
        String(options.statementTimeout ?? 0),
        String(options.lockTimeout ?? 0),
        options.readOnly ? "on" : "off",
      ],
    );
    const result = await withinLimits(
      client.connection.stream,
      `${settings.host}:${settings.port}`,
      limits,
      () => client.query(question),
    );
    const facts = result.rows[0] as ServerFacts;
    refuseForeignServers(facts, settings, options);
    return facts;
  } catch (error) {
    await endClient(client);
    if (error instanceof AppError) throw error;
    throw new AppError(
      "not-really-postgres",
      `The server at ${settings.host}:${settings.port} speaks the Postgres protocol and does not answer as Postgres does.`,
      {
        hint: "Connect directly to a PostgreSQL server, not to a pooler's console or another product.",
        cause: error,
      },
    );
  }
}

function refuseForeignServers(
  facts: ServerFacts,
  settings: ConnectionSettings,
  options: ConnectOptions,
): void {
  const server = `${settings.host}:${settings.port}`;
  if (
    !facts.banner.startsWith("PostgreSQL ") ||
    /cockroach|redshift|-YB-|materialize|crate/i.test(facts.banner)
  ) {
    throw new AppError("not-really-postgres", `The server at ${server} is not PostgreSQL.`, {
      hint: "Plumbline reads PostgreSQL's own catalogs; databases that imitate them give wrong answers.",
    });
  }
  if (!options.anyVersion && majorOf(facts.version) < oldestMajor) {
    throw new AppError(
      "server-too-old",
      `The server at ${server} is PostgreSQL ${versionText(facts.version)}.`,
      {
        hint: `Plumbline reads PostgreSQL ${oldestMajor} and newer.`,
      },
    );
  }
}

const cancelLimits = { bytes: 2 ** 20, milliseconds: 3_000 };

/** Asks the server, over a connection of its own, to stop what the backend is doing. */
async function cancelBackend(
  settings: ConnectionSettings,
  options: ConnectOptions,
  pid: number,
): Promise<void> {
  const { signal: _, ...rest } = options;
  const client = await openClient(settings, { ...rest, connectTimeout: 3_000 }).catch(() => undefined);
  // When no second connection can be had, ending the first one stops the work as well, only later.
  if (client === undefined) return;
  await withinLimits(client.connection.stream, `${settings.host}:${settings.port}`, cancelLimits, () =>
    client.query("SELECT pg_catalog.pg_cancel_backend($1)", [pid]),
  ).catch(() => undefined);
  await endClient(client);
}
