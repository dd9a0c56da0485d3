import "server-only";

/** The jobs of one sort that a worker has in hand, by number, each with a way to stop it. */
export interface InHand {
  /** Works on one job; its signal is aborted by `stop` and `stopAll`. */
  work(number: number, job: (signal: AbortSignal) => Promise<void>): Promise<void>;
  /** Stops a job; nothing where it is not in hand. */
  stop(number: number, reason?: string): void;
  stopAll(reason?: string): void;
  numbers(): readonly number[];
}

export function keepInHand(): InHand {
  const controllers = new Map<number, AbortController>();
  return {
    work: async (number, job) => {
      const controller = new AbortController();
      controllers.set(number, controller);
      try {
        await job(controller.signal);
      } finally {
        controllers.delete(number);
      }
    },
    stop: (number, reason) => controllers.get(number)?.abort(reason),
    stopAll: (reason) => {
      for (const controller of controllers.values()) controller.abort(reason);
    },
    numbers: () => [...controllers.keys()],
  };
}
