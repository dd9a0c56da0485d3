import "server-only";
import { z } from "zod";
import type { Context } from "../operations/context";
import { performRun } from "../operations/perform-run";

const payloadSchema = z.object({ number: z.number().int().positive() });

export interface RunRunner {
  /** The job: one run to its end. */
  run(payload: unknown): Promise<void>;
  /** Cancels what runs here and rolls it back. */
  stop(): void;
  /** The numbers of the runs that work here. */
  running(): readonly number[];
}

/** Runs plans for one worker. */
export function createRunRunner(context: Context, workerId: string): RunRunner {
  const running = new Map<number, AbortController>();
  return {
    run: async (payload) => {
      const { number } = payloadSchema.parse(payload);
      const controller = new AbortController();
      running.set(number, controller);
      try {
        await performRun(context, { number, workerId, signal: controller.signal });
      } finally {
        running.delete(number);
      }
    },
    stop: () => {
      for (const controller of running.values()) controller.abort();
    },
    running: () => [...running.keys()],
  };
}
