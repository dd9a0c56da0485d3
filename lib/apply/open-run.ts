import { AppError } from "../postgres/app-error";
import type { Session } from "../postgres/connect";
import { checkServer, tellSurroundings } from "./check-server";
import { refuseOtherMigrators } from "./other-migrators";
import { refusePooler } from "./pooler";
import { asAppError, isWorthAnotherTry } from "./run-failure";
import type { RunHooks, RunRequest } from "./run-request";
import type { Steering } from "./steering";
import type { TargetFacts } from "./target";
import { type OwnSettings, readOwnSettings } from "./transaction-settings";

/** `plumbline apply 3fa9c1d2`: by it an operator finds the run in pg_stat_activity. */
export const applicationName = (request: Pick<RunRequest, "planHash">): string =>
  `plumbline apply ${request.planHash.slice(0, 8)}`;

/**
 * Opens the run's session and makes sure that it is the right one to run on: the approved database, a primary, no
 * pooler in between, a clock like ours, no migration under way. Nothing is locked yet.
 * @throws AppError which names what is wrong
 */
export async function openRun(
  request: RunRequest,
  hooks: RunHooks,
  steering: Steering,
): Promise<{ readonly session: Session; readonly target: TargetFacts; readonly ownSettings: OwnSettings }> {
  const session = await openPatiently(request, steering);
  try {
    const other = await request.open({
      ...{ applicationName: "plumbline watch", readOnly: true, connectTimeout: 5_000 },
      ...{ statementTimeout: 10_000 },
    });
    try {
      await refusePooler(session, other);
    } finally {
      await other.close();
    }
    // Operators are looked up in pg_catalog alone: a function of somebody's in another schema must not be in their way.
    await session.execute("SET search_path = pg_catalog");
    const target = await checkServer(session, request);
    await refuseOtherMigrators(session);
    await tellSurroundings(session, hooks.emit);
    return { session, target, ownSettings: await readOwnSettings(session) };
  } catch (error) {
    await session.close();
    throw asAppError(error);
  }
}

async function openPatiently(request: RunRequest, steering: Steering): Promise<Session> {
  for (let attempt = 1; ; attempt++) {
    steering.throwIfStopped();
    try {
      return await request.open({ applicationName: applicationName(request), connectTimeout: 10_000 });
    } catch (error) {
      // 57P03, which the connection says in words: the server is starting up.
      const again = isWorthAnotherTry(error) && attempt < request.limits.attempts;
      if (!again) throw error;
      await steering.sleep(betweenTries(attempt));
    }
  }
}

/** Milliseconds, longer from try to try and never twice the same: two that met are not to meet again. */
export const betweenTries = (attempt: number): number =>
  Math.round(200 * 2 ** Math.min(attempt - 1, 4) * (0.5 + Math.random()));

/** @throws AppError `no-answer` when the server could not be reached for this long */
export async function reopen(request: RunRequest, milliseconds: number, readOnly = true): Promise<Session> {
  const end = performance.now() + milliseconds;
  for (let attempt = 1; ; attempt++) {
    try {
      return await request.open({
        ...{ applicationName: "plumbline reconcile", connectTimeout: 5_000, readOnly },
        ...{ statementTimeout: 30_000, lockTimeout: 5_000 },
      });
    } catch (error) {
      if (performance.now() + 250 > end)
        throw new AppError("no-answer", "The server could not be reached again.", {
          hint: "The run is settled as soon as it answers.",
          cause: error,
        });
      await new Promise((resolve) => {
        setTimeout(resolve, Math.min(betweenTries(attempt), 2_000));
      });
    }
  }
}
