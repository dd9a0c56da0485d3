import "server-only";
import { z } from "zod";
import { log } from "../access/log";
import type { Context } from "../operations/context";
import { settleBackups } from "../operations/settle-backups";
import { workOnBackup } from "../operations/work-on-backup";
import { keepInHand } from "./in-hand";

const payloadSchema = z.object({
  number: z.number().int().positive(),
  verify: z.boolean(),
  restore: z.boolean(),
});

export interface BackupRunner {
  /** The job: takes or verifies one backup. */
  run(payload: unknown): Promise<void>;
  /** Stops a backup if it is worked on here. */
  cancel(number: number): void;
  /** Stops every backup that is worked on here. */
  stop(): void;
  /** Ends what broke off, here and in workers that are gone. */
  settle(): Promise<void>;
}

/** Works on backups for one worker, and knows how to stop them. */
export function createBackupRunner(context: Context, workerId: string): BackupRunner {
  const inHand = keepInHand();
  return {
    run: async (payload) => {
      const job = payloadSchema.parse(payload);
      return inHand.work(job.number, (signal) => workOnBackup(context, { ...job, workerId, signal }));
    },
    cancel: (number) => inHand.stop(number, "cancel"),
    stop: () => inHand.stopAll("shut down"),
    settle: async () => {
      const settled = await settleBackups(context, { workerId, running: inHand.numbers() });
      if (settled.length > 0) log.warn({ backups: settled }, "backups that broke off were settled");
    },
  };
}
