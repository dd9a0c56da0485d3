import "server-only";
import { AppError } from "../postgres/app-error";
import { pendingMigrations } from "../store/store-health";
import { readWorkerStatus } from "../store/workers";
import type { Context } from "./context";

/** One thing that has to be right before the app is of use. */
export interface ReadinessCheck {
  readonly name: "store" | "migrations" | "worker";
  readonly ok: boolean;
  readonly message: string;
}

/** Whether the store answers, is at this build's schema, and a worker lives. Needs no right: it tells nothing of databases. */
export async function readReadiness(context: Pick<Context, "store">): Promise<readonly ReadinessCheck[]> {
  try {
    const worker = await readWorkerStatus(context.store);
    const pending = await pendingMigrations(context.store);
    return [
      { name: "store", ok: true, message: "The store answers." },
      {
        name: "migrations",
        ok: pending.length === 0,
        message:
          pending.length === 0
            ? "The store is at this build's schema."
            : `Not applied: ${pending.join(", ")}.`,
      },
      {
        name: "worker",
        ok: worker.running,
        message: worker.running ? "A worker lives." : "No worker has given a sign of life lately.",
      },
    ];
  } catch (error) {
    // What exactly is wrong with the store is for the log, not for whoever asks.
    const message = error instanceof AppError ? error.message : "The store does not answer.";
    return [{ name: "store", ok: false, message }];
  }
}
