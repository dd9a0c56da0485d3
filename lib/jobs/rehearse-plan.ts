import "server-only";
import { z } from "zod";
import { log } from "../access/log";
import type { Context } from "../operations/context";
import { performRehearsal } from "../operations/perform-rehearsal";
import { rehearsalIsToStop } from "../store/rehearsals";

const payloadSchema = z.object({ number: z.number().int().positive() });

export interface RehearsalRunner {
  /** The job: one rehearsal to its end. */
  run(payload: unknown): Promise<void>;
  /** Somebody may have asked for one to stop; NaN where it is not known for which. */
  look(number: number): void;
  /** Stops every rehearsal that runs here. */
  stop(): void;
  /** The numbers of the rehearsals that run here. */
  running(): readonly number[];
}

/** Rehearses plans for one worker. */
export function createRehearsalRunner(context: Context, workerId: string): RehearsalRunner {
  const running = new Map<number, AbortController>();
  const stopIfAsked = async (number: number): Promise<void> => {
    if (await rehearsalIsToStop(context.store, number)) running.get(number)?.abort();
  };
  return {
    run: async (payload) => {
      const { number } = payloadSchema.parse(payload);
      const controller = new AbortController();
      running.set(number, controller);
      try {
        await performRehearsal(context, { number, workerId, signal: controller.signal });
      } finally {
        running.delete(number);
      }
    },
    look: (told) => {
      for (const number of running.keys()) {
        if (!Number.isNaN(told) && told !== number) continue;
        stopIfAsked(number).catch((error: unknown) =>
          log.warn({ err: error, rehearsal: number }, "it is not known whether a rehearsal is to stop"),
        );
      }
    },
    stop: () => {
      for (const controller of running.values()) controller.abort();
    },
    running: () => [...running.keys()],
  };
}
