import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export interface Import {
  /** Relative to the project root, with forward slashes. */
  readonly from: string;
  /** A file or folder below the root, or the bare name of a package. */
  readonly to: string;
  readonly typeOnly: boolean;
}

const skipped = new Set([
  "node_modules",
  ".next",
  ".git",
  ".plumbline",
  "generated",
  "test-results",
  "playwright-report",
]);

/** All TypeScript and JavaScript files of the project, relative to the root. */
export function sourceFiles(root: string, folder = ""): readonly string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name) || entry.name.startsWith(".next")) return [];
    const file = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return sourceFiles(root, file);
    return /\.(ts|tsx|mjs)$/.test(entry.name) ? [file] : [];
  });
}

const statementPattern =
  /(?:^|\n)\s*(import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)/g;

/** The imports of one file, resolved to paths below the root where they are relative or begin with `@/`. */
export function importsOf(root: string, file: string): readonly Import[] {
  const text = readFileSync(path.join(root, file), "utf8");
  return [...text.matchAll(statementPattern)].flatMap((match) => {
    const target = match[3] ?? match[4];
    if (target === undefined) return [];
    const resolved = target.startsWith(".")
      ? path.posix.join(path.posix.dirname(file), target)
      : target.startsWith("@/")
        ? target.slice(2)
        : target;
    return [{ from: file, to: resolved, typeOnly: match[2] !== undefined }];
  });
}
