import "server-only";
import type { Store } from "./client";
import { type AppliedMigration, migrationsToApply, readMigrations } from "./migrations";

/** The names of the migrations of this build that the store lacks; throws when its history is not this build's. */
export async function pendingMigrations(store: Store): Promise<readonly string[]> {
  const applied = await store.client.$queryRaw<readonly AppliedMigration[]>`
    SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
      FROM public._prisma_migrations WHERE rolled_back_at IS NULL`;
  return migrationsToApply(await readMigrations(), applied).map((migration) => migration.name);
}
