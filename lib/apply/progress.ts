import type { Session } from "../postgres/connect";
import type { RunEvent } from "./run-event";

type Progress = Omit<Extract<RunEvent, { type: "progress" }>, "type" | "statement">;

/** What pg_stat_progress_* says of a backend's index build, rewrite (17 and older: of VACUUM FULL and CLUSTER alone) or ANALYZE. */
const query = `
  SELECT command, phase, done, total, unit FROM (
    SELECT 'index build' AS command, phase,
           CASE WHEN lockers_total > 0 AND lockers_done < lockers_total THEN lockers_done
                WHEN tuples_total > 0 THEN tuples_done ELSE blocks_done END::float8 AS done,
           CASE WHEN lockers_total > 0 AND lockers_done < lockers_total THEN lockers_total
                WHEN tuples_total > 0 THEN tuples_total ELSE blocks_total END::float8 AS total,
           CASE WHEN lockers_total > 0 AND lockers_done < lockers_total THEN 'lockers'
                WHEN tuples_total > 0 THEN 'tuples' ELSE 'blocks' END AS unit
      FROM pg_catalog.pg_stat_progress_create_index WHERE pid = $1
    UNION ALL
    SELECT 'table rewrite', phase, heap_blks_scanned::float8, heap_blks_total::float8, 'blocks'
      FROM pg_catalog.pg_stat_progress_cluster WHERE pid = $1
    UNION ALL
    SELECT 'analyze', phase, sample_blks_scanned::float8, sample_blks_total::float8, 'blocks'
      FROM pg_catalog.pg_stat_progress_analyze WHERE pid = $1
  ) p LIMIT 1`;

/** How far a backend's long command is; null where it runs none that says so. */
export async function readProgress(watch: Session, backendPid: number): Promise<Progress | null> {
  const [row] = await watch.query<Progress>(query, [backendPid]);
  return row ?? null;
}
