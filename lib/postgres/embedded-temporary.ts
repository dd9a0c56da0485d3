import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { AppError } from "./app-error";
import { type Account, canReach, rootDirectory } from "./embedded-account";
import type { Binaries } from "./embedded-binaries";
import { initialise } from "./embedded-initialise";
import {
  claim,
  isRunning,
  isServerOf,
  ownerOf,
  processMark,
  recordedServer,
  waitForEnd,
} from "./embedded-process";
import { type RunningServer, startServer } from "./embedded-server";

export interface TemporaryCluster {
  readonly user: string;
  readonly password: string;
  readonly port: number;
  readonly directory: string;
  readonly major: number;
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

interface TemporaryOptions {
  readonly binaries: Binaries;
  readonly account: Account | undefined;
  readonly settings: Readonly<Record<string, string>>;
  readonly superuser: string;
  readonly log: (line: string) => void;
}

/** Copies the template of this major, starts a server on the copy, and removes the copy when it is stopped. */
export async function startFromTemplate(options: TemporaryOptions): Promise<TemporaryCluster> {
  const base = baseDirectory(options.account);
  await sweep(base);
  try {
    return await startCopy(base, await template(base, options), options);
  } catch (error) {
    // Cleaners of /tmp may have taken files out of the template: one more try with a new one.
    if (!(error instanceof AppError && error.code === "server-did-not-start")) throw error;
    fs.rmSync(path.join(base, templateName(options)), { recursive: true, force: true });
    return await startCopy(base, await template(base, options), options);
  }
}

async function startCopy(base: string, source: string, options: TemporaryOptions): Promise<TemporaryCluster> {
  const { binaries, account, log } = options;
  const directory = path.join(base, `cluster-${process.pid}-${randomBytes(6).toString("hex")}`);
  fs.mkdirSync(directory);
  fs.chmodSync(directory, account ? 0o711 : 0o700);
  const remove = (): void => fs.rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  let server: RunningServer;
  try {
    claim(directory);
    // The system's cp: fs.cp takes ten times as long and loses the owner.
    await promisify(execFile)("cp", [
      "-Rp",
      path.join(source, "data"),
      path.join(source, "password"),
      directory,
    ]);
    server = await startServer({
      ...{ directory, binaries, account, log, port: { demanded: false }, durable: false },
      settings: options.settings,
    });
  } catch (error) {
    remove();
    throw error;
  }
  process.once("exit", server.kill);
  return {
    ...{
      user: options.superuser,
      port: server.port,
      directory,
      major: binaries.major,
      exited: server.exited,
    },
    password: fs.readFileSync(path.join(directory, "password"), "utf8"),
    stop: async () => {
      process.removeListener("exit", server.kill);
      await server.stop("immediate");
      remove();
    },
  };
}

/** A folder of this user alone, because others may write to the system's temporary folder. */
function baseDirectory(account: Account | undefined): string {
  const uid = process.getuid?.() ?? 0;
  const parent = !account || canReach(account, os.tmpdir()) ? os.tmpdir() : rootDirectory;
  const base = path.join(fs.existsSync(parent) ? fs.realpathSync(parent) : parent, `plumbline-${uid}`);
  fs.mkdirSync(base, { recursive: true, mode: account ? 0o711 : 0o700 });
  const stat = fs.lstatSync(base);
  if (!stat.isDirectory() || stat.uid !== uid || (stat.mode & 0o022) !== 0) {
    throw new AppError("temporary-folder-not-ours", `The folder ${base} was made by another user.`, {
      hint: "Remove it, or set TMPDIR to a folder of yours.",
    });
  }
  if (account) fs.chmodSync(base, 0o711);
  return base;
}

/** Everything that makes two templates differ is in the name. */
function templateName({ binaries, account, superuser }: TemporaryOptions): string {
  const key = createHash("sha256")
    .update(`${binaries.version} ${account?.uid} ${superuser} C 2`)
    .digest("hex")
    .slice(0, 8);
  return `template-${binaries.version}-${key}`;
}

async function template(base: string, options: TemporaryOptions): Promise<string> {
  const { binaries, account } = options;
  const directory = path.join(base, templateName(options));
  if (fs.existsSync(path.join(directory, "data/PG_VERSION"))) return directory;
  // What is there without PG_VERSION is a remnant that a cleaner of /tmp left.
  fs.rmSync(directory, { recursive: true, force: true });
  const making = path.join(base, `making-${process.pid}-${randomBytes(6).toString("hex")}`);
  fs.mkdirSync(making);
  fs.chmodSync(making, account ? 0o711 : 0o700);
  await initialise(making, binaries, account, { user: options.superuser, durable: false });
  try {
    fs.renameSync(making, directory);
  } catch (error) {
    fs.rmSync(making, { recursive: true, force: true });
    // Another process was faster; its template is as good.
    if (!fs.existsSync(path.join(directory, "data/PG_VERSION"))) throw error;
  }
  return directory;
}

/** Removes what processes that no longer live left behind, and ends their servers. */
async function sweep(base: string): Promise<void> {
  for (const name of fs.readdirSync(base)) {
    const pid = Number(/^(?:cluster|making)-(\d+)-/.exec(name)?.[1]);
    if (!Number.isInteger(pid)) continue;
    const directory = path.join(base, name);
    const owner = ownerOf(directory);
    // Without a record it is being made, and its name says by whom.
    if (owner ? isRunning(owner) : processMark(pid) !== undefined) continue;
    const data = path.join(directory, "data");
    const server = recordedServer(data);
    if (server !== undefined && isServerOf(server, data)) {
      process.kill(server, "SIGQUIT");
      if (!(await waitForEnd(server, 3_000))) process.kill(server, "SIGKILL");
    }
    fs.rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  }
}
