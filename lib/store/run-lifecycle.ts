import "server-only";
import type { RunEvent } from "../apply/run-event";
import type { RunOutcome, TransactionFacts } from "../apply/run-outcome";
import { AppError } from "../postgres/app-error";
import type { CheckError } from "./checks";
import { inTransaction, type Store } from "./client";
import { lockDatabase } from "./databases";
import { Prisma } from "./generated/client";
import { toJson } from "./json";
import { notify } from "./notifications";
import { type Person, type Run, runId, type Settling, toRun } from "./runs";
import { workerLostAfterSeconds } from "./workers";

/** The job that applies a plan, and what it is given. */
export const runJob = "apply-plan";

export interface NewRun {
  readonly planNumber: number;
  readonly databaseId: string;
  readonly nonceHash: string;
  readonly deadline: Date | null;
  readonly applyUser: string | null;
  readonly startedBy: Person;
  /** Set for a run that goes on from another one: its number, its steps, and the catalog they left. */
  readonly resumes?: number;
  readonly stepsDone?: number;
  readonly fingerprint?: string | null;
}

/**
 * Puts a run into the queue, in the transaction of the caller. One at a time for each database: its row is locked, and
 * an index allows one active run.
 * @throws AppError `run-active`
 */
export async function insertRun(inside: Store, run: NewRun): Promise<Run> {
  await lockDatabase(inside, run.databaseId);
  const active = await inside.client.run.findFirst({ where: { databaseId: run.databaseId, active: true } });
  if (active !== null) {
    throw new AppError("run-active", `${runId(active.number)} has this database to itself.`, {
      hint: "Open it, and start the next run when it has ended.",
      details: [runId(active.number)],
    });
  }
  const { startedBy, ...columns } = run;
  const row = await inside.client.run.create({
    data: {
      ...columns,
      state: "queued",
      startedById: startedBy.id,
      startedByName: startedBy.name,
      driverId: startedBy.id,
      driverName: startedBy.name,
    },
  });
  const payload = JSON.stringify({ number: row.number });
  // One attempt: what became of a run that broke off is found out, never tried again by itself.
  await inside.client.$queryRaw`
    SELECT (graphile_worker.add_job(${runJob}::text, payload := ${payload}::json, max_attempts := 1,
                                    job_key := ${jobKey(row.number)}::text)).id::text`;
  return toRun(row);
}

/** Keeps the encrypted password of the applying role for the worker that takes the run. */
export async function keepCredential(inside: Store, number: number, ciphertext: string): Promise<void> {
  await inside.client.run.update({ where: { number }, data: { credential: ciphertext } });
}

/** A run that a worker took, with the password it was given, which the store holds no more. */
export interface ClaimedRun {
  readonly run: Run;
  readonly credential: string | null;
}

/** Takes a queued run. Null when it is queued no more. */
export async function claimRun(store: Store, number: number, workerId: string): Promise<ClaimedRun | null> {
  return inTransaction(store, async (inside) => {
    const before = await inside.client.run.findUnique({ where: { number } });
    const { count } = await inside.client.run.updateMany({
      where: { number, state: "queued", active: true },
      data: { state: "connecting", workerId, claimedAt: new Date(), credential: null },
    });
    if (count === 0 || before === null) return null;
    await notify(inside, "run", number);
    const row = await inside.client.run.findUniqueOrThrow({ where: { number } });
    return { run: toRun(row), credential: before.credential };
  });
}

/**
 * Adds events of a run that works, numbered on from its last one, and its new phase where one of them says so.
 * @param workerId null for what is added after its worker was lost
 * @returns false when the run is ours no more
 */
export async function recordRunEvents(
  store: Store,
  number: number,
  workerId: string | null,
  events: readonly { readonly at: Date; readonly event: RunEvent }[],
): Promise<boolean> {
  const phase = events.findLast(({ event }) => event.type === "phase")?.event;
  const written = await inTransaction(store, async (inside) => {
    const rows = await inside.client.run.updateManyAndReturn({
      where: { number, active: true, ...(workerId === null ? {} : { workerId }) },
      data: {
        sequence: { increment: events.length },
        // The end is written with the outcome, so that no page finds one without the other.
        ...(phase?.type === "phase" && !ends.has(phase.phase) ? { state: phase.phase } : {}),
      },
      select: { sequence: true },
    });
    const last = rows[0]?.sequence;
    if (last === undefined) return false;
    await inside.client.runEvent.createMany({
      data: events.map(({ at, event }, position) => ({
        runNumber: number,
        sequence: last - events.length + position + 1,
        at,
        content: toJson(event),
      })),
    });
    await notify(inside, "run", number);
    return true;
  });
  return written;
}

const ends: ReadonlySet<string> = new Set(["committed", "rolled back", "partly applied", "in doubt"]);

/**
 * Writes down what identifies the transaction, before COMMIT is sent.
 * @throws AppError `run-lost` where the run is no longer this worker's: nothing may be committed then
 */
export async function recordTransaction(
  store: Store,
  number: number,
  workerId: string,
  facts: TransactionFacts,
): Promise<void> {
  const { count } = await store.client.run.updateMany({
    where: { number, workerId, active: true },
    data: { transactionId: facts.xid, transaction: toJson(facts) },
  });
  if (count === 0) throw lost(number);
}

/** A step of an online plan is committed and proven. */
export async function recordStepDone(
  store: Store,
  number: number,
  workerId: string,
  done: { readonly stepsDone: number; readonly fingerprint: string | null },
): Promise<void> {
  const { count } = await store.client.run.updateMany({
    where: { number, workerId, active: true },
    data: { ...done, transaction: Prisma.DbNull, transactionId: null },
  });
  if (count === 0) throw lost(number);
}

