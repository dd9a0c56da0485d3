import "server-only";
import { hostname } from "node:os";
import type { Store } from "./client";

/** A worker writes its heartbeat this often. */
export const heartbeatMilliseconds = 5_000;

/** Without a heartbeat for so long a worker is taken for dead, and its checks are settled. */
export const workerLostAfterSeconds = 30;

/** Whether anything runs checks. */
export interface WorkerStatus {
  readonly running: boolean;
  /** Of the worker heard last; null when there never was one. */
  readonly lastHeartbeatAt: Date | null;
}

/** Makes a worker known, or says that it is still alive. By the store's clock: machines differ. */
export async function recordHeartbeat(store: Store, workerId: string): Promise<void> {
  await store.client.$executeRaw`
    INSERT INTO workers (id, hostname, process_id) VALUES (${workerId}::uuid, ${hostname()}, ${process.pid})
        ON CONFLICT (id) DO UPDATE SET heartbeat_at = now()`;
  await store.client.$executeRaw`DELETE FROM workers WHERE heartbeat_at < now() - interval '1 day'`;
}

/** Takes a worker that ends from the list. */
export async function removeWorker(store: Store, workerId: string): Promise<void> {
  await store.client.worker.deleteMany({ where: { id: workerId } });
}

/** Whether a worker was heard of lately. */
export async function readWorkerStatus(store: Store): Promise<WorkerStatus> {
  const rows = await store.client.$queryRaw<readonly { last: Date | null; running: boolean | null }[]>`
    SELECT max(heartbeat_at) AS last,
           max(heartbeat_at) > now() - make_interval(secs => ${workerLostAfterSeconds}) AS running
      FROM workers`;
  return { running: rows[0]?.running ?? false, lastHeartbeatAt: rows[0]?.last ?? null };
}
