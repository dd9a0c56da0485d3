import "server-only";
import { AppError } from "../postgres/app-error";
import { sha256Of, sizeOf } from "./backup-folder";
import type { BackupPrograms } from "./find-programs";
import { objectsOf } from "./program-failure";
import { runProgram } from "./run-program";

/** What is written down of a dump file, to know it again. */
export interface DumpFile {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What reading a dump through showed. */
export interface ReadThrough {
  /** Entries of its table of contents. */
  readonly entries: number;
  /** Entries that hold rows of a table. */
  readonly tables: number;
}

/** The environment of a program that connects to nothing. */
const offline = { PATH: process.env.PATH ?? "", HOME: "/nonexistent", LC_ALL: "C" };

/**
 * Reads a dump from its first byte to its last: it is the file that was written, and everything in it unpacks. A look at
 * its table of contents would not do: that succeeds on files that were cut or damaged (postgres-facts.md §0, 15).
 * @throws AppError `backup-file-gone`, `backup-damaged`
 */
export async function readThrough(
  programs: BackupPrograms,
  { file, bytes, sha256 }: DumpFile,
  signal?: AbortSignal,
): Promise<ReadThrough> {
  const size = await sizeOf(file);
  if (size === null) {
    throw new AppError("backup-file-gone", "The file of the backup is not there any more.", {
      hint: "Somebody removed it, or it is on another machine. Take a new backup.",
    });
  }
  if (size !== bytes) {
    throw damaged(`The file has ${size} bytes; ${bytes} were written.`);
  }
  if ((await sha256Of(file, signal)) !== sha256) {
    throw damaged("Its content is not what was written (sha-256 differs).");
  }
  const entries = await listEntries(programs, file, signal);
  await unpack(programs, file, signal);
  return { entries: entries.length, tables: entries.filter((entry) => entry.type === "TABLE DATA").length };
}

/** One line of a dump's table of contents. */
export interface DumpEntry {
  readonly line: string;
  /** `TABLE DATA`, `EXTENSION`, … */
  readonly type: string;
}

/** Types of entries of two or more words, the longest first; any other is one word. */
const typePattern =
  /^\d+; \d+ \d+ (TABLE DATA|SEQUENCE SET|SEQUENCE OWNED BY|FK CONSTRAINT|CHECK CONSTRAINT|EVENT TRIGGER|FOREIGN DATA WRAPPER|FOREIGN TABLE|USER MAPPING|DEFAULT ACL|SECURITY LABEL|MATERIALIZED VIEW DATA|MATERIALIZED VIEW|PUBLICATION TABLES IN SCHEMA|PUBLICATION TABLE|SUBSCRIPTION TABLE|PROCEDURAL LANGUAGE|[A-Z]+)/;

/**
 * A dump's table of contents.
 * @throws AppError `backup-damaged`
 */
export async function listEntries(
  programs: BackupPrograms,
  file: string,
  signal?: AbortSignal,
): Promise<readonly DumpEntry[]> {
  const outcome = await runProgram(programs.restore, ["--list", file], {
    environment: offline,
    ...(signal === undefined ? {} : { signal }),
  });
  if (outcome.code !== 0) throw damaged("Its table of contents cannot be read.");
  return outcome.output.split("\n").flatMap((line) => {
    const type = typePattern.exec(line)?.[1];
    return type === undefined ? [] : [{ line, type }];
  });
}

/**
 * Unpacks everything in a dump and keeps nothing of it.
 * @throws AppError `backup-damaged`
 */
async function unpack(programs: BackupPrograms, file: string, signal?: AbortSignal): Promise<void> {
  const outcome = await runProgram(programs.restore, ["--file=/dev/null", file], {
    environment: offline,
    ...(signal === undefined ? {} : { signal }),
  });
  if (outcome.code !== 0) throw damaged("It does not unpack to its end.", objectsOf(outcome.errors));
}

const damaged = (what: string, details: readonly string[] = []): AppError =>
  new AppError("backup-damaged", `The backup is damaged. ${what}`, {
    hint: "It cannot be relied on. Take a new backup, and look at the disk it was kept on.",
    details: [...details],
  });
