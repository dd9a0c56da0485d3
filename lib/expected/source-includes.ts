import path from "node:path";
import { AppError } from "../postgres/app-error";
import { metaCommand } from "./meta-command";
import type { SourceFile } from "./source";
import { splitStatements } from "./statements";

interface Include {
  readonly path: string;
  /** `\ir`: from the folder of the file that includes. */
  readonly relative: boolean;
}

/**
 * The file that `\i` names: looked for in the source's own files only, never on disk.
 * @throws AppError `source-include`
 */
export function resolveInclude(
  files: readonly SourceFile[],
  from: SourceFile,
  include: Include,
  place: string,
): SourceFile {
  const found = find(files, from, include);
  if (found) return found;
  throw new AppError(
    "source-include",
    `${place}: the included file ${include.path} is not part of the source.`,
    {
      hint: "Give the folder that holds both files as the source.",
    },
  );
}

function find(files: readonly SourceFile[], from: SourceFile, include: Include): SourceFile | undefined {
  const beside = path.posix.join(path.posix.dirname(from.path), include.path);
  // psql's \i starts at the folder it was started in, which is either the source's or the file's.
  const candidates = include.relative ? [beside] : [path.posix.normalize(include.path), beside];
  return candidates.flatMap((candidate) => files.find((file) => file.path === candidate) ?? [])[0];
}

/** Paths of files that another file of the source includes: they run there, and not once more on their own. */
export function includedFiles(files: readonly SourceFile[]): ReadonlySet<string> {
  const included = new Set<string>();
  for (const file of files) {
    if (!/\\i/.test(file.content)) continue;
    for (const piece of splitStatements(file.content)) {
      if (piece.type !== "meta" || !/^i(?:r|nclude|nclude_relative)?$/.test(piece.command)) continue;
      const action = metaCommand(piece.command, piece.argument, file.path);
      const target = action.type === "include" ? find(files, file, action) : undefined;
      if (target && target !== file) included.add(target.path);
    }
  }
  return included;
}
