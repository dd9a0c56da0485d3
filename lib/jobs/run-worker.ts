import "server-only";
import { randomUUID } from "node:crypto";
import { run } from "graphile-worker";
import { log } from "../access/log";
import { anchorAudit } from "../operations/anchor-audit";
import { checkAtWindowStart } from "../operations/check-at-window-start";
import type { Context } from "../operations/context";
import { settleRuns } from "../operations/settle-runs";
import { backupJob } from "../store/backup-lifecycle";
import { checkJob, settleAbandonedChecks } from "../store/check-lifecycle";
import { listen } from "../store/notifications";
import { queueLogger } from "../store/queue-logger";
import { rehearsalJob, settleAbandonedRehearsals } from "../store/rehearsals";
import { runJob } from "../store/run-lifecycle";
import { heartbeatMilliseconds, recordHeartbeat, removeWorker } from "../store/workers";
import { createRunRunner } from "./apply-plan";
import { createCheckRunner } from "./check-database";
import { createRehearsalRunner } from "./rehearse-plan";
import { createBackupRunner } from "./take-backup";

export interface Worker {
  readonly id: string;
  /** Stops what runs, settles it in the store, and goes. */
  stop(): Promise<void>;
  /** Resolves when the worker ended, also by itself; rejects with what ended it. */
  readonly ended: Promise<void>;
}

/** Takes jobs from the store's queue until it is stopped. Several workers, here and elsewhere, share one queue. */
export async function runWorker(
  context: Context,
  options: { readonly concurrency?: number } = {},
): Promise<Worker> {
  const { store } = context;
  const id = randomUUID();
  const checks = createCheckRunner(context, id);
  const runs = createRunRunner(context, id);
  const rehearsals = createRehearsalRunner(context, id);
  const backups = createBackupRunner(context, id);
  await recordHeartbeat(store, id);
  const unlistenRehearsals = await listen(store, "rehearsal-control", (number) => rehearsals.look(number));
  const unlistenBackups = await listen(store, "backup-control", (number) => backups.cancel(number));
  const unlisten = await listen(store, "cancel", (number) => checks.cancel(number));
  const heartbeat = setInterval(() => {
    void beat().catch((error: unknown) => log.warn({ err: error }, "the heartbeat was not written"));
  }, heartbeatMilliseconds);
  let anchored: string | null = null;
  const beat = async (): Promise<void> => {
    await recordHeartbeat(store, id);
    anchored = await anchorAudit(context, anchored);
    const settled = await settleAbandonedChecks(store, { workerId: id, running: checks.running() });
    if (settled.length > 0) log.warn({ checks: settled }, "checks that broke off were settled");
    await backups.settle();
    await settleAbandonedRehearsals(store, { workerId: id, running: rehearsals.running() });
    await settle();
    await askPlans();
  };
  // Asking a server that does not answer takes longer than a heartbeat.
  let settling: Promise<void> | null = null;
  const settle = (): Promise<void> => {
    settling ??= settleRuns(context, { workerId: id, running: runs.running() }).finally(() => {
      settling = null;
    });
    return settling;
  };
  const tried = new Set<string>();
  let asking: Promise<void> | null = null;
  const askPlans = (): Promise<void> => {
    asking ??= checkAtWindowStart(context, tried).finally(() => {
      asking = null;
    });
    return asking;
  };
  const runner = await run({
    connectionString: store.url(),
    // A run that is paused keeps its place, and the check after another must still find one.
    concurrency: options.concurrency ?? 4,
    // A notification starts a job at once; polling only finds what was told while nobody listened.
    pollInterval: 5_000,
    noHandleSignals: true,
    logger: queueLogger,
    taskList: {
      [checkJob]: (payload) => checks.run(payload),
      [runJob]: (payload) => runs.run(payload),
      [rehearsalJob]: (payload) => rehearsals.run(payload),
      [backupJob]: (payload) => backups.run(payload),
    },
  });
  await settleAbandonedChecks(store);
  await backups.settle();
  await settleAbandonedRehearsals(store);
  await settle();
  log.info({ worker: id }, "worker ready");

  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    checks.stop();
    runs.stop();
    rehearsals.stop();
    backups.stop();
    await runner.stop();
    clearInterval(heartbeat);
    unlisten();
    unlistenRehearsals();
    unlistenBackups();
    await removeWorker(store, id);
    log.info({ worker: id }, "worker stopped");
  };
  return {
    id,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
    ended: runner.promise,
  };
}
