/**
 * Real Postgres servers that come with the app: for its store, the demo, the shadow and the tests (architecture.md §7).
 * Everybody else starts servers through this file; `embedded-*.ts` are its parts.
 */
import fs from "node:fs";
import path from "node:path";
import { AppError } from "./app-error";
import { reachableDirectory, serverAccount } from "./embedded-account";
import { binariesFor, installedBinaries } from "./embedded-binaries";
import { initialise } from "./embedded-initialise";
import { claim, isRunning, ownerOf } from "./embedded-process";
import { startServer, stopLeftover } from "./embedded-server";
import { startFromTemplate } from "./embedded-temporary";

/** A running server of ours. It ends with this process at the latest. */
export interface Cluster {
  readonly host: "127.0.0.1";
  readonly port: number;
  /** A superuser. */
  readonly user: string;
  readonly password: string;
  /** Where it really is, which can differ from the wished folder. */
  readonly directory: string;
  readonly major: number;
  /** The connection URL of one of its databases, password included: not for logs. */
  url(database: string): string;
  /** Settles when the server is gone, for whatever reason. Does not keep the process alive. */
  readonly exited: Promise<void>;
  /** Stops the server and waits until it has stopped. Can be called twice. */
  stop(): Promise<void>;
}

export interface ClusterOptions {
  /** The cluster's own folder; made when absent. Holds `data`, `password`, `server.log`. */
  readonly directory: string;
  /** Default: the major that made the data directory, else the newest installed. */
  readonly major?: number;
  /** Demands this port. Default: the one of the last start, else a free one. */
  readonly port?: number;
  /** Settings of the server (`postgresql.conf` names). */
  readonly settings?: Readonly<Record<string, string>>;
  /** Only used when the data directory is made. Default `postgres`. */
  readonly superuser?: string;
  /** False: faster, and lost in a crash of the machine. Default true. */
  readonly durable?: boolean;
  /** Receives one line for each step worth telling. */
  readonly log?: (line: string) => void;
}

/** The majors that can be started, newest first. Empty on a platform without packages. */
export function installedMajors(): readonly number[] {
  return installedBinaries().map((binaries) => binaries.major);
}

/**
 * Starts the cluster of a folder, making it first when the folder is new. No data directory is ever deleted.
 * @throws AppError `cluster-in-use`, `data-half-made`, `data-other-major`, `data-not-ours`, `password-lost`,
 *   `port-in-use`, `no-embedded-postgres`, `server-did-not-start`
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const log = options.log ?? (() => undefined);
  const durable = options.durable ?? true;
  try {
    const wished = path.resolve(options.directory);
    const directory = reachableDirectory(wished, serverAccount(), log);
    const data = path.join(directory, "data");
    const account = serverAccount(data);
    const release = claim(directory);
    try {
      const made = existingMajor(data, options.major);
      const binaries = binariesFor(made ?? options.major, account, log);
      if (made === undefined) {
        sweepUnfinished(directory);
        log(`Making a PostgreSQL ${binaries.major} data directory in ${directory}`);
        await initialise(directory, binaries, account, { user: options.superuser ?? "postgres", durable });
      } else {
        await stopLeftover(data, log);
      }
      const { user, password } = readCredentials(directory, options.superuser ?? "postgres");
      const lastPort = readPort(directory);
      const server = await startServer({
        directory,
        binaries,
        account,
        durable,
        log,
        port: { wish: options.port ?? lastPort, demanded: options.port !== undefined },
        settings: options.settings ?? {},
      });
      fs.writeFileSync(path.join(directory, "port"), `${server.port}\n`);
      return {
        ...connectionFacts({ user, password, port: server.port, directory, major: binaries.major }),
        exited: server.exited,
        stop: async () => {
          await server.stop("fast");
          release();
        },
      };
    } catch (error) {
      release();
      throw error;
    }
  } catch (error) {
    throw permissionError(error, options.directory);
  }
}

/** True when the cluster of a folder was made. */
export function clusterExists(wished: string): boolean {
  // Looking must not make the folder.
  if (!fs.existsSync(wished)) return false;
  const directory = reachableDirectory(path.resolve(wished), serverAccount(), () => undefined);
  return fs.existsSync(path.join(directory, "data", "PG_VERSION"));
}

/**
 * The cluster of a folder that another process of ours has started; undefined when none runs there.
 * @throws AppError `password-lost`
 */
