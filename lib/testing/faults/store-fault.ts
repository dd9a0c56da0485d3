import { randomUUID } from "node:crypto";
import type { RunOutcome } from "../../apply/run-outcome";
import type { Context } from "../../operations/context";
import { performRun } from "../../operations/perform-run";
import { type StartRunInput, startRun } from "../../operations/start-run";
import { AppError } from "../../postgres/app-error";
import type { StoredPlan } from "../../store/plans";
import { findRun, type Run } from "../../store/runs";
import { recordHeartbeat } from "../../store/workers";
import type { RunStage } from "../run-stage";

/** What a fault in or around our own store came to. */
export interface StoreEnding {
  /** The codes of refusals and outcomes, in the order in which they came. */
  readonly codes: readonly string[];
  /** True where the plan's changes are to be in the database. */
  readonly applied: boolean;
}

/** A fault of the store, of people and of requests, injected into the real operations. */
export interface StoreFault {
  readonly number: number;
  readonly title: string;
  /** The codes it has to come to. */
  readonly codes: readonly string[];
  readonly applied: boolean;
  readonly inject: (stage: RunStage, plan: StoredPlan) => Promise<readonly string[]>;
}

/** The code of what an operation refused; `done` where it refused nothing. */
export async function refusal(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return "done";
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

/** Works a run off as a worker does, and gives the code of its outcome or refusal. */
export async function perform(stage: RunStage, run: Run): Promise<string> {
  const workerId = randomUUID();
  await recordHeartbeat(stage.store, workerId);
  await performRun(stage.worker, { number: run.number, workerId, signal: new AbortController().signal });
  const after = await findRun(stage.store, run.number);
  return (after?.outcome as RunOutcome | null)?.code ?? after?.error?.code ?? `still ${after?.state}`;
}

/** Starts a run, and gives the code of what refused it. */
export const start = (stage: RunStage, input: StartRunInput, as: Context = stage.ann): Promise<string> =>
  refusal(() => startRun(as, input));
