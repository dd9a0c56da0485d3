import { structuredPatch } from "diff";

/**
 * A change of one file as `git apply` and `patch -p1` take it.
 * @param before null for a file that is new
 */
export function unifiedDiff(path: string, before: string | null, after: string): string {
  const { hunks } = structuredPatch(path, path, before ?? "", after, "", "", { context: 3 });
  if (hunks.length === 0) return "";
  return [
    `--- ${before === null ? "/dev/null" : `a/${path}`}`,
    `+++ b/${path}`,
    ...hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
      // A range without lines is named by the line before it.
      `@@ -${oldLines === 0 ? oldStart - 1 : oldStart},${oldLines} +${newLines === 0 ? newStart - 1 : newStart},${newLines} @@`,
      ...lines,
    ]),
    "",
  ].join("\n");
}
