import { reconcileRun } from "../../apply/reconcile-run";
import type { RunEvent } from "../../apply/run-event";
import type { RunOutcome, TransactionFacts } from "../../apply/run-outcome";
import { runPlan } from "../../apply/run-plan";
import type { RunHooks, RunRequest } from "../../apply/run-request";
import { AppError } from "../../postgres/app-error";
import { connect, type Session } from "../../postgres/connect";
import type { Known } from "./fault";
import type { Scene } from "./scene";

/** What a finished run tells. */
export const knownFrom = (outcome: RunOutcome): Known => ({
  status: outcome.status,
  code: outcome.code,
  sentence: [outcome.sentence, ...outcome.details, outcome.next].join(" "),
});

/** Runs the plan of a scene; a refusal before the first BEGIN is an ending too. */
export async function endOf(
  scene: Scene,
  change: Partial<RunRequest> = {},
  hooks: RunHooks = scene.hooks,
): Promise<Known> {
  try {
    return knownFrom(await runPlan({ ...scene.request, ...change }, hooks));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return {
      status: "refused",
      code: error.code,
      sentence: [error.message, ...error.details, error.hint ?? ""].join(" "),
    };
  }
}

/** Hooks that do something at the first event that matches. */
export function whenever(
  scene: Scene,
  matches: (event: RunEvent) => boolean,
  act: (event: RunEvent) => void,
): RunHooks {
  let acted = false;
  return {
    ...scene.hooks,
    emit: (event) => {
      scene.hooks.emit(event);
      if (acted || !matches(event)) return;
      acted = true;
      act(event);
    },
  };
}

/** Runs the plan of a scene and does something at the first event that matches: the frame of most faults. */
export const endWhen = (
  scene: Scene,
  matches: (event: RunEvent) => boolean,
  act: (event: RunEvent) => void,
  change: Partial<RunRequest> = {},
): Promise<Known> => endOf(scene, change, whenever(scene, matches, act));

/** A session beside the run that holds an open transaction in which it did this. */
export async function holding(scene: Scene, sql: string, begin = "BEGIN"): Promise<Session> {
  const session = await scene.besides();
  await session.execute(begin);
  await session.query(sql);
  return session;
}

/** The first statement of a run has begun: locks are held, nothing is done yet. */
export const begun = (event: RunEvent): boolean => event.type === "statement started";

/** About to prove: every statement is done, nothing is committed. */
export const proving = (event: RunEvent): boolean => event.type === "phase" && event.phase === "proving";

/** Settles a transaction as a restarted app does: on a new connection, by what was stored before COMMIT was sent. */
export async function settle(scene: Scene, facts: TransactionFacts, since: number): Promise<Known> {
  const session = await connectPatiently(scene);
  try {
    const settled = await reconcileRun(session, facts);
    return {
      status: settled.status,
      code: settled.by ?? "in-doubt",
      sentence: settled.sentence,
      knownAfter: Math.round(performance.now() - since),
    };
  } finally {
    await session.close();
  }
}

/** A server that crashed takes a while to answer; whatever else is wrong with it is not waited for. */
export async function connectPatiently(scene: Scene): ReturnType<typeof connect> {
  const end = performance.now() + 60_000;
  for (;;) {
    try {
      return await connect(scene.settings, { connectTimeout: 3_000 });
    } catch (error) {
      if (performance.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Fails a fault whose side conditions do not hold. */
export function insist(condition: boolean, message: string): void {
  if (!condition) throw new Error(message);
}

/** Statements that take long enough to be met: a trigger of ours sleeps before each command. */
export const slowly = (seconds: number): string => `
  CREATE FUNCTION public.slow() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_catalog.pg_sleep(${seconds}); END';
  CREATE EVENT TRIGGER slow ON ddl_command_start EXECUTE FUNCTION public.slow();`;

/** The same only while somebody holds {@link slowLock} in the database: its twin, to which the plan is applied first, is not slowed. */
export const slowlyWhileLocked = (seconds: number): string => `
  CREATE FUNCTION public.slow() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
    PERFORM pg_catalog.pg_sleep(${seconds}) FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_database d ON d.oid = l.database
      WHERE d.datname = pg_catalog.current_database() AND l.locktype = 'advisory' AND l.objid = ${slowLock};
  END $$;
  CREATE EVENT TRIGGER slow ON ddl_command_start EXECUTE FUNCTION public.slow();`;

export const slowLock = 4_711;
