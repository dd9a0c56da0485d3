import "server-only";
import type { Catalog } from "../catalog/catalog";
import type { Drift } from "../drift/drift";
import { type Check, type CheckError, type CheckProgress, findActiveCheck, findCheck } from "./checks";
import { inTransaction, type Store } from "./client";
import { lockDatabase } from "./databases";
import { insertDifferences, type RelationFactsByDifference } from "./differences";
import { Prisma } from "./generated/client";
import { toJson } from "./json";
import { notify } from "./notifications";
import { keepSnapshot, sweepSnapshots } from "./snapshots";
import { workerLostAfterSeconds } from "./workers";

/** The job that runs a check, and what it is given. */
export const checkJob = "check-database";

export interface CheckJob {
  readonly number: number;
}

/**
 * The queued or running check of a database, or a new one put into the queue.
 * Two requests at once give one check: the database's row is locked, and an index allows one active check each.
 */
export async function requestCheck(
  store: Store,
  databaseId: string,
  requestedBy: string,
): Promise<{ readonly check: Check; readonly created: boolean }> {
  return inTransaction(store, async (inside) => {
    await lockDatabase(inside, databaseId);
    const active = await findActiveCheck(inside, databaseId);
    if (active) return { check: active, created: false };
    const { number } = await inside.client.check.create({ data: { databaseId, requestedBy } });
    const payload = JSON.stringify({ number } satisfies CheckJob);
    // One attempt: a check that broke off is reported, and a person decides on the next.
    await inside.client.$queryRaw`
      SELECT (graphile_worker.add_job(${checkJob}::text, payload := ${payload}::json, max_attempts := 1,
                                      job_key := ${jobKey(number)}::text)).id::text`;
    return { check: await existing(inside, number), created: true };
  });
}

/** Marks a queued check as running. Null when it is not queued any more. */
export async function startCheck(store: Store, number: number, workerId: string): Promise<Check | null> {
  const { count } = await store.client.check.updateMany({
    where: { number, state: "queued" },
    data: { state: "running", workerId, startedAt: new Date(), sequence: { increment: 1 } },
  });
  if (count === 0) return null;
  await notify(store, "check", number);
  return existing(store, number);
}

/** Writes down how far a check is. Tells whether it should go on: not when it was to be cancelled or is ours no more. */
export async function recordProgress(
  store: Store,
  number: number,
  workerId: string,
  progress: CheckProgress,
): Promise<"go on" | "stop"> {
  const rows = await store.client.check.updateManyAndReturn({
    where: { number, workerId, state: "running" },
    data: { progress: toJson(progress), sequence: { increment: 1 } },
    select: { cancelRequested: true },
  });
  await notify(store, "check", number);
  return rows[0]?.cancelRequested === false ? "go on" : "stop";
}

/** Everything that a finished comparison leaves behind. */
export interface FinishedComparison {
  readonly drift: Drift;
  readonly expected: Catalog;
  readonly actual: Catalog;
  readonly sourceHash: string | null;
  readonly facts: RelationFactsByDifference;
  readonly milliseconds: number;
}

/** Stores the outcome of a running check, all or nothing. False when the check is ours no more. */
export async function completeCheck(
  store: Store,
  number: number,
  workerId: string,
  comparison: FinishedComparison,
): Promise<boolean> {
  const { drift, expected, actual } = comparison;
  // Outside the transaction: compressing takes time, and a snapshot that nothing refers to is swept later.
  const expectedSnapshotHash = await keepSnapshot(store, expected);
  const actualSnapshotHash = await keepSnapshot(store, actual);
  const finishedAt = new Date();
  const stored = await inTransaction(store, async (inside) => {
    const rows = await inside.client.check.updateManyAndReturn({
      where: { number, workerId, state: "running" },
      data: {
        state: "done",
        finishedAt,
        progress: Prisma.DbNull,
        sequence: { increment: 1 },
        verdict: drift.verdict,
        counts: toJson(drift.counts),
        coverage: toJson(drift.coverage),
        diagnostics: toJson(drift.diagnostics),
        unverified: toJson(drift.unverified),
        findings: toJson(drift.findings),
        expectedFingerprint: drift.expectedFingerprint,
        actualFingerprint: drift.actualFingerprint,
        ...{ expectedSnapshotHash, actualSnapshotHash },
        sourceHash: comparison.sourceHash,
        serverVersion: actual.serverVersion,
        milliseconds: comparison.milliseconds,
      },
      select: { databaseId: true },
    });
    const row = rows[0];
    if (row === undefined) return false;
    const check = { number, databaseId: row.databaseId, finishedAt };
    await insertDifferences(inside, check, drift.differences, comparison.facts);
    await notify(inside, "check", number);
    return true;
  });
  await sweepSnapshots(store);
  return stored;
}

