import { AppError } from "../postgres/app-error";
import type { Source, SourceFile } from "./source";

/** Limits of what is taken in as a source: far above any real schema, far below what would hurt. */
const sourceLimits = { files: 5_000, bytes: 64 * 1024 * 1024 } as const;

/** The kind of source that files are, by their content and names. */
export function recogniseSource(files: readonly SourceFile[]): Source["type"] {
  const [first] = files;
  if (
    files.length === 1 &&
    first &&
    /^\s*\{/.test(first.content) &&
    first.content.includes('"plumbline.snapshot/')
  ) {
    return "snapshot";
  }
  if (files.some((file) => file.path.endsWith(".prisma"))) return "prisma";
  if (
    files.some(
      (file) => /^\s*(?:datasource|model)\s+\w+\s*\{/m.test(file.content) && !file.path.endsWith(".sql"),
    )
  ) {
    return "prisma";
  }
  // What `alembic upgrade --sql` prints before each revision, and the table it keeps.
  if (files.some((file) => /^-- Running upgrade .*->/m.test(file.content))) return "alembic";
  return "sql";
}

const extensions: { readonly [T in Source["type"]]: RegExp } = {
  sql: /\.sql$/i,
  alembic: /\.sql$/i,
  prisma: /\.prisma$/i,
  snapshot: /\.json$/i,
};

/**
 * Makes a source of files: those of its kind, in name order.
 * @param type what somebody said it is; undefined to go by the content
 * @param existing true for one file that lies where it was said to: an empty one, as SQL, says that nothing is expected
 * @throws AppError `source-empty`, `source-binary`, `source-encoding`, `source-too-large`
 */
export function sourceOfFiles(files: readonly SourceFile[], type?: Source["type"], existing = false): Source {
  const known = type ?? recogniseSource(files);
  // A single file is meant, whatever it is called.
  const wanted =
    files.length === 1 ? files : migrationsOnly(files.filter((file) => extensions[known].test(file.path)));
  const expectsNothing = existing && known === "sql" && wanted.some(({ path }) => extensions.sql.test(path));
  const kept = expectsNothing ? wanted : wanted.filter((file) => file.content.trim() !== "");
  if (kept.length === 0) {
    throw new AppError("source-empty", "The source holds nothing to run.", {
      hint: "Give SQL files, a schema.prisma, the SQL of an Alembic history or a snapshot.",
      details: files.slice(0, 20).map((file) => file.path),
    });
  }
  requireSize(
    kept.length,
    kept.reduce((sum, file) => sum + file.content.length, 0),
  );
  for (const file of kept) {
    if (file.content.includes("\uFFFD")) {
      throw new AppError("source-encoding", `${file.path} is not UTF-8 text.`, {
        hint: "Convert it: iconv -f latin1 -t utf-8 (or whatever it was written in).",
      });
    }
    if (!file.content.includes("\0")) continue;
    throw new AppError("source-binary", `${file.path} is not a text file.`, {
      hint: "Custom-format dumps become SQL with: pg_restore --schema-only -f schema.sql <dump>",
    });
  }
  return { type: known, files: kept.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)) };
}

/** Beside Prisma's `migrations/<name>/migration.sql` there may be seeds and queries, which are no part of the history. */
function migrationsOnly(files: readonly SourceFile[]): readonly SourceFile[] {
  const migrations = files.filter((file) => /(^|\/)migrations\/[^/]+\/migration\.sql$/.test(file.path));
  return migrations.length > 0 ? migrations : files;
}

/** @throws AppError `source-too-large` */
export function requireSize(files: number, bytes: number): void {
  if (files <= sourceLimits.files && bytes <= sourceLimits.bytes) return;
  throw new AppError("source-too-large", "The source is too large to be taken in.", {
    hint: `Up to ${sourceLimits.files} files and ${sourceLimits.bytes / 1_048_576} MB of text are. Leave out data and what is no schema.`,
  });
}
