import "server-only";
import { settleAbandonedChecks } from "../store/check-lifecycle";
import { type Check, type LatestChecks, readLatestChecks } from "../store/checks";
import type { Database } from "../store/databases";
import { type Decision, readHoldingDecisions } from "../store/decisions";
import { readDifferences, type StoredDifference } from "../store/differences";
import { findActiveRun } from "../store/runs";
import { readSource, type StoredSource } from "../store/sources";
import { readWorkerStatus, type WorkerStatus } from "../store/workers";
import type { Context } from "./context";
import { type DatabaseHealth, healthOf } from "./database-health";
import { judgeChecks } from "./judge-checks";
import { requireDatabase } from "./require-database";

/** What the page of a database shows. */
export interface DatabaseOverview {
  readonly database: Database;
  readonly source: StoredSource;
  readonly health: DatabaseHealth;
  /** The last check that compared: the differences are its. Null before the first. */
  readonly check: Check | null;
  /** The check after it that failed; null when the last one compared. */
  readonly failed: Check | null;
  /** Queued or running. */
  readonly active: Check | null;
  readonly differences: readonly StoredDifference[];
  /** What people decided on them and holds, by difference id. What they accepted is in no count of the check. */
  readonly decisions: ReadonlyMap<string, Decision>;
  readonly worker: WorkerStatus;
  /** The run that has the database to itself now: `R-31`. */
  readonly run: string | null;
}

const noChecks: LatestChecks = { active: null, compared: null, settled: null };

/**
 * A database with the outcome of its last comparison.
 * @throws AppError `no-such-database`
 */
export async function readDatabase(context: Context, slug: string): Promise<DatabaseOverview> {
  const { store } = context;
  await settleAbandonedChecks(store);
  const database = await requireDatabase(context, slug);
  const [source, latest, worker] = await Promise.all([
    readSource(store, database.id),
    readLatestChecks(store, [database.id]),
    readWorkerStatus(store),
  ]);
  const now = context.now();
  const checks = (await judgeChecks(store, latest, now)).get(database.id) ?? noChecks;
  const { active, compared, settled } = checks;
  const [differences, decisions, run] = await Promise.all([
    compared === null ? [] : readDifferences(store, compared.number),
    readHoldingDecisions(store, database.id, now),
    findActiveRun(store, database.id),
  ]);
  return {
    ...{ database, source, worker, active },
    health: healthOf(database, checks, now),
    check: compared,
    failed: settled?.state === "failed" ? settled : null,
    ...{ differences, decisions, run: run?.id ?? null },
  };
}
