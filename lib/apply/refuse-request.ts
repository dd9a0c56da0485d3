import { describeObject } from "../drift/describe";
import type { Plan } from "../plan/plan";
import { AppError } from "../postgres/app-error";
import type { PlanStep } from "./plan-steps";
import type { RunRequest } from "./run-request";

/** Milliseconds: longer waits would make everybody queue behind us (fault 8). */
const longestLockWait = 1_000;

/**
 * Refuses what can be refused without looking at the database.
 * @throws AppError
 */
export function refuseRequest(request: RunRequest, steps: readonly PlanStep[]): void {
  const { plan, limits } = request;
  if (plan.statements.length === 0)
    throw new AppError("nothing-to-run", "The plan has no statements.", {
      hint: "Choose differences that are not left to be done by hand.",
    });
  if (limits.lockTimeout < 1 || limits.lockTimeout > longestLockWait)
    throw new Error(`a lock is waited for at most ${longestLockWait} ms, not ${limits.lockTimeout}`);
  const losses = lossesOf(plan);
  if (losses.length > 0 && !request.acceptedHazards.includes("data-loss"))
    throw new AppError("hazard-not-accepted", "The plan loses data, and nobody has accepted that.", {
      hint: "Accept the hazard data-loss, or leave the fixes out that drop tables and columns.",
      details: losses,
    });
  const inOne = steps.length <= 1 && steps.every(({ transaction }) => transaction === "one");
  if (inOne) return;
  if (request.mode === "rehearse")
    throw new AppError("rehearsal-needs-one-transaction", "What is done in steps cannot be rolled back.", {
      hint: "Rehearse it on a scratch copy, or make a plan in one transaction.",
    });
  if (!request.online)
    throw new AppError("needs-steps", "The plan cannot be run in one transaction.", {
      hint: "Allow online steps, or leave out what needs a COMMIT of its own, such as an enum label that is used at once.",
    });
}

/** What a plan loses, as `table public.leftover: every row of the table`. */
export const lossesOf = ({ statements }: Pick<Plan, "statements">): readonly string[] =>
  statements.flatMap(({ object, hazards }) =>
    hazards
      .filter(({ code }) => code === "data-loss")
      .map(({ detail }) => [describeObject(object), ...(detail === undefined ? [] : [detail])].join(": ")),
  );
