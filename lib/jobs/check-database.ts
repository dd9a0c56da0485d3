import "server-only";
import { z } from "zod";
import { type AbortReason, checkDatabase } from "../operations/check-database";
import type { Context } from "../operations/context";

const payloadSchema = z.object({ number: z.number().int().positive() });

export interface CheckRunner {
  /** The job: runs one check to its end. */
  run(payload: unknown): Promise<void>;
  /** Stops a check if it runs here. */
  cancel(number: number): void;
  /** Stops every check that runs here. */
  stop(): void;
  /** The numbers of the checks that run here. */
  running(): readonly number[];
}

/** Runs checks for one worker, and knows how to stop them. */
export function createCheckRunner(context: Context, workerId: string): CheckRunner {
  const controllers = new Map<number, AbortController>();
  return {
    run: async (payload) => {
      const { number } = payloadSchema.parse(payload);
      const controller = new AbortController();
      controllers.set(number, controller);
      try {
        await checkDatabase(context, { number, workerId, signal: controller.signal });
      } finally {
        controllers.delete(number);
      }
    },
    cancel: (number) => controllers.get(number)?.abort("cancel" satisfies AbortReason),
    stop: () => {
      for (const controller of controllers.values()) controller.abort("shut down" satisfies AbortReason);
    },
    running: () => [...controllers.keys()],
  };
}
