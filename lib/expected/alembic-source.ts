import { AppError } from "../postgres/app-error";
import type { SourceFile } from "./source";
import { type RunnableFiles, sqlFiles } from "./sql-source";

/** One revision of an Alembic history, as `alembic upgrade head --sql` marks it. */
export interface AlembicRevision {
  readonly revision: string;
  /** What it follows; several for a merge, none for the first. */
  readonly down: readonly string[];
  readonly path: string;
  /** The marker's line, from 1. */
  readonly line: number;
}

const marker = /^-- Running upgrade ([^\n]*?) ?-> ([^\s,]+)[ \t\r]*$/;

/** The revisions in the order in which they run. */
export function alembicRevisions(files: readonly SourceFile[]): readonly AlembicRevision[] {
  return files.flatMap((file) =>
    file.content.split("\n").flatMap((text, index) => {
      const found = marker.exec(text);
      const revision = found?.[2];
      if (revision === undefined) return [];
      const down = (found?.[1] ?? "").split(",").map((name) => name.trim());
      return [{ revision, down: down.filter((name) => name !== ""), path: file.path, line: index + 1 }];
    }),
  );
}

/**
 * The SQL of an Alembic history. Its Python is never run.
 * @throws AppError `alembic-no-sql` when the files hold no revision
 */
export function alembicFiles(files: readonly SourceFile[]): RunnableFiles {
  if (alembicRevisions(files).length === 0) {
    throw new AppError("alembic-no-sql", "No file of the source holds the SQL of an Alembic history.", {
      hint: "Write it with: alembic upgrade head --sql > history.sql",
      details: files.slice(0, 20).map((file) => file.path),
    });
  }
  return sqlFiles(files);
}
