import "server-only";
import { z } from "zod";
import { log } from "../access/log";
import type { Context } from "../operations/context";
import { settleBackups } from "../operations/settle-backups";
import { workOnBackup } from "../operations/work-on-backup";

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
  const controllers = new Map<number, AbortController>();
  return {
    run: async (payload) => {
      const job = payloadSchema.parse(payload);
      const controller = new AbortController();
      controllers.set(job.number, controller);
      try {
        await workOnBackup(context, { ...job, workerId, signal: controller.signal });
      } finally {
        controllers.delete(job.number);
      }
    },
    cancel: (number) => controllers.get(number)?.abort("cancel"),
    stop: () => {
      for (const controller of controllers.values()) controller.abort("shut down");
    },
    settle: async () => {
      const settled = await settleBackups(context, { workerId, running: [...controllers.keys()] });
      if (settled.length > 0) log.warn({ backups: settled }, "backups that broke off were settled");
    },
  };
}
