import "server-only";
import { constants } from "node:fs";
import { access, readdir } from "node:fs/promises";
import path from "node:path";
import { AppError } from "../postgres/app-error";
import { runProgram } from "./run-program";

/** A pg_dump and the pg_restore that stands beside it. */
export interface BackupPrograms {
  readonly dump: string;
  readonly restore: string;
  readonly major: number;
  /** `pg_dump (PostgreSQL) 15.18`. */
  readonly version: string;
}

export interface SearchPlaces {
  /** The folders of `PATH`. */
  readonly path: readonly string[];
  /** Folders that hold one folder for each installed version, and where the programs are in it. */
  readonly versioned: readonly { readonly folder: string; readonly inside: string }[];
}

/** Where packages of Postgres put their programs: Debian and Ubuntu, Red Hat, Homebrew, Postgres.app, a build of one's own. */
export function usualPlaces(environment: NodeJS.ProcessEnv = process.env): SearchPlaces {
  return {
    path: [...(environment.PATH ?? "").split(path.delimiter), "/usr/local/pgsql/bin"].filter(path.isAbsolute),
    versioned: [
      { folder: "/usr/lib/postgresql", inside: "bin" },
      { folder: "/usr", inside: "bin" },
      { folder: "/opt/homebrew/opt", inside: "bin" },
      { folder: "/usr/local/opt", inside: "bin" },
      { folder: "/home/linuxbrew/.linuxbrew/opt", inside: "bin" },
      { folder: "/Applications/Postgres.app/Contents/Versions", inside: "bin" },
    ],
  };
}

/** Every pair of programs that is found, oldest major first. */
export async function findPrograms(places: SearchPlaces = usualPlaces()): Promise<readonly BackupPrograms[]> {
  // Versions first: in PATH a distribution may have put a wrapper that chooses one by settings of its own.
  const folders: string[] = [];
  for (const { folder, inside } of places.versioned) {
    for (const name of await entriesOf(folder)) {
      // Beside the versions stand hundreds of other things.
      if (/^(?:\d+(?:\.\d+)?|latest|pgsql-\d+|(?:postgresql|libpq)(?:@\d+)?)$/.test(name))
        folders.push(path.join(folder, name, inside));
    }
  }
  folders.push(...places.path);
  const found = await Promise.all([...new Set(folders)].map(programsIn));
  return found.filter((one) => one !== null).toSorted((one, other) => one.major - other.major);
}

/**
 * The oldest programs that can read a server of this major: pg_dump refuses servers newer than itself.
 * @throws AppError `no-pg-dump`, saying what to install
 */
export async function requirePrograms(
  serverMajor: number,
  places: SearchPlaces = usualPlaces(),
): Promise<BackupPrograms> {
  const found = await findPrograms(places);
  const fitting = found.find(({ major }) => major >= serverMajor);
  if (fitting !== undefined) return fitting;
  const newest = found.at(-1);
  throw new AppError(
    "no-pg-dump",
    newest === undefined
      ? `There is no pg_dump on the machine that Plumbline runs on. The server is Postgres ${serverMajor}.`
      : `The newest pg_dump here is ${newest.major}, and the server is Postgres ${serverMajor}: pg_dump refuses servers newer than itself.`,
    {
      hint: `Install the client programs of Postgres ${serverMajor} or newer: ${installWords(serverMajor)}. Or record a snapshot of your provider.`,
    },
  );
}

/** What to install where, for people. */
const installWords = (major: number): string =>
  `postgresql-client-${major} (Debian, Ubuntu), postgresql${major} (Red Hat), brew install postgresql@${major} (macOS)`;

async function programsIn(folder: string): Promise<BackupPrograms | null> {
  const [dump, restore] = [path.join(folder, "pg_dump"), path.join(folder, "pg_restore")];
  if (!(await mayRun(dump)) || !(await mayRun(restore))) return null;
  const { code, output } = await runProgram(dump, ["--version"], {
    environment: { LC_ALL: "C", PATH: process.env.PATH ?? "" },
    signal: AbortSignal.timeout(10_000),
  });
  const major = Number(/ (\d+)/.exec(output)?.[1] ?? Number.NaN);
  if (code !== 0 || Number.isNaN(major)) return null;
  return { dump, restore, major, version: output.trim().split("\n")[0] ?? "" };
}

const mayRun = (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );

const entriesOf = (folder: string): Promise<readonly string[]> => readdir(folder).catch(() => []);
