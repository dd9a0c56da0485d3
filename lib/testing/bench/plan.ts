import { compare } from "../../drift/compare";
import { readCatalog } from "../../operations/read-catalog";
import { makePlan } from "../../plan/make-plan";
import { planScript } from "../../plan/script";
import { connectionSettingsFromUrl } from "../../postgres/connection-settings";
import { type Measurement, measure } from "./measure";

/** How long a plan takes that is made of two catalogs at hand. */
export interface PlanMeasurement {
  readonly differences: number;
  readonly statements: number;
  readonly manual: number;
  /** Processor time of the plan and its SQL, in milliseconds. */
  readonly measurement: Measurement;
}

/** Our own measurement: the one to which a peer's is set in ratio. */
export const planName = "plumbline plan";

/** Makes the plan for every difference between two databases again and again. Reading and comparing them is not counted. */
export async function measurePlan(
  urls: { readonly expected: string; readonly actual: string },
  times: number,
): Promise<PlanMeasurement> {
  const expected = await readCatalog(connectionSettingsFromUrl(urls.expected));
  const actual = await readCatalog(connectionSettingsFromUrl(urls.actual));
  const drift = compare(expected, actual);
  let plan = makePlan(drift, expected, actual);
  const measurement = await measure(planName, times, async () => {
    const before = process.cpuUsage();
    plan = makePlan(drift, expected, actual);
    planScript(plan);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return {
    ...{ differences: drift.differences.length, statements: plan.statements.length },
    ...{ manual: plan.manual.length, measurement },
  };
}
