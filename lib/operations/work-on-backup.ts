import "server-only";
import { requireRight } from "../access/authority";
import { decryptSecret } from "../access/secret-box";
import { connect } from "../postgres/connect";
import type { ConnectionSettings } from "../postgres/connection-settings";
import { majorOf } from "../postgres/version";
import { backupFiles, makeBackupFile, removeBackupFiles, sha256Of, sizeOf } from "../recovery/backup-folder";
import { requirePrograms, type SearchPlaces } from "../recovery/find-programs";
import { readThrough } from "../recovery/read-through";
import { type DumpFacts, readDumpFacts, takeDump } from "../recovery/take-dump";
import {
  type BackupEnd,
  type BackupJob,
  claimBackup,
  endBackup,
  recordBackupFile,
  recordDump,
} from "../store/backup-lifecycle";
import type { Backup, BackupProgress, BackupVerification } from "../store/backups";
import { inTransaction } from "../store/client";
import { type Database, findDatabaseById, readDatabaseCiphertext } from "../store/databases";
import { compareRestore } from "./compare-restore";
import type { Context } from "./context";
import { describeBackupFailure } from "./describe-backup-failure";
import { recordAudit } from "./record-audit";
import { recordBackupSteps } from "./record-backup-steps";

export interface BackupWork extends BackupJob {
  readonly workerId: string;
  /** Aborted with `cancel` when a person cancelled, with `shut down` when the worker ends. */
  readonly signal: AbortSignal;
  /** Where to look for pg_dump. */
  readonly places?: SearchPlaces;
}

type Report = (progress: BackupProgress) => void;

/** What is known so far: what an end writes down, however it comes. */
interface Findings {
  level: Backup["level"];
  verification: BackupVerification;
  verifiedAt: Date | null;
}

/**
 * Takes a queued backup or verifies it anew, from beginning to end, and stores what came of it. Expected failures are
 * stored, not thrown. A backup that is not queued any more is left alone.
 */
export async function workOnBackup(context: Context, work: BackupWork): Promise<void> {
  requireRight(context.actor, "run jobs", `backup B-${work.number}`);
  const { store } = context;
  const { number, workerId } = work;
  const backup = await claimBackup(store, number, workerId);
  const database = backup === null ? null : await findDatabaseById(store, backup.databaseId);
  if (backup === null || database === null) return;
  const own = new AbortController();
  const signal = AbortSignal.any([work.signal, own.signal]);
  const steps = recordBackupSteps(store, { number, workerId }, () => own.abort("cancel"));
  const findings: Findings = {
    level: 0,
    verification: { read: null, restored: null, notRestored: null },
    verifiedAt: null,
  };
  let existing: Backup | null = work.verify ? backup : null;
  let end: Pick<BackupEnd, "state" | "error">;
  try {
    existing ??= await take(context, { backup, database, work, signal, report: steps.report });
    await verify(context, { backup: existing, database, work, signal, report: steps.report, findings });
    end = { state: "done", error: null };
  } catch (error) {
    const cancelled = signal.aborted && signal.reason !== "shut down";
    const described = cancelled ? null : describeBackupFailure(error, signal, backup.id);
    const spoiled = described !== null && spoils.has(described.code);
    if (existing === null || spoiled) {
      end = { state: cancelled ? "cancelled" : "failed", error: described };
    } else {
      // Nobody found anything wrong with the dump: it is as good as what is known of it.
      keepKnown(findings, existing);
      end = { state: "done", error: described };
    }
  }
  await steps.settle();
  await inTransaction(store, async (inside) => {
    const written = { ...findings, ...end, finishedAt: context.now() };
    if (!(await endBackup(inside, number, workerId, written))) return;
    await recordAudit(
      context,
      {
        action: work.verify ? "backup.verified" : "backup.taken",
        object: { kind: "backup", id: backup.id },
        database: database.slug,
        result: end.state === "done" && end.error === null ? "done" : "failed",
        detail: { state: end.state, level: findings.level, ...(end.error && { code: end.error.code }) },
      },
      inside,
    );
  });
}

