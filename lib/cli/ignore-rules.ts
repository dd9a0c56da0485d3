import { readFile } from "node:fs/promises";
import path from "node:path";
import type { IgnoreRule } from "../drift/ignore";
import { readIgnoreFile } from "../drift/ignore-file";
import { AppError } from "../postgres/app-error";

/**
 * The rules of the file that `--ignore` names; none without one.
 * @throws AppError when it is not there or holds something else
 */
export async function ignoreRulesOf(file: string | undefined): Promise<readonly IgnoreRule[]> {
  if (file === undefined) return [];
  const place = path.resolve(file);
  const text = await readFile(place, "utf8").catch((cause: unknown) => {
    throw new AppError("ignore-rules-unreadable", `The ignore rules in ${place} cannot be read.`, {
      hint: "Check the path; it is taken from the folder the command is called in.",
      cause,
    });
  });
  return readIgnoreFile(text, place);
}
