import "server-only";
import { z } from "zod";
import { type AbortReason, checkDatabase } from "../operations/check-database";
import type { Context } from "../operations/context";
import { keepInHand } from "./in-hand";

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
  const inHand = keepInHand();
  return {
    run: async (payload) => {
      const { number } = payloadSchema.parse(payload);
      return inHand.work(number, (signal) => checkDatabase(context, { number, workerId, signal }));
    },
    cancel: (number) => inHand.stop(number, "cancel" satisfies AbortReason),
    stop: () => inHand.stopAll("shut down" satisfies AbortReason),
    running: () => inHand.numbers(),
  };
}