export function runningCluster(
  wished: string,
  superuser = "postgres",
): Omit<Cluster, "exited" | "stop" | "major"> | undefined {
  if (!clusterExists(wished)) return undefined;
  const directory = reachableDirectory(path.resolve(wished), serverAccount(), () => undefined);
  const owner = ownerOf(directory);
  const port = readPort(directory);
  if (owner === undefined || !isRunning(owner) || port === undefined) return undefined;
  return connectionFacts({ ...readCredentials(directory, superuser), port, directory });
}

/**
 * Starts a private cluster that is removed when it is stopped, copied from a template made once per user and major.
 * Takes about 0.2 s once the template is there. What a killed process left behind is removed at the next start.
 */
export async function startTemporaryCluster(
  options: Pick<ClusterOptions, "major" | "settings" | "superuser" | "log"> = {},
): Promise<Cluster> {
  const log = options.log ?? (() => undefined);
  const account = serverAccount();
  const binaries = binariesFor(options.major, account, log);
  const temporary = await startFromTemplate({
    ...{ binaries, account, log },
    settings: options.settings ?? {},
    superuser: options.superuser ?? "postgres",
  });
  return connectionFacts(temporary);
}

type Address = Pick<Cluster, "user" | "password" | "port" | "directory">;

function connectionFacts<Facts extends Address>(facts: Facts): Facts & Pick<Cluster, "host" | "url"> {
  const authority = `${encodeURIComponent(facts.user)}:${encodeURIComponent(facts.password)}@127.0.0.1:${facts.port}`;
  return {
    ...facts,
    host: "127.0.0.1",
    url: (database) => `postgresql://${authority}/${encodeURIComponent(database)}?sslmode=disable`,
  };
}

function existingMajor(data: string, wanted: number | undefined): number | undefined {
  if (!fs.existsSync(data)) return undefined;
  const uid = process.getuid?.();
  if (uid !== 0 && fs.statSync(data).uid !== uid) {
    throw new AppError("data-not-ours", `The data directory ${data} belongs to another user.`, {
      hint: "Start as the user who started before (root, perhaps), or choose another folder with PLUMBLINE_HOME.",
    });
  }
  const file = path.join(data, "PG_VERSION");
  if (!fs.existsSync(file)) {
    throw new AppError("data-half-made", `${data} is not a complete Postgres data directory.`, {
      hint: `It is left untouched. Move it away (mv ${data} ${data}.old) and start again.`,
    });
  }
  const major = Number.parseInt(fs.readFileSync(file, "utf8"), 10);
  if ((wanted !== undefined && wanted !== major) || !installedMajors().includes(major)) {
    throw new AppError(
      "data-other-major",
      `${data} was made by PostgreSQL ${major}, and PostgreSQL ${wanted ?? installedMajors()[0]} was to be started on it.`,
      {
        hint: `It is left untouched. Use PostgreSQL ${major} (the app's earlier release), dump it and load the dump into a new folder, or move it away.`,
      },
    );
  }
  return major;
}

/** Siblings in which an earlier process was making a data directory when it ended; they never held data. */
function sweepUnfinished(directory: string): void {
  for (const name of fs.readdirSync(directory)) {
    if (name.startsWith("data.making-"))
      fs.rmSync(path.join(directory, name), { recursive: true, force: true });
  }
}

function readCredentials(directory: string, superuser: string): { user: string; password: string } {
  const file = path.join(directory, "password");
  if (!fs.existsSync(file)) {
    throw new AppError("password-lost", `The password file ${file} of the data directory is missing.`, {
      hint: `Put it back from a backup, or move ${path.join(directory, "data")} away and start again.`,
    });
  }
  return { user: superuser, password: fs.readFileSync(file, "utf8").trim() };
}

/** Kept from start to start, because connections to the demo are stored with it. */
function readPort(directory: string): number | undefined {
  const file = path.join(directory, "port");
  if (!fs.existsSync(file)) return undefined;
  const port = Number(fs.readFileSync(file, "utf8"));
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
}

function permissionError(error: unknown, directory: string): unknown {
  if (!(error instanceof Error) || error instanceof AppError || !("code" in error)) return error;
  if (error.code !== "EACCES" && error.code !== "EPERM" && error.code !== "EROFS") return error;
  return new AppError("directory-unwritable", `${directory} cannot be used by this user.`, {
    hint: "Start as the user who started before, or choose another folder with PLUMBLINE_HOME.",
    details: [error.message],
    cause: error,
  });
}
