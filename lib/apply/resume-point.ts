import { Catalog } from "../catalog/catalog";
import { fingerprint } from "../catalog/fingerprint";
import type { CatalogObject } from "../kinds/kind";
import type { Plan } from "../plan/plan";
import { asPlanTakesThem } from "./as-plan-takes-them";
import { intendedAfter } from "./intended-catalog";
import { planSteps } from "./plan-steps";
import { proveCatalog } from "./prove-catalog";
import type { ComparedSides, RunRequest } from "./run-request";

/** Where an earlier run of a plan with steps stopped, as its journal tells. */
export interface ResumePoint {
  /** Steps that are committed and proven, counted from the first. */
  readonly stepsDone: number;
  /** Fingerprint of the catalog after the last of them; null where nobody read it then. */
  readonly fingerprint: string | null;
  /** Position of a statement outside of a transaction that broke off there: the invalid index it left is the run's own. */
  readonly unfinished: number | null;
}

/** How a database stands to the point at which a run stopped in it. */
export interface SincePoint {
  /** The plan's sides: they say what remains. */
  readonly sides: ComparedSides;
  /** The invalid index that the unfinished statement left. */
  readonly leftover: CatalogObject | null;
  /** What is not as the steps left it, in sentences; null where nothing is. Empty where only the fingerprint tells. */
  readonly changes: readonly string[] | null;
}

/**
 * Compares a reading of the database with the last state that the journal of an earlier run knows: the fingerprint is the
 * judge, and where there is none, everything has to be as the plan leaves it after those steps. What the broken off
 * statement left is no change: it is named, to be cleared away.
 */
export async function compareWithPoint(
  request: Pick<RunRequest, "plan" | "expected" | "actual" | "scope" | "drift" | "compare">,
  point: ResumePoint,
  read: Catalog,
): Promise<SincePoint> {
  const { plan, expected, actual } = request;
  const sides = asPlanTakesThem(request, await request.compare(expected, actual, { scope: request.scope }));
  const leftover = findLeftover(plan, point, read);
  const left = leftover === null ? read : beforeStatement(plan, point, read, leftover);
  if (fingerprint(left) === point.fingerprint) return { sides, leftover, changes: null };
  const { steps } = planSteps(plan, expected);
  const done = new Set(steps.slice(0, point.stepsDone).flatMap(({ statements }) => statements));
  const intended = intendedAfter(plan, sides, actual, done);
  const { unplanned } = await proveCatalog(plan, intended, left, request.compare);
  const unknown = point.fingerprint === null && unplanned.length === 0;
  return { sides, leftover, changes: unknown ? null : unplanned.map(({ sentence }) => sentence) };
}

function findLeftover(plan: Plan, { unfinished }: ResumePoint, read: Catalog): CatalogObject | null {
  const object = unfinished === null ? undefined : plan.statements[unfinished]?.object;
  if (object === undefined) return null;
  const found = read.objects.find(
    ({ kind, schema, name, valid }) =>
      kind === "index" && schema === object.schema && name === object.name && valid === false,
  );
  return found ?? null;
}

/** DROP INDEX CONCURRENTLY makes an index invalid before it takes it away, CREATE makes it valid last. */
function beforeStatement(
  plan: Plan,
  { unfinished }: ResumePoint,
  read: Catalog,
  leftover: CatalogObject,
): Catalog {
  if (isDrop(plan, unfinished)) return read.with({ replace: [{ ...leftover, valid: true }] });
  const { dependencies } = read;
  return new Catalog({
    ...{ ...read, dependencies },
    objects: read.objects.filter((object) => object !== leftover),
  });
}

/** True where the statement at a position takes an index away: what is left of the index then is its own next target. */
export const isDrop = (plan: Plan, position: number | null): boolean =>
  position !== null && (plan.statements[position]?.sql.startsWith("DROP ") ?? false);