/** The window of a run was extended or closed while it worked: pages show its new end. */
export async function recordDeadline(
  store: Store,
  number: number,
  workerId: string,
  deadline: Date,
): Promise<void> {
  const { count } = await store.client.run.updateMany({
    where: { number, workerId, active: true },
    data: { deadline },
  });
  if (count > 0) await notify(store, "run", number);
}

/** Right before COMMIT and at each other gate: is the run still this worker's? */
export async function requireClaim(store: Store, number: number, workerId: string): Promise<void> {
  const row = await store.client.run.findFirst({
    where: { number, workerId, active: true },
    select: { number: true },
  });
  if (row === null) throw lost(number);
}

const lost = (number: number): AppError =>
  new AppError(
    "run-lost",
    `${runId(number)} was taken from this worker: it gave no sign of life for too long.`,
    {
      hint: "Look whether the app database and the worker were cut off from each other.",
    },
  );

/**
 * Ends a run with its outcome. False when it has ended already.
 * @param end.settledWith the transaction as it was when somebody other than its worker judged the run; had the worker
 *   stored one since, the judgement would be of another run
 */
export async function finishRun(
  store: Store,
  number: number,
  end: ({ readonly outcome: RunOutcome } | { readonly error: CheckError }) & {
    readonly settledWith?: TransactionFacts | null;
  },
): Promise<boolean> {
  const state = "outcome" in end ? end.outcome.status : "rolled back";
  const { count } = await store.client.run.updateMany({
    where: {
      number,
      active: true,
      ...(end.settledWith === undefined ? {} : { transactionId: end.settledWith?.xid ?? null }),
    },
    data: {
      state,
      // A run that is in doubt keeps its database to itself: whatever comes next would build on a guess.
      active: state === "in doubt",
      finishedAt: state === "in doubt" ? null : new Date(),
      sequence: { increment: 1 },
      credential: null,
      ...("outcome" in end ? { outcome: toJson(end.outcome) } : { error: toJson(end.error) }),
    },
  });
  if (count > 0) await notify(store, "run", number);
  return count > 0;
}

/** Writes down what is being done about a run in doubt. */
export async function recordSettling(store: Store, number: number, settling: Settling): Promise<void> {
  await store.client.run.updateMany({
    where: { number, active: true },
    data: { state: "in doubt", settling: toJson(settling), sequence: { increment: 1 } },
  });
  await notify(store, "run", number);
}

/**
 * Active runs that nobody works on: their worker gives no sign of life or works on something else, they are in doubt,
 * or their job was used up.
 * @param own a worker that asks, and what it runs
 */
export async function readAbandonedRuns(
  store: Store,
  own?: { readonly workerId: string; readonly running: readonly number[] },
): Promise<readonly Run[]> {
  const rows = await store.client.$queryRaw<readonly { number: number }[]>`
    SELECT number FROM runs
     WHERE active AND (
           state = 'in doubt'
        OR state <> 'queued' AND (
             NOT EXISTS (SELECT FROM workers WHERE workers.id = runs.worker_id
                            AND workers.heartbeat_at > now() - make_interval(secs => ${workerLostAfterSeconds}))
             OR worker_id = ${own?.workerId ?? null}::uuid AND number <> ALL (${[...(own?.running ?? [])]}::int[]))
        OR state = 'queued'
           AND created_at < now() - make_interval(secs => ${workerLostAfterSeconds})
           AND NOT EXISTS (SELECT FROM graphile_worker.jobs
                            WHERE jobs.key = 'run:' || runs.number
                              AND (jobs.attempts < jobs.max_attempts
                                   OR jobs.locked_at > now() - make_interval(secs => ${workerLostAfterSeconds}))))
     ORDER BY number`;
  const runs = await store.client.run.findMany({
    where: { number: { in: rows.map(({ number }) => number) } },
  });
  return runs.map(toRun);
}

/** Takes a queued run out of the queue. False when a worker has it already. */
export async function withdrawRun(inside: Store, number: number, error: CheckError): Promise<boolean> {
  const { count } = await inside.client.run.updateMany({
    where: { number, state: "queued", active: true },
    data: {
      state: "rolled back",
      active: false,
      finishedAt: new Date(),
      credential: null,
      error: toJson(error),
      sequence: { increment: 1 },
    },
  });
  if (count === 0) return false;
  await inside.client.$queryRaw`SELECT (graphile_worker.remove_job(${jobKey(number)}::text)).id::text`;
  await notify(inside, "run", number);
  return true;
}

/** Committed runs of which no check was made since. */
export async function readRunsWithoutCheck(store: Store): Promise<readonly Run[]> {
  const rows = await store.client.run.findMany({
    where: {
      active: false,
      checkNumber: null,
      state: { in: ["committed", "partly applied"] },
      finishedAt: { gt: new Date(Date.now() - 86_400_000) },
    },
  });
  return rows.map(toRun);
}

const jobKey = (number: number): string => `run:${number}`;

/** Lets go of a run in doubt: it stays unknown how it ended. False when it is not in doubt. */
export async function releaseRun(inside: Store, number: number): Promise<boolean> {
  const { count } = await inside.client.run.updateMany({
    where: { number, active: true, state: "in doubt" },
    data: { active: false, finishedAt: new Date(), sequence: { increment: 1 } },
  });
  if (count > 0) await notify(inside, "run", number);
  return count > 0;
}
