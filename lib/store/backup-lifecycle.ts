import "server-only";
import { AppError } from "../postgres/app-error";
import {
  type Backup,
  type BackupProgress,
  type BackupTable,
  type BackupVerification,
  backupId,
  findBackup,
  toBackup,
} from "./backups";
import type { CheckError } from "./checks";
import { inTransaction, type Store } from "./client";
import { lockDatabase } from "./databases";
import { Prisma } from "./generated/client";
import { toJson } from "./json";
import { notify } from "./notifications";
import { workerLostAfterSeconds } from "./workers";

/** The job that takes a backup or verifies one, and what it is given. */
export const backupJob = "take-backup";

export interface BackupJob {
  readonly number: number;
  /** Verify the dump that is there, instead of taking one. */
  readonly verify: boolean;
  readonly restore: boolean;
}

export interface NewDump {
  readonly databaseId: string;
  readonly tables: readonly BackupTable[] | null;
  readonly restore: boolean;
  readonly createdBy: { readonly id: string; readonly name: string };
  readonly createdAt: Date;
}

/**
 * Puts a dump into the queue. One at a time for each database.
 * @throws AppError `backup-active`
 */
export async function insertDump(inside: Store, dump: NewDump): Promise<Backup> {
  await requireIdle(inside, dump.databaseId);
  const row = await inside.client.backup.create({
    data: {
      databaseId: dump.databaseId,
      type: "dump",
      level: 0,
      state: "queued",
      tables: dump.tables === null ? Prisma.DbNull : toJson(dump.tables),
      createdById: dump.createdBy.id,
      createdByName: dump.createdBy.name,
      createdAt: dump.createdAt,
    },
  });
  await enqueue(inside, { number: row.number, verify: false, restore: dump.restore });
  return toBackup(row);
}

/** Puts the verifying of a dump that exists into the queue. False when it is being worked on already. */
export async function requestVerification(
  inside: Store,
  backup: Pick<Backup, "number" | "databaseId">,
  restore: boolean,
): Promise<boolean> {
  await requireIdle(inside, backup.databaseId);
  const { count } = await inside.client.backup.updateMany({
    where: { number: backup.number, state: { in: ["done", "failed"] }, takenAt: { not: null } },
    data: { state: "queued", error: Prisma.DbNull, sequence: { increment: 1 } },
  });
  if (count > 0) await enqueue(inside, { number: backup.number, verify: true, restore });
  return count > 0;
}

async function requireIdle(inside: Store, databaseId: string): Promise<void> {
  await lockDatabase(inside, databaseId);
  const active = await inside.client.backup.findFirst({
    where: { databaseId, state: { in: [...activeStates] } },
  });
  if (active === null) return;
  throw new AppError("backup-active", `${backupId(active.number)} of this database is being worked on.`, {
    hint: "Wait until it has ended, or cancel it.",
  });
}

const activeStates = ["queued", "running", "cancelling"] as const;

async function enqueue(inside: Store, job: BackupJob): Promise<void> {
  const payload = JSON.stringify(job);
  await inside.client.$queryRaw`
    SELECT (graphile_worker.add_job(${backupJob}::text, payload := ${payload}::json, max_attempts := 1,
                                    job_key := ${jobKey(job.number)}::text)).id::text`;
  await notify(inside, "backup", job.number);
}

/** Takes a queued backup. Null when it is queued no more. */
export async function claimBackup(store: Store, number: number, workerId: string): Promise<Backup | null> {
  const { count } = await store.client.backup.updateMany({
    where: { number, state: "queued" },
    data: { state: "running", workerId, sequence: { increment: 1 } },
  });
  if (count === 0) return null;
  await notify(store, "backup", number);
  return findBackup(store, number);
}

/** Writes down how far it is. Tells whether to go on: not when it was cancelled or is ours no more. */
export async function recordBackupProgress(
  store: Store,
  number: number,
  workerId: string,
  progress: BackupProgress,
): Promise<"go on" | "stop"> {
  const { count } = await store.client.backup.updateMany({
    where: { number, workerId, state: "running" },
    data: { progress: toJson(progress), sequence: { increment: 1 } },
  });
  await notify(store, "backup", number);
  return count > 0 ? "go on" : "stop";
}

/** Remembers the file before anything is written to it, so that what breaks off can be removed. */
export async function recordBackupFile(
  store: Store,
  number: number,
  workerId: string,
  facts: { readonly file: string; readonly toolVersion: string },
): Promise<void> {
  await store.client.backup.updateMany({ where: { number, workerId }, data: facts });
}