/** What takes all worth from a dump. */
const spoils: ReadonlySet<string> = new Set(["backup-damaged", "backup-file-gone"]);

function keepKnown(findings: Findings, existing: Backup): void {
  if (findings.verification.read !== null) return;
  findings.level = existing.level === 0 ? 1 : existing.level;
  findings.verification = existing.verification ?? findings.verification;
  findings.verifiedAt = existing.verifiedAt;
}

interface Part {
  readonly backup: Backup;
  readonly database: Database;
  readonly work: BackupWork;
  readonly signal: AbortSignal;
  readonly report: Report;
}

/** Dumps into a file of our own; what breaks off is removed. */
async function take(context: Context, { backup, database, work, signal, report }: Part): Promise<Backup> {
  const { store } = context;
  const { number, workerId } = work;
  report(step("Connecting", database.connection.host));
  const settings = await settingsOf(context, database);
  const session = await connect(settings, {
    ...{
      readOnly: true,
      catalogNames: true,
      applicationName: "plumbline backup",
      connectTimeout: 10_000,
      lockTimeout: 60_000,
    },
    // A dump takes as long as it takes; a person cancels it.
    ...{ statementTimeout: 0, signal },
  });
  try {
    const programs = await requirePrograms(majorOf(session.serverVersion), work.places);
    const file = await makeBackupFile(backup.id, database.slug);
    await recordBackupFile(store, number, workerId, { file, toolVersion: programs.version });
    try {
      const files = backupFiles(file);
      const { takenAt, tables } = await takeDump({
        ...{ session, settings, programs, files, signal, chosen: backup.tables },
        onProgress: (progress) => report(progress),
      });
      report(step("Summing up", "sha-256"));
      const bytes = (await sizeOf(files.dump)) ?? 0;
      const sha256 = await sha256Of(files.dump, signal);
      await recordDump(store, number, workerId, { bytes, sha256, takenAt, tables });
      return { ...backup, file, bytes, sha256, takenAt, tables };
    } catch (error) {
      await removeBackupFiles(file);
      throw error;
    }
  } finally {
    await session.close();
  }
}

/** Reads the dump through and, where wanted, restores and compares it; writes into `findings` as it goes. */
async function verify(
  context: Context,
  { backup, work, signal, report, findings }: Part & { readonly findings: Findings },
): Promise<void> {
  const { file, bytes, sha256 } = backup;
  if (file === null || bytes === null || sha256 === null) throw new Error(`${backup.id} has no file`);
  findings.level = 0;
  const files = backupFiles(file);
  report(step("Reading it through", ""));
  const facts: DumpFacts = await readDumpFacts(files.facts);
  const programs = await requirePrograms(majorOf(facts.catalog.serverVersion), work.places);
  const read = await readThrough(programs, { file: files.dump, bytes, sha256 }, signal);
  findings.level = 2;
  findings.verifiedAt = context.now();
  findings.verification = {
    ...findings.verification,
    read: { ...read, at: findings.verifiedAt.toISOString() },
  };
  if (!work.restore) return;
  const outcome = await compareRestore(context, {
    ...{ programs, file: files.dump, facts, signal },
    onProgress: ({ message, done, total }) => report({ ...step("Restoring", message), done, total }),
  });
  const verifiedAt = context.now();
  findings.verifiedAt = verifiedAt;
  if (outcome.type === "not restored") {
    findings.verification = { ...findings.verification, notRestored: outcome.reason };
    return;
  }
  findings.verification = {
    ...findings.verification,
    restored: { ...outcome.restored, at: verifiedAt.toISOString() },
  };
  if (outcome.equal) findings.level = 3;
}

const step = (phase: string, message: string): BackupProgress => ({
  ...{ phase, message },
  ...{ done: 0, total: 0, bytes: 0 },
});

async function settingsOf(context: Context, database: Database): Promise<ConnectionSettings> {
  const ciphertext = await readDatabaseCiphertext(context.store, database.id);
  if (ciphertext === null) return database.connection;
  return {
    ...database.connection,
    password: decryptSecret(context.secretKey, ciphertext, database.id).reveal(),
  };
}
