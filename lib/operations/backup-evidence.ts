import "server-only";
import { backupFiles, sizeOf } from "../recovery/backup-folder";
import {
  ageMinutes,
  type BackupLevel,
  bestEvidence,
  destructiveNeeds,
  isOld,
  levelWords,
  type TableName,
} from "../recovery/backup-level";
import { type Backup, readTakenBackups } from "../store/backups";
import type { Store } from "../store/client";

/** What can be said about bringing rows of tables back. */
export interface BackupEvidence {
  /** Null when no backup covers the tables. */
  readonly best: {
    readonly number: number;
    /** `B-31`. */
    readonly id: string;
    readonly level: BackupLevel;
    readonly takenAt: Date;
    readonly ageMinutes: number;
    /** Older than two hours: it counts, and its age is said. */
    readonly old: boolean;
  } | null;
  /** True when fixes that destroy rows may rest on it. */
  readonly enough: boolean;
  /** `B-31: restore-tested, 37 min old.` */
  readonly sentence: string;
}

/**
 * The backup that says most about the tables at a moment. A dump counts only while its file lies where it was put, with
 * the size it had. Asks for no right: whoever calls it has found the database by one.
 * @param tables those that a plan touches; none asks for the whole database
 */
export async function backupEvidence(
  store: Store,
  databaseId: string,
  tables: readonly TableName[],
  now: Date,
): Promise<BackupEvidence> {
  const taken = await readTakenBackups(store, databaseId);
  const there = await Promise.all(taken.map(isThere));
  const usable = taken.flatMap((backup, position) =>
    there[position] && backup.takenAt !== null && (tables.length > 0 || backup.tables === null)
      ? [{ ...backup, takenAt: backup.takenAt }]
      : [],
  );
  const best = bestEvidence(usable, tables, now);
  if (best === null) {
    const gone = there.includes(false);
    return {
      best: null,
      enough: false,
      sentence: gone
        ? "No backup that covers the tables is left: the file of the last one is gone."
        : "No backup covers the tables.",
    };
  }
  const age = ageMinutes(best, now);
  const old = isOld(best, now);
  return {
    best: {
      number: best.number,
      id: best.id,
      level: best.level,
      takenAt: best.takenAt,
      ageMinutes: age,
      old,
    },
    enough: best.level >= destructiveNeeds,
    sentence: `${best.id}: ${levelWords[best.level].name.toLowerCase()}, ${ageText(age)} old${old ? ", more than 2 hours" : ""}.`,
  };
}

/** False for a dump whose file is gone or has another size. */
export async function isThere(backup: Pick<Backup, "type" | "file" | "bytes">): Promise<boolean> {
  if (backup.type !== "dump") return true;
  if (backup.file === null) return false;
  return (await sizeOf(backupFiles(backup.file).dump)) === backup.bytes;
}

function ageText(minutes: number): string {
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}
