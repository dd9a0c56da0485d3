import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { AppError } from "../postgres/app-error";

/** One step of the store's own history. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file, which is what Prisma writes down too. */
  readonly checksum: string;
}

/** A row of `_prisma_migrations`. */
export interface AppliedMigration {
  readonly name: string;
  readonly checksum: string;
  readonly finished: boolean;
}

/** The migrations of this build, oldest first. They lie below `PLUMBLINE_ROOT` (default: the working folder). */
export async function readMigrations(
  root = process.env.PLUMBLINE_ROOT ?? process.cwd(),
): Promise<readonly Migration[]> {
  const folder = path.join(root, "prisma", "migrations");
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new AppError("no-migrations", `The store's migrations are not at ${folder}.`, {
      hint: "Start Plumbline in its own folder, or set PLUMBLINE_ROOT to it.",
      cause: error,
    });
  });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(path.join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

/**
 * The migrations that a store still needs.
 * @throws AppError when the store's history is not a beginning of this build's
 */
export function migrationsToApply(
  migrations: readonly Migration[],
  applied: readonly AppliedMigration[],
): readonly Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const row of applied) {
    const migration = known.get(row.name);
    if (!row.finished) {
      throw new AppError(
        "migration-unfinished",
        `The store's migration ${row.name} was begun and not finished.`,
        {
          hint: "Restore the store from a backup, or finish the migration by hand and set finished_at in _prisma_migrations.",
        },
      );
    }
    if (!migration) {
      throw new AppError("store-newer", `The store was migrated by a newer Plumbline (${row.name}).`, {
        hint: "Start that version again, or use another PLUMBLINE_HOME or DATABASE_URL.",
      });
    }
    if (migration.checksum !== row.checksum) {
      throw new AppError(
        "migration-edited",
        `The migration ${row.name} was edited after the store had applied it.`,
        {
          hint: "Take the edit back and write a new migration instead.",
          details: [`Applied with checksum ${row.checksum}, now ${migration.checksum}`],
        },
      );
    }
  }
  const done = new Set(applied.map((row) => row.name));
  return migrations.filter((migration) => !done.has(migration.name));
}
