import { AppError } from "../postgres/app-error";
import type { CompareSides, RunHooks } from "./run-request";

/** Milliseconds in which the store has to answer: the locks are held meanwhile. */
const storePatience = 30_000;

/**
 * The caller's hooks with errors of their own: a store's error has codes that could be taken for a server's, and must
 * never be read as one. A store that does not answer at all is a store that failed.
 * @param patience milliseconds for each answer
 */
export function guardHooks(hooks: RunHooks, patience = storePatience): RunHooks {
  const ask = (work: () => Promise<void>): Promise<void> =>
    guarded(() => answered(work, patience), storeFailed);
  return {
    claim: () => ask(hooks.claim),
    authorise: (moment) => ask(() => hooks.authorise(moment)),
    recordTransaction: (facts) => ask(() => hooks.recordTransaction(facts)),
    recordStep: (step, fingerprint) => ask(() => hooks.recordStep(step, fingerprint)),
    emit: hooks.emit,
  };
}

/** What an answer that comes later says counts no more: it was taken for a failure already. */
async function answered(work: () => Promise<void>, patience: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${patience} ms`)), patience);
  });
  try {
    await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
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
