import type { RunOutcome } from "./run-outcome";
import type { RunHooks, RunRequest } from "./run-request";

/**
 * Applies a plan to a live database by the protocol of faults-and-security.md §1, or rehearses it there.
 * What happens to the database is told in the outcome; it throws only what was refused before anything began.
 * @throws AppError where the run was refused before its first BEGIN
 */
export declare function runPlan(request: RunRequest, hooks: RunHooks): Promise<RunOutcome>;
