import "server-only";
import { z } from "zod";
import { log } from "../access/log";
import type { Context } from "../operations/context";
import { performRehearsal } from "../operations/perform-rehearsal";
import { rehearsalIsToStop } from "../store/rehearsals";
import { keepInHand } from "./in-hand";

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
  const inHand = keepInHand();
  const stopIfAsked = async (number: number): Promise<void> => {
    if (await rehearsalIsToStop(context.store, number)) inHand.stop(number);
  };
  return {
    run: async (payload) => {
      const { number } = payloadSchema.parse(payload);
      return inHand.work(number, (signal) => performRehearsal(context, { number, workerId, signal }));
    },
    look: (told) => {
      for (const number of inHand.numbers()) {
        if (!Number.isNaN(told) && told !== number) continue;
        stopIfAsked(number).catch((error: unknown) =>
          log.warn({ err: error, rehearsal: number }, "it is not known whether a rehearsal is to stop"),
        );
      }
    },
    stop: () => inHand.stopAll(),
    running: () => inHand.numbers(),
  };
}
