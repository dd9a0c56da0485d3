import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { AppError } from "./app-error";

/** One process, told apart from a later one that was given the same pid. */
export interface ProcessMark {
  readonly pid: number;
  /** When it started, in the system's own words; only ever compared. */
  readonly started: string;
}

const hasProc = fs.existsSync("/proc/self/stat");

/** The process that has this pid now; undefined when there is none. */
export function processMark(pid: number): ProcessMark | undefined {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  try {
    if (!hasProc) {
      const started = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
      return started === "" ? undefined : { pid, started };
    }
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command's name stands in parentheses and may hold anything: proc(5), fields 3 (state) and 22 (start time).
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? undefined : { pid, started: fields[19] ?? "" };
  } catch {
    // Both ways of asking fail when, and only when, no such process exists.
    return undefined;
  }
}

/** True while exactly this process lives. */
export function isRunning(mark: ProcessMark): boolean {
  return processMark(mark.pid)?.started === mark.started;
}

/** True when the process is a Postgres server that runs on this data directory. */
export function isServerOf(pid: number, data: string): boolean {
  if (processMark(pid) === undefined) return false;
  try {
    const command = hasProc
      ? fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ")
      : execFileSync("ps", ["-ww", "-o", "command=", "-p", String(pid)], { encoding: "utf8" });
    if (!/postgres/.test(command)) return false;
    // A server's working directory is its data directory (postmaster.c, ChangeToDataDir).
    if (hasProc) return fs.readlinkSync(`/proc/${pid}/cwd`) === fs.realpathSync(data);
    return command.includes(` ${data} `) || command.includes(fs.realpathSync(data));
  } catch {
    // It ended while we looked, or is somebody else's and hides itself: in both cases it is not ours.
    return false;
  }
}

/** The pid in a data directory's postmaster.pid, which may be long dead. */
export function recordedServer(data: string): number | undefined {
  const file = path.join(data, "postmaster.pid");
  if (!fs.existsSync(file)) return undefined;
  const pid = Number.parseInt(fs.readFileSync(file, "utf8"), 10);
  return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
}

/** Waits until a process is gone; false when it still lives after `milliseconds`. */
export async function waitForEnd(pid: number, milliseconds: number): Promise<boolean> {
  const end = Date.now() + milliseconds;
  while (processMark(pid) !== undefined) {
    if (Date.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}

/**
 * Makes this process the only user of a folder, until the returned function is called or the process ends.
 * @throws AppError `cluster-in-use` naming the process that has it
 */
export function claim(directory: string): () => void {
  const file = path.join(directory, "owner.json");
  const own = JSON.stringify(processMark(process.pid) ?? { pid: process.pid, started: "" });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      fs.writeFileSync(file, own, { flag: "wx", mode: 0o644 });
      return () => fs.rmSync(file, { force: true });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
    const found = ownerOf(directory);
    if (found && isRunning(found)) {
      throw new AppError(
        "cluster-in-use",
        `The folder ${directory} is in use by process ${found.pid}${found.pid === process.pid ? " (this one)" : ""}.`,
        { hint: `Stop that process first (kill ${found.pid}), or choose another folder.` },
      );
    }
    fs.rmSync(file, { force: true });
  }
  throw new AppError("cluster-in-use", `Several processes want the folder ${directory} at once.`, {
    hint: "Start one of them, and the next when it runs.",
  });
}

/** Who claimed a folder; undefined when nobody did or the record was never finished. */
export function ownerOf(directory: string): ProcessMark | undefined {
  try {
    const record: unknown = JSON.parse(fs.readFileSync(path.join(directory, "owner.json"), "utf8"));
    if (typeof record !== "object" || record === null || !("pid" in record) || !("started" in record))
      return undefined;
    return { pid: Number(record.pid), started: String(record.started) };
  } catch {
    return undefined;
  }
}
