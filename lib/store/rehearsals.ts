import "server-only";
import type { CopyRehearsal } from "../apply/rehearse-on-copy";
import type { RunOutcome } from "../apply/run-outcome";
import { AppError } from "../postgres/app-error";
import type { CheckError } from "./checks";
import { inTransaction, type Store } from "./client";
import { lockDatabase } from "./databases";
import type { Rehearsal as RehearsalRow } from "./generated/client";
import { fromJson, toJson } from "./json";
import { notify } from "./notifications";
import type { Person } from "./runs";
import { workerLostAfterSeconds } from "./workers";

/** The job that rehearses a plan, and what it is given. */
export const rehearsalJob = "rehearse-plan";

export type RehearsalPlace = "copy" | "in place";

/** What a rehearsal showed. */
export type RehearsalOutcome =
  | { readonly place: "copy"; readonly copy: CopyRehearsal }
  | { readonly place: "in place"; readonly run: RunOutcome };

/** A plan run where nothing of it stays. It holds no secret. */
export interface Rehearsal {
  readonly number: number;
  /** `RH-4`. */
  readonly id: string;
  readonly planNumber: number;
  readonly place: RehearsalPlace;
  readonly state: "queued" | "running" | "passed" | "failed" | "cancelled";
  readonly applyUser: string | null;
  readonly deadline: Date | null;
  readonly outcome: RehearsalOutcome | null;
  readonly error: CheckError | null;
  readonly by: Person;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

/** `RH-4` from 4. */
const rehearsalId = (number: number): string => `RH-${number}`;

const active = ["queued", "running"];

export interface NewRehearsal {
  readonly planNumber: number;
  readonly databaseId: string;
  readonly place: RehearsalPlace;
  readonly applyUser: string | null;
  readonly deadline: Date | null;
  readonly by: Person;
}

/**
 * Puts a rehearsal into the queue, in the transaction of the caller: one at a time for each plan.
 * @throws AppError `rehearsal-active`
 */
export async function insertRehearsal(inside: Store, rehearsal: NewRehearsal): Promise<Rehearsal> {
  const { databaseId, by, ...columns } = rehearsal;
  await lockDatabase(inside, databaseId);
  const other = await inside.client.rehearsal.findFirst({
    where: { planNumber: rehearsal.planNumber, state: { in: active } },
  });
  if (other !== null) {
    throw new AppError("rehearsal-active", `P-${rehearsal.planNumber} is being rehearsed.`, {
      hint: "Wait until that rehearsal has ended, or cancel it.",
    });
  }
  const row = await inside.client.rehearsal.create({
    data: { ...columns, state: "queued", byId: by.id, byName: by.name },
  });
  const payload = JSON.stringify({ number: row.number });
  await inside.client.$queryRaw`
    SELECT (graphile_worker.add_job(${rehearsalJob}::text, payload := ${payload}::json, max_attempts := 1,
                                    job_key := ${jobKey(row.number)}::text)).id::text`;
  return toRehearsal(row);
}

/** Keeps the encrypted password of the applying role for the worker that takes the rehearsal. */
export async function keepRehearsalCredential(
  inside: Store,
  number: number,
  ciphertext: string,
): Promise<void> {
  await inside.client.rehearsal.update({ where: { number }, data: { credential: ciphertext } });
}

/** Takes a queued rehearsal with its password, which the store holds no more. Null when it is queued no more. */
export async function claimRehearsal(
  store: Store,
  number: number,
  workerId: string,
): Promise<{ readonly rehearsal: Rehearsal; readonly credential: string | null } | null> {
  return inTransaction(store, async (inside) => {
    const before = await inside.client.rehearsal.findUnique({ where: { number } });
    const { count } = await inside.client.rehearsal.updateMany({
      where: { number, state: "queued" },
      data: { state: "running", workerId, credential: null, sequence: { increment: 1 } },
    });
    if (count === 0 || before === null) return null;
    await notify(inside, "rehearsal", number);
    return { rehearsal: { ...toRehearsal(before), state: "running" }, credential: before.credential };
  });
}

/** Ends a rehearsal. False when it has ended already. */
export async function endRehearsal(
  store: Store,
  number: number,
  end: {
    readonly state: "passed" | "failed" | "cancelled";
    readonly outcome?: RehearsalOutcome;
    readonly error?: CheckError;
  },
): Promise<boolean> {
  const { count } = await store.client.rehearsal.updateMany({
    where: { number, state: { in: active } },
    data: {
      state: end.state,
      finishedAt: new Date(),
      credential: null,
      sequence: { increment: 1 },
      ...(end.outcome === undefined ? {} : { outcome: toJson(end.outcome) }),
      ...(end.error === undefined ? {} : { error: toJson(end.error) }),
    },
  });
  if (count > 0) await notify(store, "rehearsal", number);
  return count > 0;
}

/** Asks the worker of a rehearsal to stop; one that is queued ends at once. */
export async function requestRehearsalEnd(inside: Store, number: number): Promise<void> {
  const { count } = await inside.client.rehearsal.updateMany({
    where: { number, state: "queued" },
    data: { state: "cancelled", finishedAt: new Date(), credential: null, sequence: { increment: 1 } },
  });
  if (count > 0)
    await inside.client.$queryRaw`SELECT (graphile_worker.remove_job(${jobKey(number)}::text)).id::text`;
  else await inside.client.rehearsal.updateMany({ where: { number }, data: { cancelRequested: true } });
  await notify(inside, "rehearsal-control", number);
  await notify(inside, "rehearsal", number);
}

/** True when somebody asked for it to stop. */
export async function rehearsalIsToStop(store: Store, number: number): Promise<boolean> {
  const row = await store.client.rehearsal.findUnique({
    where: { number },
    select: { cancelRequested: true },
  });
  return row?.cancelRequested ?? true;
}

/** The rehearsals of a plan, the newest first. */
export async function readRehearsals(store: Store, planNumber: number): Promise<readonly Rehearsal[]> {
  const rows = await store.client.rehearsal.findMany({
    where: { planNumber },
    orderBy: { number: "desc" },
    take: 20,
  });
  return rows.map(toRehearsal);
}

/** The rehearsal with this number; null when there is none. */
export async function findRehearsal(store: Store, number: number): Promise<Rehearsal | null> {
  const row = await store.client.rehearsal.findUnique({ where: { number } });
  return row === null ? null : toRehearsal(row);
}

/**
 * Ends, as failed, rehearsals whose worker gives no sign of life: nothing of them can have stayed.
 * @param own a worker that asks, and what it runs
 */
export async function settleAbandonedRehearsals(
  store: Store,
  own?: { readonly workerId: string; readonly running: readonly number[] },
): Promise<void> {
  const error: CheckError = {
    code: "worker-stopped",
    message: "The worker stopped during this rehearsal.",
    hint: "Nothing of it stayed. Rehearse again.",
    details: [],
  };
  const rows = await store.client.$queryRaw<readonly { number: number }[]>`
    UPDATE rehearsals SET state = 'failed', finished_at = now(), credential = NULL, sequence = sequence + 1,
                          error = ${JSON.stringify(error)}::jsonb
     WHERE state = 'running'
           AND (NOT EXISTS (SELECT FROM workers WHERE workers.id = rehearsals.worker_id
                               AND workers.heartbeat_at > now() - make_interval(secs => ${workerLostAfterSeconds}))
                OR (worker_id = ${own?.workerId ?? null}::uuid AND number <> ALL (${[...(own?.running ?? [])]}::int[])))
        OR state = 'queued'
           AND created_at < now() - make_interval(secs => ${workerLostAfterSeconds})
           AND NOT EXISTS (SELECT FROM graphile_worker.jobs
                            WHERE jobs.key = 'rehearsal:' || rehearsals.number
                              AND (jobs.attempts < jobs.max_attempts
                                   OR jobs.locked_at > now() - make_interval(secs => ${workerLostAfterSeconds})))
    RETURNING number`;
  for (const { number } of rows) await notify(store, "rehearsal", number);
}

const jobKey = (number: number): string => `rehearsal:${number}`;

function toRehearsal(row: RehearsalRow): Rehearsal {
  return {
    number: row.number,
    id: rehearsalId(row.number),
    planNumber: row.planNumber,
    place: row.place as RehearsalPlace,
    state: row.state as Rehearsal["state"],
    applyUser: row.applyUser,
    deadline: row.deadline,
    outcome: row.outcome === null ? null : fromJson<RehearsalOutcome>(row.outcome),
    error: row.error === null ? null : fromJson<CheckError>(row.error),
    by: { id: row.byId, name: row.byName },
    createdAt: row.createdAt,
    finishedAt: row.finishedAt,
  };
}
