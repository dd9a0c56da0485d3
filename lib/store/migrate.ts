import { randomUUID } from "node:crypto";
import { runMigrations } from "graphile-worker";
import { AppError } from "../postgres/app-error";
import { connect, type Session } from "../postgres/connect";
import { errorCode } from "../postgres/connection-error";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { type AppliedMigration, type Migration, migrationsToApply, readMigrations } from "./migrations";
import { queueLogger } from "./queue-logger";

// The key that Prisma's own migrate takes, so that the two never work at once.
const lockKey = 72_707_369;

const historyTable = `CREATE TABLE IF NOT EXISTS public._prisma_migrations (
  id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL,
  logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(),
  applied_steps_count integer NOT NULL DEFAULT 0)`;

/**
 * Brings the store at `url` to this build's schema, and the job queue's beside it. Each migration is one transaction;
 * several processes may call this at once.
 * @returns the names of the migrations applied now, oldest first
 * @throws AppError when the store's history does not fit this build, or a migration fails
 */
export async function migrateStore(url: string): Promise<readonly string[]> {
  const migrations = await readMigrations();
  const session = await connect(connectionSettingsFromUrl(url), { applicationName: "plumbline migrate" });
  try {
    await session.query("SELECT pg_catalog.pg_advisory_lock($1)::text", [lockKey]);
    await session.script(historyTable);
    const wanted = migrationsToApply(migrations, await readApplied(session));
    for (const migration of wanted) await apply(session, migration);
    await runMigrations({ connectionString: url, logger: queueLogger, maxPoolSize: 1 });
    return wanted.map((migration) => migration.name);
  } finally {
    await session.close();
  }
}

async function readApplied(session: Session): Promise<readonly AppliedMigration[]> {
  return session.query<AppliedMigration>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
       FROM public._prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at, migration_name`,
  );
}

async function apply(session: Session, migration: Migration): Promise<void> {
  await session.execute("BEGIN");
  try {
    await session.script(migration.sql);
    await session.query(
      `INSERT INTO public._prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), migration.checksum, migration.name],
    );
    await session.execute("COMMIT");
  } catch (error) {
    await session.execute("ROLLBACK");
    throw new AppError(
      "migration-failed",
      `The store's migration ${migration.name} failed and was rolled back.`,
      {
        hint: "Check that DATABASE_URL's role owns the database and that the database is Plumbline's own.",
        details: [
          error instanceof Error ? error.message : String(error),
          `Code ${errorCode(error) ?? "none"}`,
        ],
        cause: error,
      },
    );
  }
}