/** Ends a running check as failed or cancelled. False when it is ours no more. */
export async function endCheck(
  store: Store,
  number: number,
  workerId: string,
  outcome: { readonly state: "cancelled" } | { readonly state: "failed"; readonly error: CheckError },
): Promise<boolean> {
  const { count } = await store.client.check.updateMany({
    where: { number, workerId, state: "running" },
    data: {
      state: outcome.state,
      finishedAt: new Date(),
      progress: Prisma.DbNull,
      sequence: { increment: 1 },
      ...(outcome.state === "failed" ? { error: toJson(outcome.error) } : {}),
    },
  });
  if (count > 0) await notify(store, "check", number);
  return count > 0;
}

/** Cancels a queued check at once and asks the worker of a running one to stop. */
export async function requestCancel(store: Store, number: number): Promise<void> {
  await inTransaction(store, async (inside) => {
    const { count } = await inside.client.check.updateMany({
      where: { number, state: "queued" },
      data: {
        state: "cancelled",
        cancelRequested: true,
        finishedAt: new Date(),
        sequence: { increment: 1 },
      },
    });
    if (count > 0) {
      await inside.client.$queryRaw`SELECT (graphile_worker.remove_job(${jobKey(number)}::text)).id::text`;
    } else {
      await inside.client.check.updateMany({
        where: { number, state: "running" },
        data: { cancelRequested: true, sequence: { increment: 1 } },
      });
      await notify(inside, "cancel", number);
    }
    await notify(inside, "check", number);
  });
}

/**
 * Ends, as failed, running checks whose worker gives no sign of life, and queued checks whose job was used up.
 * @param own a worker that asks, and what it runs: anything else in its name broke off without an outcome
 * @returns their numbers
 */
export async function settleAbandonedChecks(
  store: Store,
  own?: { readonly workerId: string; readonly running: readonly number[] },
): Promise<readonly number[]> {
  const error: CheckError = {
    code: "worker-stopped",
    message: "The worker stopped while this check was running.",
    hint: "Nothing was changed in the database. Check again.",
    details: [],
  };
  const rows = await store.client.$queryRaw<readonly { number: number }[]>`
    UPDATE checks SET state = 'failed', finished_at = now(), progress = NULL, sequence = sequence + 1,
                      error = ${JSON.stringify(error)}::jsonb
     WHERE state = 'running'
           AND (NOT EXISTS (SELECT FROM workers
                             WHERE workers.id = checks.worker_id
                               AND workers.heartbeat_at > now() - make_interval(secs => ${workerLostAfterSeconds}))
                OR (worker_id = ${own?.workerId ?? null}::uuid AND number <> ALL (${[...(own?.running ?? [])]}::int[])))
        OR state = 'queued'
           AND requested_at < now() - make_interval(secs => ${workerLostAfterSeconds})
           AND NOT EXISTS (SELECT FROM graphile_worker.jobs
                            WHERE jobs.key = 'check:' || checks.number
                              AND (jobs.attempts < jobs.max_attempts
                                   OR jobs.locked_at > now() - make_interval(secs => ${workerLostAfterSeconds})))
    RETURNING number`;
  for (const { number } of rows) await notify(store, "check", number);
  return rows.map((row) => row.number);
}

const jobKey = (number: number): string => `check:${number}`;

async function existing(store: Store, number: number): Promise<Check> {
  const check = await findCheck(store, number);
  if (check === null) throw new Error(`check C-${number} vanished`);
  return check;
}
