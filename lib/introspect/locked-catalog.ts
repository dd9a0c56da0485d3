import { AppError } from "../postgres/app-error";
import type { Session } from "../postgres/connect";

/** What a run's session calls itself: see lib/apply/open-run.ts. */
const runName = "plumbline apply ";

/** Who of ours holds the locks that DDL takes: application names can be seen by every role. */
const ownRuns = `
  SELECT a.pid, pg_catalog.substr(a.application_name, ${runName.length + 1}) AS hash
    FROM pg_catalog.pg_stat_activity a
   WHERE a.datname = pg_catalog.current_database() AND a.application_name LIKE '${runName}%'
     AND EXISTS (SELECT FROM pg_catalog.pg_locks l
                  WHERE l.pid = a.pid AND l.granted AND l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock')
   ORDER BY a.pid LIMIT 1`;

/**
 * What to say of an object that stayed locked while the catalog was read: a run or rehearsal of our own, or the DDL of
 * somebody else. The session has no transaction any more.
 */
export async function lockedCatalog(session: Session, cause: unknown): Promise<AppError> {
  const code = "catalog-locked";
  // Where even that cannot be asked, the locks are still somebody's.
  const [own] = await session.query<{ pid: number; hash: string }>(ownRuns).catch(() => []);
  if (own !== undefined)
    return new AppError(
      code,
      `A run or rehearsal of Plumbline holds the locks of its plan (hash ${own.hash}, process ${own.pid}).`,
      { hint: "Nothing is wrong. Check again when it has ended.", cause },
    );
  return new AppError(code, "An object of the database stayed locked by another session's DDL.", {
    hint: "A migration may be running. Check again when it has finished.",
    cause,
  });
}
