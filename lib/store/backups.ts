import "server-only";
import type { CheckError } from "./checks";
import type { Store } from "./client";
import { type Backup as BackupRow, Prisma } from "./generated/client";
import { fromJson, toJson } from "./json";

export type BackupType = "dump" | "provider snapshot" | "word";

/** `cancelling` until the worker has stopped. */
export type BackupState = "queued" | "running" | "cancelling" | "done" | "failed" | "cancelled";

export interface BackupTable {
  readonly schema: string;
  readonly name: string;
}

/** How far a backup is. `total` is 0 where nobody can tell. */
export interface BackupProgress {
  /** `Dumping` */
  readonly phase: string;
  readonly message: string;
  readonly done: number;
  readonly total: number;
  readonly bytes: number;
}

/** What reading a dump through and restoring it showed. */
export interface BackupVerification {
  readonly read: { readonly entries: number; readonly tables: number; readonly at: string } | null;
  readonly restored: {
    readonly server: string;
    readonly tables: number;
    readonly rows: number;
    /** Tables whose rows came out otherwise. */
    readonly unequal: readonly (BackupTable & {
      readonly expected: number;
      readonly actual: number | null;
    })[];
    /** What is not the same in the schema, in words; the first of them. */
    readonly differences: readonly string[];
    readonly differenceCount: number;
    /** What only a superuser may make, left out. */
    readonly leftOut: readonly string[];
    readonly failed: readonly string[];
    readonly at: string;
  } | null;
  /** Why it was not restored; null when it was, or was not asked for. */
  readonly notRestored: string | null;
}

/** Something that rows can be brought back from, and how much is known about it. */
export interface Backup {
  readonly number: number;
  /** `B-31`. */
  readonly id: string;
  readonly databaseId: string;
  readonly type: BackupType;
  readonly level: 0 | 1 | 2 | 3;
  readonly state: BackupState;
  readonly tables: readonly BackupTable[] | null;
  /** Its bare name in the folder of backups; null where it is not ours. */
  readonly file: string | null;
  readonly bytes: number | null;
  readonly sha256: string | null;
  readonly toolVersion: string | null;
  readonly note: string | null;
  readonly progress: BackupProgress | null;
  readonly sequence: number;
  readonly verification: BackupVerification | null;
  readonly error: CheckError | null;
  /** When what is in it was true; null until it exists. */
  readonly takenAt: Date | null;
  readonly verifiedAt: Date | null;
  readonly createdBy: { readonly id: string; readonly name: string };
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

/** True while a worker has it, or will. */
export const isActive = ({ state }: Pick<Backup, "state">): boolean =>
  state === "queued" || state === "running" || state === "cancelling";

/** `B-31` from 31. */
export const backupId = (number: number): string => `B-${number}`;

/** 31 from `B-31` or `31`; null for anything else. */
export function backupNumber(id: string): number | null {
  const match = /^(?:B-)?([1-9]\d{0,8})$/i.exec(id);
  return match?.[1] === undefined ? null : Number(match[1]);
}

export interface BackupRecord {
  readonly databaseId: string;
  readonly type: Exclude<BackupType, "dump">;
  readonly level: 0 | 1;
  readonly tables: readonly BackupTable[] | null;
  readonly note: string;
  readonly takenAt: Date;
  readonly createdBy: { readonly id: string; readonly name: string };
  readonly createdAt: Date;
}

/** Stores what somebody told of a backup that is not ours. */
export async function insertBackupRecord(inside: Store, record: BackupRecord): Promise<Backup> {
  const { createdBy, tables, ...columns } = record;
  const row = await inside.client.backup.create({
    data: {
      ...columns,
      state: "done",
      tables: tables === null ? Prisma.DbNull : toJson(tables),
      createdById: createdBy.id,
      createdByName: createdBy.name,
      finishedAt: record.createdAt,
    },
  });
  return toBackup(row);
}

/** The backup with this number; null when there is none. */
export async function findBackup(store: Store, number: number): Promise<Backup | null> {
  const row = await store.client.backup.findUnique({ where: { number } });
  return row === null ? null : toBackup(row);
}

/** The backups of a database, newest first. */
export async function readBackups(store: Store, databaseId: string): Promise<readonly Backup[]> {
  const rows = await store.client.backup.findMany({
    where: { databaseId },
    orderBy: { number: "desc" },
    take: 200,
  });
  return rows.map(toBackup);
}

/** Those that can be evidence: they exist, whatever is being done with them now. */
export async function readTakenBackups(store: Store, databaseId: string): Promise<readonly Backup[]> {
  const rows = await store.client.backup.findMany({
    where: { databaseId, takenAt: { not: null }, state: { notIn: ["failed", "cancelled"] } },
  });
  return rows.map(toBackup);
}

/** A row as the rest of the app sees it. */
export function toBackup(row: BackupRow): Backup {
  return {
    number: row.number,
    id: backupId(row.number),
    databaseId: row.databaseId,
    type: row.type as BackupType,
    level: row.level as Backup["level"],
    state: row.state as BackupState,
    tables: row.tables === null ? null : fromJson<readonly BackupTable[]>(row.tables),
    file: row.file,
    bytes: row.bytes === null ? null : Number(row.bytes),
    sha256: row.sha256,
    toolVersion: row.toolVersion,
    note: row.note,
    progress: row.progress === null ? null : fromJson<BackupProgress>(row.progress),
    sequence: row.sequence,
    verification: row.verification === null ? null : fromJson<BackupVerification>(row.verification),
    error: row.error === null ? null : fromJson<CheckError>(row.error),
    takenAt: row.takenAt,
    verifiedAt: row.verifiedAt,
    createdBy: { id: row.createdById, name: row.createdByName },
    createdAt: row.createdAt,
    finishedAt: row.finishedAt,
  };
}
