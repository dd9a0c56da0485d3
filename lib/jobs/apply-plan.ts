import "server-only";
import { z } from "zod";
import type { Context } from "../operations/context";
import { performRun } from "../operations/perform-run";
import { keepInHand } from "./in-hand";

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
  const inHand = keepInHand();
  return {
    run: async (payload) => {
      const { number } = payloadSchema.parse(payload);
      return inHand.work(number, (signal) => performRun(context, { number, workerId, signal }));
    },
    stop: () => inHand.stopAll(),
    running: () => inHand.numbers(),
  };
}