/** The dump is there: what is in it, and when that was true. */
export async function recordDump(
  store: Store,
  number: number,
  workerId: string,
  dump: {
    readonly bytes: number;
    readonly sha256: string;
    readonly takenAt: Date;
    readonly tables: readonly BackupTable[] | null;
  },
): Promise<void> {
  await store.client.backup.updateMany({
    where: { number, workerId, state: { in: ["running", "cancelling"] } },
    data: {
      ...dump,
      tables: dump.tables === null ? Prisma.DbNull : toJson(dump.tables),
      level: 1,
      sequence: { increment: 1 },
    },
  });
  await notify(store, "backup", number);
}

export interface BackupEnd {
  readonly state: "done" | "failed" | "cancelled";
  readonly level: Backup["level"];
  readonly verification: BackupVerification | null;
  readonly verifiedAt: Date | null;
  readonly error: CheckError | null;
  readonly finishedAt: Date;
}

/** Ends what a worker had. False when it is ours no more. */
export async function endBackup(
  inside: Store,
  number: number,
  workerId: string,
  end: BackupEnd,
): Promise<boolean> {
  const { verification, error, ...columns } = end;
  const { count } = await inside.client.backup.updateMany({
    where: { number, workerId, state: { in: ["running", "cancelling"] } },
    data: {
      ...columns,
      verification: verification === null ? Prisma.DbNull : toJson(verification),
      error: error === null ? Prisma.DbNull : toJson(error),
      progress: Prisma.DbNull,
      sequence: { increment: 1 },
    },
  });
  if (count > 0) await notify(inside, "backup", number);
  return count > 0;
}

/** Cancels a queued backup at once, and asks the worker of a running one to stop. A dump that exists stays. */
export async function requestBackupCancel(inside: Store, number: number, now: Date): Promise<void> {
  await inTransaction(inside, async (store) => {
    const backup = await findBackup(store, number);
    const { count } = await store.client.backup.updateMany({
      where: { number, state: "queued" },
      data: {
        state: backup?.takenAt ? "done" : "cancelled",
        finishedAt: now,
        sequence: { increment: 1 },
      },
    });
    if (count > 0) {
      await store.client.$queryRaw`SELECT (graphile_worker.remove_job(${jobKey(number)}::text)).id::text`;
    } else {
      await store.client.backup.updateMany({
        where: { number, state: "running" },
        data: { state: "cancelling", sequence: { increment: 1 } },
      });
      await notify(store, "backup-control", number);
    }
    await notify(store, "backup", number);
  });
}

/**
 * Ends backups whose worker gives no sign of life, and queued ones whose job was used up: a dump that existed before is as
 * good as it was, one that was being written has failed.
 * @param own a worker that asks, and what it runs: anything else in its name broke off without an outcome
 */
export async function settleAbandonedBackups(
  store: Store,
  own?: { readonly workerId: string; readonly running: readonly number[] },
): Promise<readonly { readonly number: number; readonly file: string | null; readonly broken: boolean }[]> {
  const error: CheckError = {
    code: "worker-stopped",
    message: "The worker stopped while this backup was being worked on.",
    hint: "Nothing was changed in the database. Take the backup again.",
    details: [],
  };
  const rows = await store.client.$queryRaw<
    readonly { number: number; file: string | null; broken: boolean }[]
  >`
    UPDATE backups SET state = CASE WHEN taken_at IS NULL THEN 'failed' ELSE 'done' END,
                       error = CASE WHEN taken_at IS NULL THEN ${JSON.stringify(error)}::jsonb END,
                       finished_at = now(), progress = NULL, sequence = sequence + 1
     WHERE state IN ('running', 'cancelling')
           AND (NOT EXISTS (SELECT FROM workers
                             WHERE workers.id = backups.worker_id
                               AND workers.heartbeat_at > now() - make_interval(secs => ${workerLostAfterSeconds}))
                OR (worker_id = ${own?.workerId ?? null}::uuid AND number <> ALL (${[...(own?.running ?? [])]}::int[])))
        OR state = 'queued'
           AND created_at < now() - make_interval(secs => ${workerLostAfterSeconds})
           AND NOT EXISTS (SELECT FROM graphile_worker.jobs
                            WHERE jobs.key = 'backup:' || backups.number
                              AND (jobs.attempts < jobs.max_attempts
                                   OR jobs.locked_at > now() - make_interval(secs => ${workerLostAfterSeconds})))
    RETURNING number, file, taken_at IS NULL AS broken`;
  for (const { number } of rows) await notify(store, "backup", number);
  return rows;
}

const jobKey = (number: number): string => `backup:${number}`;
