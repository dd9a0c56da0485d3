import "server-only";
import { mayDo } from "../access/authority";
import { majorOf } from "../postgres/version";
import { findPrograms } from "../recovery/find-programs";
import { type Backup, readBackups } from "../store/backups";
import { readLatestChecks } from "../store/checks";
import type { Database } from "../store/databases";
import { readWorkerStatus, type WorkerStatus } from "../store/workers";
import { type BackupEvidence, backupEvidence, isThere } from "./backup-evidence";
import type { Context } from "./context";
import { requireDatabase } from "./require-database";

export interface BackupOverview {
  readonly database: Database;
  /** Newest first; `there` is false for a dump whose file is gone. */
  readonly backups: readonly (Backup & { readonly there: boolean })[];
  /** What the whole database can rest on. */
  readonly evidence: BackupEvidence;
  readonly tool: {
    /** The server's major, as the last check saw it; null before the first. */
    readonly serverMajor: number | null;
    /** The programs that would be used; null where none fits. */
    readonly version: string | null;
    /** The newest major of pg_dump that was found; null where there is none. */
    readonly newestMajor: number | null;
  };
  readonly worker: WorkerStatus;
  readonly mayTake: boolean;
}

/**
 * The backups of a database, and whether one can be taken here.
 * @throws AppError `no-such-database`
 */
export async function listBackups(context: Context, slug: string): Promise<BackupOverview> {
  const database = await requireDatabase(context, slug);
  const { store } = context;
  const [backups, evidence, programs, checks, worker] = await Promise.all([
    readBackups(store, database.id),
    backupEvidence(store, database.id, [], context.now()),
    findPrograms(),
    readLatestChecks(store, [database.id]),
    readWorkerStatus(store),
  ]);
  const version = checks.get(database.id)?.compared?.result?.serverVersion;
  const serverMajor = version === undefined ? null : majorOf(version);
  const fitting = programs.find(({ major }) => major >= (serverMajor ?? 0));
  return {
    ...{ database, evidence, worker },
    backups: await Promise.all(backups.map(async (one) => ({ ...one, there: await isThere(one) }))),
    tool: {
      serverMajor,
      version: fitting?.version ?? null,
      newestMajor: programs.at(-1)?.major ?? null,
    },
    mayTake: mayDo(context.actor, "take backups", slug),
  };
}
