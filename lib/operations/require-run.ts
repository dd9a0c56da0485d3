import "server-only";
import type { Right } from "../access/authority";
import { AppError } from "../postgres/app-error";
import { findRun, type Run, runNumber } from "../store/runs";
import type { Context } from "./context";
import { type PlanOfDatabase, requirePlan } from "./require-plan";

/** A run with what it is about. */
export interface RunOfPlan extends PlanOfDatabase {
  readonly run: Run;
}

/**
 * The run with this id, for an actor who has the right on its database. A run of a database that the actor may not read
 * answers exactly as one that is not there.
 * @param id `R-31`
 * @throws AppError `no-such-run`, `not-allowed`
 */
export async function requireRun(
  context: Context,
  id: string,
  right: Right = "read databases",
): Promise<RunOfPlan> {
  const number = runNumber(id);
  const run = number === null ? null : await findRun(context.store, number);
  if (run === null) throw noSuchRun(id);
  try {
    return { run, ...(await requirePlan(context, String(run.planNumber), right)) };
  } catch (error) {
    if (error instanceof AppError && error.code === "no-such-plan") throw noSuchRun(id);
    throw error;
  }
}

const noSuchRun = (id: string): AppError =>
  new AppError("no-such-run", `There is no run ${id.slice(0, 20)}.`, {
    hint: "Its database may have been removed.",
  });
