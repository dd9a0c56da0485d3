import "server-only";
import { mayDo } from "../access/authority";
import { type Database, readDatabases } from "../store/databases";
import { type Run, readRuns } from "../store/runs";
import type { Context } from "./context";
import { requireDatabase } from "./require-database";

/** A run in a list. */
export interface ListedRun {
  readonly run: Run;
  readonly database: Database;
}

/** The runs of one database, or of every database that the actor may read; the newest first. */
export async function listRuns(context: Context, slug?: string): Promise<readonly ListedRun[]> {
  const databases =
    slug === undefined
      ? (await readDatabases(context.store)).filter((one) => mayDo(context.actor, "read databases", one.slug))
      : [await requireDatabase(context, slug)];
  const byId = new Map(databases.map((database) => [database.id, database]));
  const runs = await readRuns(context.store, [...byId.keys()]);
  return runs.flatMap((run) => {
    const database = byId.get(run.databaseId);
    return database === undefined ? [] : [{ run, database }];
  });
}
