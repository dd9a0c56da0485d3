import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { AppError } from "./app-error";
import type { Account } from "./embedded-account";
import type { Binaries } from "./embedded-binaries";

/** What our server processes see: nothing of the user's, whose PGDATA or LD_LIBRARY_PATH would lead them astray. */
export const serverEnvironment: NodeJS.ProcessEnv = {
  NODE_ENV: process.env.NODE_ENV ?? "production",
  PATH: "/usr/bin:/bin:/usr/sbin:/sbin",
  LC_ALL: "C",
  TZ: "UTC",
};

/**
 * Makes `directory/data` and `directory/password`. The work happens in a sibling that is renamed when finished:
 * a data directory of ours is either complete or not there.
 * @param options.durable false: not flushed to disk, and with small WAL files, for clusters that do not live long
 */
export async function initialise(
  directory: string,
  binaries: Binaries,
  account: Account | undefined,
  options: { user: string; durable: boolean },
): Promise<void> {
  const making = path.join(directory, `data.making-${process.pid}`);
  const passwordInput = `${making}.password`;
  const password = randomBytes(24).toString("hex");
  fs.rmSync(making, { recursive: true, force: true });
  fs.rmSync(passwordInput, { force: true });
  fs.writeFileSync(passwordInput, password, { mode: 0o600, flag: "wx" });
  fs.mkdirSync(making, { mode: 0o700 });
  if (account) {
    fs.chownSync(making, account.uid, account.gid);
    fs.chownSync(passwordInput, account.uid, account.gid);
  }
  try {
    await run(
      path.join(binaries.native, "bin/initdb"),
      [
        ...["-D", making, "-U", options.user, `--pwfile=${passwordInput}`, "--auth=scram-sha-256"],
        // The one locale that is the same on every platform and in every major: bytes order text.
        ...["--encoding=UTF8", "--locale=C", "--text-search-config=english"],
        ...(options.durable ? [] : ["--no-sync", "--wal-segsize=1"]),
      ],
      account,
    );
    fs.writeFileSync(path.join(directory, "password"), password, { mode: 0o600 });
    fs.renameSync(making, path.join(directory, "data"));
  } finally {
    fs.rmSync(passwordInput, { force: true });
    fs.rmSync(making, { recursive: true, force: true });
  }
}

async function run(file: string, parameters: readonly string[], account: Account | undefined): Promise<void> {
  const child = spawn(file, parameters, {
    cwd: "/",
    env: serverEnvironment,
    stdio: ["ignore", "pipe", "pipe"],
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
  });
  const output: string[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => output.push(chunk.toString()));
  const code = await new Promise<number | string>((resolve, reject) => {
    child.on("error", (error) => reject(programError(file, error)));
    child.on("close", (exitCode, signal) => resolve(exitCode ?? signal ?? "unknown"));
  });
  if (code === 0) return;
  const lines = output.join("").trim().split("\n");
  throw new AppError("initdb-failed", `initdb could not make a data directory (exit ${code}).`, {
    hint: lines.some((line) => /No space left/i.test(line))
      ? "The disk is full: free some space."
      : "See the details; the most frequent causes are a full disk and missing system libraries.",
    details: lines.slice(-15),
  });
}

/** Why one of the server's programs could not even be started. */
export function programError(file: string, error: Error): AppError {
  return new AppError("embedded-postgres-unusable", `${file} cannot be started on this system.`, {
    hint:
      process.platform === "linux"
        ? "These programs need glibc (not musl, as in Alpine) and a file system that allows execution; or set DATABASE_URL and SHADOW_DATABASE_URL to servers of yours."
        : "Set DATABASE_URL and SHADOW_DATABASE_URL to servers of yours.",
    details: [error.message],
    cause: error,
  });
}
