import { compare } from "../drift/compare";
import { makePlan, type PlanOptions } from "../plan/make-plan";
import type { Plan } from "../plan/plan";
import { connect } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { type PlanSides, planSides, readDatabase } from "../testing/plan-sides";
import { createRunControl, type RunControl } from "./run-control";
import type { RunEvent } from "./run-event";
import { bareHooks, defaultLimits, type RunHooks, type RunRequest } from "./run-request";
import { readTarget } from "./target";

/** A plan for two real databases of one server, ready to be run, with what was emitted. */
export interface PreparedRun {
  readonly sides: PlanSides;
  readonly plan: Plan;
  readonly request: RunRequest;
  readonly hooks: RunHooks;
  readonly control: RunControl;
  readonly events: RunEvent[];
  drop(): Promise<void>;
}

/** Builds both sides from SQL, compares and plans. */
export async function prepareRun(
  expectedSql: string,
  actualSql: string,
  options: PlanOptions & { readonly major?: number } = {},
): Promise<PreparedRun> {
  const sides = await planSides(expectedSql, actualSql, options.major ?? 18);
  const plan = makePlan(sides.drift, sides.expected, sides.actual, options);
  const settings = connectionSettingsFromUrl(sides.actualDatabase.url);
  const session = await connect(settings);
  const target = await readTarget(session);
  await session.close();
  const control = createRunControl();
  const events: RunEvent[] = [];
  const request: RunRequest = {
    open: (connectOptions) => connect(settings, connectOptions),
    ...{ target, plan, planHash: "0123456789abcdef", control },
    ...{ expected: sides.expected, actual: sides.actual, scope: "everything" },
    // One server wrote both sides.
    compare: async (expected, actual, { scope }) => ({
      ...{ expected, actual },
      drift: compare(expected, actual, { scope }),
    }),
    acceptedHazards: plan.hazards.map(({ code }) => code),
    ...{ mode: "run", online: options.online ?? false, limits: defaultLimits },
  };
  return {
    ...{ sides, plan, request, control, events },
    hooks: bareHooks((event) => events.push(event)),
    drop: () => sides.drop(),
  };
}

/** The same differences planned again, after the database was changed on purpose. */
export async function replan(run: PreparedRun): Promise<RunRequest> {
  const { expected, actualDatabase, drift } = run.sides;
  const actual = await readDatabase(actualDatabase);
  const plan = makePlan(compare(expected, actual), expected, actual, {
    only: drift.differences.map(({ id }) => id),
  });
  return { ...run.request, actual, plan };
}

/** Hooks that do something at the first event of a kind. */
export const when = (
  run: PreparedRun,
  matches: (event: RunEvent) => boolean,
  act: (event: RunEvent) => void,
): PreparedRun["hooks"] => {
  let acted = false;
  return {
    ...run.hooks,
    emit: (event) => {
      run.hooks.emit(event);
      if (acted || !matches(event)) return;
      acted = true;
      act(event);
    },
  };
};

/** True where the run waits for somebody whom it can name. */
export const isBlocked = (event: RunEvent): boolean => event.type === "waiting" && event.blockers.length > 0;
