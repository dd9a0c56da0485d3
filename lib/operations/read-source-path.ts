import "server-only";
import type { Dirent } from "node:fs";
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { requireSize, sourceOfFiles } from "../expected/recognise-source";
import type { Source, SourceFile } from "../expected/source";
import { AppError } from "../postgres/app-error";

const readable = /\.(sql|prisma|json)$/i;
const skipped = new Set([".git", "node_modules", ".next", ".plumbline"]);

/** The folders below which a source may be a path: `PLUMBLINE_SOURCES`, or else the folder the app was started in. */
export function sourceRoots(environment: NodeJS.ProcessEnv = process.env): readonly string[] {
  const configured = environment.PLUMBLINE_SOURCES;
  if (configured === undefined) return [environment.PLUMBLINE_ROOT ?? process.cwd()];
  return configured
    .split(path.delimiter)
    .map((root) => root.trim())
    .filter((root) => root !== "");
}

/**
 * Reads a file, or a folder's .sql, .prisma or .json files, below one of the {@link sourceRoots}.
 * @param type what somebody said it is; undefined to go by the content
 * @throws AppError `source-outside`, `source-missing`, `source-empty`, `source-too-large`
 */
export async function readSourcePath(
  wanted: string,
  type?: Source["type"],
  roots: readonly string[] = sourceRoots(),
): Promise<Source> {
  const place = await placeBelow(wanted, roots);
  if ((await stat(place)).isDirectory()) return sourceOfFiles(await readFolder(place), type);
  return sourceOfFiles([{ path: path.basename(place), content: await readText(place) }], type, true);
}

/** The real place of a path. Links are followed before looking whether it is below a root, or one could lead out of it. */
async function placeBelow(wanted: string, roots: readonly string[]): Promise<string> {
  for (const root of roots) {
    const realRoot = await realpath(root).catch(() => null);
    const place = await realpath(path.resolve(root, wanted)).catch(() => null);
    if (realRoot === null || place === null) continue;
    const inside = path.relative(realRoot, place);
    if (inside !== ".." && !inside.startsWith(`..${path.sep}`) && !path.isAbsolute(inside)) return place;
  }
  // One answer for what does not exist and what is not allowed: the difference would tell of files outside.
  throw new AppError("source-missing", `There is no file or folder ${wanted} below the source folders.`, {
    hint: "Check the path. The folders are set by PLUMBLINE_SOURCES.",
    details: roots,
  });
}

async function readFolder(folder: string): Promise<readonly SourceFile[]> {
  const files: SourceFile[] = [];
  let bytes = 0;
  const visit = async (place: string): Promise<void> => {
    const entries: Dirent[] = await readdir(place, { withFileTypes: true });
    for (const entry of entries) {
      const full = path.join(place, entry.name);
      // Links inside are not followed: they could lead out, or around in circles.
      if (entry.isDirectory() && !skipped.has(entry.name)) await visit(full);
      if (!entry.isFile() || !readable.test(entry.name)) continue;
      bytes += (await stat(full)).size;
      requireSize(files.length + 1, bytes);
      const shown = path.relative(folder, full).split(path.sep).join("/");
      files.push({ path: shown, content: await readText(full) });
    }
  };
  await visit(folder);
  return files;
}

async function readText(file: string): Promise<string> {
  requireSize(1, (await stat(file)).size);
  return readFile(file, "utf8").catch((cause: unknown) => {
    throw new AppError("source-unreadable", `${path.basename(file)} cannot be read.`, {
      hint: "Give the user that runs Plumbline the right to read it.",
      cause,
    });
  });
}
