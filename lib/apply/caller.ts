import { AppError } from "../postgres/app-error";
import type { CompareSides, RunHooks } from "./run-request";

/**
 * The caller's hooks with errors of their own: a store's error has codes that could be taken for a server's, and must
 * never be read as one.
 */
export function guardHooks(hooks: RunHooks): RunHooks {
  return {
    claim: () => guarded(hooks.claim, storeFailed),
    authorise: (moment) => guarded(() => hooks.authorise(moment), storeFailed),
    recordTransaction: (facts) => guarded(() => hooks.recordTransaction(facts), storeFailed),
    recordStep: (step) => guarded(() => hooks.recordStep(step), storeFailed),
    emit: hooks.emit,
  };
}

/** The same for the comparison, which may need the shadow. */
export const guardCompare =
  (compare: CompareSides): CompareSides =>
  (expected, actual, options) =>
    guarded(() => compare(expected, actual, options), comparisonFailed);

async function guarded<T>(work: () => Promise<T>, wrap: (cause: unknown) => AppError): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof AppError ? error : wrap(error);
  }
}

const storeFailed = (cause: unknown): AppError =>
  new AppError("store-failed", "Plumbline could not write down or look up what the run needs.", {
    hint: "Look whether Plumbline's own database is up, then run again. Without its records nothing is applied.",
    cause,
  });

const comparisonFailed = (cause: unknown): AppError =>
  new AppError("comparison-failed", "The database could not be compared with what the plan makes of it.", {
    hint: "Look whether the shadow server is up, then run again. Without the comparison nothing is applied.",
    cause,
  });
