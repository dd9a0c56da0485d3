import "server-only";
import { mayDo } from "../access/authority";
import { settleAbandonedChecks } from "../store/check-lifecycle";
import { type LatestChecks, readLatestChecks } from "../store/checks";
import { type Database, environments, readDatabases } from "../store/databases";
import { readSources, type StoredSource } from "../store/sources";
import { readWorkerStatus, type WorkerStatus } from "../store/workers";
import type { Context } from "./context";
import { compareHealth, type DatabaseHealth, healthOf } from "./database-health";
import { judgeChecks } from "./judge-checks";

/** One line of the list of databases. */
export interface ListedDatabase {
  readonly database: Database;
  readonly source: StoredSource;
  readonly health: DatabaseHealth;
  readonly checks: LatestChecks;
}

export interface DatabaseList {
  /** Worst state first, then production first, then by name. */
  readonly databases: readonly ListedDatabase[];
  readonly worker: WorkerStatus;
}

const noChecks: LatestChecks = { active: null, compared: null, settled: null };

/** Every database that the actor may read, with its health, and whether anything runs checks. */
export async function listDatabases(context: Context): Promise<DatabaseList> {
  const { store } = context;
  await settleAbandonedChecks(store);
  const [all, worker] = await Promise.all([readDatabases(store), readWorkerStatus(store)]);
  const databases = all.filter(({ slug }) => mayDo(context.actor, "read databases", slug));
  const ids = databases.map((database) => database.id);
  const now = context.now();
  const [found, sources] = await Promise.all([readLatestChecks(store, ids), readSources(store, ids)]);
  const checks = await judgeChecks(store, found, now);
  const listed = databases.flatMap((database) => {
    const source = sources.get(database.id);
    // Removed between the two readings.
    if (source === undefined) return [];
    const latest = checks.get(database.id) ?? noChecks;
    return [{ database, source, checks: latest, health: healthOf(database, latest, now) }];
  });
  return { databases: listed.toSorted(compareListed), worker };
}

function compareListed(a: ListedDatabase, b: ListedDatabase): number {
  return (
    compareHealth(a.health, b.health) ||
    environments.indexOf(a.database.environment) - environments.indexOf(b.database.environment) ||
    (a.database.name < b.database.name ? -1 : 1)
  );
}
