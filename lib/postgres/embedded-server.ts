import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { AppError } from "./app-error";
import type { Account } from "./embedded-account";
import type { Binaries } from "./embedded-binaries";
import { programError, serverEnvironment } from "./embedded-initialise";
import { isServerOf, recordedServer, waitForEnd } from "./embedded-process";
import { endWithUs } from "./end-with-us";
import { freePort, portIsFree } from "./port";

export interface ServerOptions {
  /** Holds `data` and receives `server.log`. */
  readonly directory: string;
  readonly binaries: Binaries;
  readonly account: Account | undefined;
  /** Tried first; `demanded` makes it an error when it is taken. */
  readonly port: { readonly wish?: number | undefined; readonly demanded: boolean };
  readonly settings: Readonly<Record<string, string>>;
  /** False: the data may be lost in a crash of the machine, and everything is faster. */
  readonly durable: boolean;
  readonly log: (line: string) => void;
}

export interface RunningServer {
  readonly port: number;
  /** Settles when the server is gone, for whatever reason. */
  readonly exited: Promise<void>;
  /** `fast` keeps the data as they are, `immediate` does not care for them. */
  stop(mode: "fast" | "immediate"): Promise<void>;
  /** For `process.on("exit")`, where nothing can be awaited. */
  kill(): void;
}

const everyServer = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  logging_collector: "off",
  log_destination: "stderr",
  // Said here too, because initdb puts pg_catalog in front of a name that already begins with it.
  default_text_search_config: "pg_catalog.english",
  TimeZone: "UTC",
  log_timezone: "UTC",
  // One transaction may lock every table, index and sequence of a schema.
  max_locks_per_transaction: "1024",
};

const shortLived = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", autovacuum: "off" };

/** Starts a server on a complete data directory and waits until it takes connections. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { port: wanted, log } = options;
  let port = wanted.wish ?? (await freePort());
  if (wanted.wish !== undefined && !(await portIsFree(wanted.wish))) {
    if (wanted.demanded) throw portInUse(wanted.wish);
    port = await freePort();
    log(`Port ${wanted.wish} is in use; Postgres listens on ${port}`);
  }
  const giveUp = Date.now() + 15_000;
  for (;;) {
    const started = await launch(options, port);
    if ("server" in started) return started.server;
    const reason = started.output.join("\n");
    const portTaken = /could not bind|Address already in use/.test(reason);
    if (portTaken && wanted.demanded) throw portInUse(port);
    // Backends of a server that was killed outlive it for a moment and still hold its shared memory.
    const leftovers = /pre-existing shared memory block|lock file "postmaster.pid" already exists/.test(
      reason,
    );
    if ((!portTaken && !leftovers) || Date.now() > giveUp) {
      throw new AppError("server-did-not-start", `Postgres did not start on ${options.directory}.`, {
        hint: `Its log is ${path.join(options.directory, "server.log")}.`,
        details: started.output,
      });
    }
    if (portTaken) port = await freePort();
    else await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

const portInUse = (port: number): AppError =>
  new AppError("port-in-use", `Port ${port} is in use.`, {
    hint: "Stop the program that listens there, or ask for another port.",
  });

async function launch(
  options: ServerOptions,
  port: number,
): Promise<{ server: RunningServer } | { output: readonly string[] }> {
  const { directory, binaries, account, log } = options;
  const data = path.join(directory, "data");
  const settings = {
    ...everyServer,
    ...(options.durable ? {} : shortLived),
    ...options.settings,
    port: `${port}`,
  };
  const file = path.join(binaries.native, "bin/postgres");
  const logFile = path.join(directory, "server.log");
  if (fs.existsSync(logFile) && fs.statSync(logFile).size > 10_000_000)
    fs.renameSync(logFile, `${logFile}.old`);
  const output = fs.openSync(logFile, "a", 0o600);
  const logStart = fs.fstatSync(output).size;
  const child = spawn(
    file,
    ["-D", data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    {
      cwd: "/",
      env: serverEnvironment,
      stdio: ["ignore", output, output],
      // Its own process group: Ctrl-C in a terminal goes to all of a group, and would end the server before its users.
      detached: true,
      ...(account ? { uid: account.uid, gid: account.gid } : {}),
    },
  );
  fs.closeSync(output);
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const failed = new Promise<never>((_, reject) =>
    child.once("error", (error) => reject(programError(file, error))),
  );
  const watchdog =
    child.pid === undefined ? undefined : endWithUs(child.pid, options.durable ? "INT" : "QUIT");
  void exited.then(() => watchdog?.dismiss());

  const ready = await Promise.race([waitUntilReady(child, data, log), failed]);
  if (!ready) {
    const tail = fs.readFileSync(logFile).subarray(logStart).toString().trim().split("\n").slice(-15);
    return { output: tail };
  }
  child.unref();
  return {
    server: {
      port,
      exited,
      kill: () => void child.kill("SIGQUIT"),
      stop: async (mode) => {
        if (hasEnded(child)) return;
        child.ref();
        child.kill(mode === "fast" ? "SIGINT" : "SIGQUIT");
        if (await within(exited, 20_000)) return;
        log("Postgres does not stop; it is stopped at once and will recover at its next start");
        child.kill("SIGQUIT");
        if (await within(exited, 5_000)) return;
        child.kill("SIGKILL");
        await exited;
      },
    },
  };
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

async function waitUntilReady(
  child: ChildProcess,
  data: string,
  log: (line: string) => void,
): Promise<boolean> {
  const begin = Date.now();
  let told = false;
  while (!hasEnded(child)) {
    const file = path.join(data, "postmaster.pid");
    // Line 8 is what pg_ctl waits for as well (pidfile.h, LOCK_FILE_LINE_PM_STATUS).
    const lines = fs.existsSync(file) ? fs.readFileSync(file, "utf8").split("\n") : [];
    if (lines[0] === `${child.pid}` && lines[7]?.trim() === "ready") return true;
    if (!told && Date.now() - begin > 3_000) {
      told = true;
      log("Postgres recovers from a crash; this can take a while");
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return false;
}

async function within(event: Promise<void>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  try {
    return await Promise.race([event.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Stops the server that an app of ours left behind on this data directory, and makes a stale postmaster.pid harmless.
 * Call it only while holding the directory's claim.
 */
export async function stopLeftover(data: string, log: (line: string) => void): Promise<void> {
  const pid = recordedServer(data);
  if (pid === undefined) return;
  if (isServerOf(pid, data)) {
    log(`Stopping the Postgres (process ${pid}) that an app left running on ${data}`);
    process.kill(pid, "SIGINT");
    if (await waitForEnd(pid, 20_000)) return;
    process.kill(pid, "SIGQUIT");
    if (await waitForEnd(pid, 10_000)) return;
    throw new AppError("server-does-not-stop", `The Postgres of process ${pid} on ${data} does not stop.`, {
      hint: `Stop it by hand: kill -9 ${pid}`,
    });
  }
  // A stranger has the pid now, and Postgres would take it for a living server. The file must not be removed: it also
  // names the shared memory by which Postgres recognises backends still at work. It ignores its parent's pid
  // (miscinit.c, CreateLockFile), so that is written in its place.
  const file = path.join(data, "postmaster.pid");
  const [, ...rest] = fs.readFileSync(file, "utf8").split("\n");
  fs.writeFileSync(file, [`${process.pid}`, ...rest].join("\n"));
}
