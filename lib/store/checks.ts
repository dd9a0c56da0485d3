import "server-only";
import type { Coverage } from "../catalog/coverage";
import type { DriftCounts, Unverified, Verdict } from "../drift/drift";
import type { Finding } from "../drift/finding";
import type { Diagnostic } from "../postgres/diagnostic";
import type { Store } from "./client";
import type { Check as CheckRow } from "./generated/client";
import { fromJson } from "./json";

export type CheckState = "queued" | "running" | "done" | "failed" | "cancelled";

/** How far a running check is. `total` is 0 where nobody can tell. */
export interface CheckProgress {
  /** `Reading the catalog`. */
  readonly phase: string;
  /** What exactly: `indexes`; empty where there is nothing to add. */
  readonly message: string;
  readonly done: number;
  readonly total: number;
}

/** Why a check failed, fit to be shown. */
export interface CheckError {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly details: readonly string[];
}

/** What a check found, without the differences themselves. */
export interface CheckResult {
  readonly verdict: Verdict;
  readonly counts: DriftCounts;
  readonly coverage: Coverage;
  readonly diagnostics: readonly Diagnostic[];
  readonly unverified: readonly Unverified[];
  /** None for checks of versions that looked for none. */
  readonly findings: readonly Finding[];
  readonly expectedFingerprint: string;
  readonly actualFingerprint: string;
  /** `server_version_num` of the database. */
  readonly serverVersion: number;
  readonly milliseconds: number;
}

/** One comparison of a database with its source. */
export interface Check {
  readonly number: number;
  /** `C-881`. */
  readonly id: string;
  readonly databaseId: string;
  readonly state: CheckState;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly cancelRequested: boolean;
  readonly progress: CheckProgress | null;
  /** Grows with every change of state or progress. */
  readonly sequence: number;
  /** Present when `state` is `done`. */
  readonly result: CheckResult | null;
  /** Present when `state` is `failed`. */
  readonly error: CheckError | null;
}

/** The checks of one database that its pages are made of. */
export interface LatestChecks {
  /** Queued or running. */
  readonly active: Check | null;
  /** The last one that compared. */
  readonly compared: Check | null;
  /** The last one that compared or failed; a cancelled one says nothing. */
  readonly settled: Check | null;
}

/** `C-881` from 881. */
export const checkId = (number: number): string => `C-${number}`;

/** 881 from `C-881` or `881`; null for anything else. */
export function checkNumber(id: string): number | null {
  const match = /^(?:C-)?([1-9]\d{0,8})$/i.exec(id);
  return match?.[1] === undefined ? null : Number(match[1]);
}

/** The check with this number; null when there is none. */
export async function findCheck(store: Store, number: number): Promise<Check | null> {
  const row = await store.client.check.findUnique({ where: { number } });
  return row === null ? null : toCheck(row);
}

/** The queued or running check of a database; null when there is none. */
export async function findActiveCheck(store: Store, databaseId: string): Promise<Check | null> {
  const row = await store.client.check.findFirst({
    where: { databaseId, state: { in: ["queued", "running"] } },
  });
  return row === null ? null : toCheck(row);
}

/** The latest checks of each database that has any, by database id. */
export async function readLatestChecks(
  store: Store,
  databaseIds: readonly string[],
): Promise<ReadonlyMap<string, LatestChecks>> {
  const numbers = await store.client.$queryRaw<readonly LatestNumbers[]>`
    SELECT database_id::text AS "databaseId",
           max(number) FILTER (WHERE state IN ('queued', 'running')) AS active,
           max(number) FILTER (WHERE state = 'done') AS compared,
           max(number) FILTER (WHERE state IN ('done', 'failed')) AS settled
      FROM checks WHERE database_id = ANY (${[...databaseIds]}::uuid[]) GROUP BY database_id`;
  const wanted = numbers.flatMap((row) => [row.active, row.compared, row.settled]);
  const rows = await store.client.check.findMany({
    where: { number: { in: wanted.filter((number) => number !== null) } },
  });
  const byNumber = new Map(rows.map((row) => [row.number, toCheck(row)]));
  const at = (number: number | null): Check | null =>
    number === null ? null : (byNumber.get(number) ?? null);
  return new Map(
    numbers.map((row) => [
      row.databaseId,
      { active: at(row.active), compared: at(row.compared), settled: at(row.settled) },
    ]),
  );
}

/** The hashes of the two catalogs that a finished check compared. */
export async function readSnapshotHashes(
  store: Store,
  number: number,
): Promise<{ readonly expected: string; readonly actual: string } | null> {
  const row = await store.client.check.findUnique({
    where: { number },
    select: { expectedSnapshotHash: true, actualSnapshotHash: true },
  });
  if (!row?.expectedSnapshotHash || !row.actualSnapshotHash) return null;
  return { expected: row.expectedSnapshotHash, actual: row.actualSnapshotHash };
}

/**
 * The hash of an earlier catalog of a database, in which objects have the names they had when all was well: of its last
 * clean check, else of its first. Null when none was ever read.
 */
export async function readEarlierSnapshotHash(store: Store, databaseId: string): Promise<string | null> {
  const [row] = await store.client.$queryRaw<readonly { hash: string }[]>`
    SELECT actual_snapshot_hash AS hash FROM checks
     WHERE database_id = ${databaseId}::uuid AND state = 'done' AND actual_snapshot_hash IS NOT NULL
     ORDER BY verdict = 'clean' DESC, CASE WHEN verdict = 'clean' THEN -number ELSE number END LIMIT 1`;
  return row?.hash ?? null;
}

interface LatestNumbers {
  readonly databaseId: string;
  readonly active: number | null;
  readonly compared: number | null;
  readonly settled: number | null;
}

function toCheck(row: CheckRow): Check {
  return {
    number: row.number,
    id: checkId(row.number),
    databaseId: row.databaseId,
    state: row.state,
    requestedBy: row.requestedBy,
    requestedAt: row.requestedAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
    cancelRequested: row.cancelRequested,
    progress: row.progress === null ? null : fromJson<CheckProgress>(row.progress),
    sequence: row.sequence,
    result: toResult(row),
    error: row.error === null ? null : fromJson<CheckError>(row.error),
  };
}

function toResult(row: CheckRow): CheckResult | null {
  const { verdict, counts, coverage, diagnostics, unverified, serverVersion, milliseconds } = row;
  const { expectedFingerprint, actualFingerprint } = row;
  if (verdict === null || counts === null || coverage === null || diagnostics === null) return null;
  if (unverified === null || serverVersion === null || milliseconds === null) return null;
  if (expectedFingerprint === null || actualFingerprint === null) return null;
  return {
    verdict,
    // Checks of versions before there were rules ignored nothing.
    counts: { ignored: 0, ...fromJson<Omit<DriftCounts, "ignored">>(counts) },
    coverage: fromJson<Coverage>(coverage),
    diagnostics: fromJson<readonly Diagnostic[]>(diagnostics),
    unverified: fromJson<readonly Unverified[]>(unverified),
    findings: row.findings === null ? [] : fromJson<readonly Finding[]>(row.findings),
    ...{ expectedFingerprint, actualFingerprint, serverVersion, milliseconds },
  };
}
