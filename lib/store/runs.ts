import "server-only";
import type { RunEvent, RunPhase } from "../apply/run-event";
import type { RunOutcome, TransactionFacts } from "../apply/run-outcome";
import type { CheckError } from "./checks";
import type { Store } from "./client";
import { Prisma, type Run as RunRow } from "./generated/client";
import { fromJson, toJson } from "./json";

/** `queued`, or where the engine stands; the last four are ends. */
export type RunState = "queued" | RunPhase;

/** Somebody, as an object remembers them. */
export interface Person {
  readonly id: string;
  readonly name: string;
}

/** What is being done about a run of which it is not known yet how it ended. */
export interface Settling {
  readonly sentence: string;
  /** ISO 8601. */
  readonly at: string;
  readonly tries: number;
  /** ISO 8601: it is not asked again before; absent where it is with the next heartbeat. */
  readonly notBefore?: string;
}

/** Who declared a verification finished. */
export interface SignOff {
  readonly name: string;
  readonly note: string;
  /** ISO 8601. */
  readonly at: string;
}

/** One application of a plan. It holds no secret. */
export interface Run {
  readonly number: number;
  /** `R-31`. */
  readonly id: string;
  readonly planNumber: number;
  readonly databaseId: string;
  readonly state: RunState;
  /** True while it is queued, works, or is in doubt: nothing else may run on its database then. */
  readonly active: boolean;
  readonly workerId: string | null;
  /** The window's end when it was started; null where it needed no window. */
  readonly deadline: Date | null;
  readonly applyUser: string | null;
  /** What settles it after a crash; null before a transaction came as far as COMMIT. */
  readonly transaction: TransactionFacts | null;
  /** Steps that are written down as done; those of the run that it resumes count. */
  readonly stepsDone: number;
  /** Of the catalog after these steps; null where there are none, or where nobody read it then. */
  readonly fingerprint: string | null;
  /** The number of the run of the same plan that this one goes on from. */
  readonly resumes: number | null;
  readonly settling: Settling | null;
  /** Number of its last event. */
  readonly sequence: number;
  readonly outcome: RunOutcome | null;
  readonly error: CheckError | null;
  /** The check made after it. */
  readonly checkNumber: number | null;
  readonly startedBy: Person;
  readonly driver: Person;
  readonly driverSeenAt: Date;
  readonly askedBy: (Person & { readonly at: Date }) | null;
  readonly signedOff: SignOff | null;
  readonly createdAt: Date;
  readonly claimedAt: Date | null;
  readonly finishedAt: Date | null;
}

/** An event of a run with its number, by which a browser resumes. */
export interface StoredRunEvent {
  readonly sequence: number;
  readonly at: Date;
  readonly event: RunEvent;
}

/** `R-31` from 31. */
export const runId = (number: number): string => `R-${number}`;

/** 31 from `R-31` or `31`; null for anything else. */
export function runNumber(id: string): number | null {
  const match = /^(?:R-)?([1-9]\d{0,8})$/i.exec(id);
  return match?.[1] === undefined ? null : Number(match[1]);
}

/** The run with this number; null when there is none. */
export async function findRun(store: Store, number: number): Promise<Run | null> {
  const row = await store.client.run.findUnique({ where: { number } });
  return row === null ? null : toRun(row);
}

/** The run that a one-time token started; null when it started none. */
export async function findRunOfNonce(store: Store, nonceHash: string): Promise<Run | null> {
  const row = await store.client.run.findUnique({ where: { nonceHash } });
  return row === null ? null : toRun(row);
}

/** The run that has a database to itself; null when none has. */
export async function findActiveRun(store: Store, databaseId: string): Promise<Run | null> {
  const row = await store.client.run.findFirst({ where: { databaseId, active: true } });
  return row === null ? null : toRun(row);
}

/** The latest runs of some databases, the newest first. */
export async function readRuns(
  store: Store,
  databaseIds: readonly string[],
  limit = 100,
): Promise<readonly Run[]> {
  const rows = await store.client.run.findMany({
    where: { databaseId: { in: [...databaseIds] } },
    orderBy: { number: "desc" },
    take: limit,
  });
  return rows.map(toRun);
}

/** All runs of some plans, the newest first: how far a plan came is told by no part of them. */
export async function readRunsOfPlans(store: Store, planNumbers: readonly number[]): Promise<readonly Run[]> {
  const rows = await store.client.run.findMany({
    where: { planNumber: { in: [...planNumbers] } },
    orderBy: { number: "desc" },
  });
  return rows.map(toRun);
}

/** The runs that have a database to themselves. */
export async function readActiveRuns(store: Store, databaseIds: readonly string[]): Promise<readonly Run[]> {
  const rows = await store.client.run.findMany({
    where: { databaseId: { in: [...databaseIds] }, active: true },
  });
  return rows.map(toRun);
}

/** The events of a run after one of them, in their order. */
export async function readRunEvents(
  store: Store,
  number: number,
  after = 0,
  limit = 5_000,
): Promise<readonly StoredRunEvent[]> {
  const rows = await store.client.runEvent.findMany({
    where: { runNumber: number, sequence: { gt: after } },
    orderBy: { sequence: "asc" },
    take: limit,
  });
  return rows.map((row) => ({
    sequence: row.sequence,
    at: row.at,
    event: fromJson<RunEvent>(row.content),
  }));
}

/** Links the check that was made after a run. */
export async function linkCheck(store: Store, number: number, checkNumber: number): Promise<void> {
  await store.client.run.updateMany({ where: { number }, data: { checkNumber } });
}

/** Writes down who declared a run verified. False when somebody did before. */
export async function signOff(store: Store, number: number, by: SignOff): Promise<boolean> {
  const { count } = await store.client.run.updateMany({
    where: { number, active: false, signedOff: { equals: Prisma.DbNull } },
    data: { signedOff: toJson(by) },
  });
  return count > 0;
}

/** A row as the rest of the app sees it. */
export function toRun(row: RunRow): Run {
  return {
    number: row.number,
    id: runId(row.number),
    planNumber: row.planNumber,
    databaseId: row.databaseId,
    state: row.state as RunState,
    active: row.active,
    workerId: row.workerId,
    deadline: row.deadline,
    applyUser: row.applyUser,
    transaction: row.transaction === null ? null : fromJson<TransactionFacts>(row.transaction),
    stepsDone: row.stepsDone,
    fingerprint: row.fingerprint,
    resumes: row.resumes,
    settling: row.settling === null ? null : fromJson<Settling>(row.settling),
    sequence: row.sequence,
    outcome: row.outcome === null ? null : fromJson<RunOutcome>(row.outcome),
    error: row.error === null ? null : fromJson<CheckError>(row.error),
    checkNumber: row.checkNumber,
    startedBy: { id: row.startedById, name: row.startedByName },
    driver: { id: row.driverId, name: row.driverName },
    driverSeenAt: row.driverSeenAt,
    askedBy:
      row.askedById === null || row.askedByName === null || row.askedAt === null
        ? null
        : { id: row.askedById, name: row.askedByName, at: row.askedAt },
    signedOff: row.signedOff === null ? null : fromJson<SignOff>(row.signedOff),
    createdAt: row.createdAt,
    claimedAt: row.claimedAt,
    finishedAt: row.finishedAt,
  };
}
