import "server-only";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rm, stat } from "node:fs/promises";
import path from "node:path";

/** Where dumps are kept: `backups` in `PLUMBLINE_HOME`. They are never offered over the web. */
function backupFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return path.join(path.resolve(environment.PLUMBLINE_HOME || ".plumbline"), "backups");
}

/** The files of one backup. */
export interface BackupFiles {
  readonly dump: string;
  /** The catalog and the row counts of the moment of the dump, to compare a restore with. */
  readonly facts: string;
}

/** @param name a file name that {@link makeBackupFiles} gave */
export function backupFiles(name: string, folder = backupFolder()): BackupFiles {
  if (path.basename(name) !== name) throw new Error(`${name} is not a bare file name`);
  const dump = path.join(folder, name);
  return { dump, facts: `${dump}.facts.json` };
}

/** Makes the empty file of a backup, for our own user alone. @returns its name in the folder */
export async function makeBackupFile(id: string, slug: string, folder = backupFolder()): Promise<string> {
  const name = `${id}-${slug.replace(/[^a-zA-Z0-9_-]/g, "_").slice(0, 60)}.dump`;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = await open(path.join(folder, name), "wx", 0o600);
  await file.close();
  return name;
}

/** Removes the files of a backup that broke off. */
export async function removeBackupFiles(name: string, folder = backupFolder()): Promise<void> {
  const { dump, facts } = backupFiles(name, folder);
  await rm(dump, { force: true });
  await rm(facts, { force: true });
}

/** Bytes of a file; null when it is not there. */
export async function sizeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** The sha-256 of a file, as 64 hexadecimal digits. */
export async function sha256Of(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file, signal === undefined ? {} : { signal }))
    hash.update(chunk);
  return hash.digest("hex");
}
