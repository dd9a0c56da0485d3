import "server-only";
import { requireRight } from "../access/authority";
import { log } from "../access/log";
import type { Drift } from "../drift/drift";
import { catalogAfter } from "../plan/catalog-after";
import { makePlan } from "../plan/make-plan";
import type { Plan } from "../plan/plan";
import { printObject } from "../plan/print-object";
import { type Undo, undoPlan } from "../plan/undo";
import { AppError } from "../postgres/app-error";
import { readDifferences } from "../store/differences";
import type { Context } from "./context";
import type { DifferenceOverview } from "./read-difference";

/** The plan that would remove one difference, or why none could be made. */
export type DifferencePlan =
  | {
      readonly made: true;
      readonly plan: Plan;
      /** The same in steps with weaker locks; null where no fix has them. */
      readonly online: Plan | null;
      /** The object's definition as it would be afterwards; null where it would be gone. */
      readonly after: string | null;
      /** What takes it back. Made when it is asked for. */
      readonly undo: () => Undo;
    }
  | { readonly made: false; readonly message: string };

/** Plans that were shown last, by check and difference: a check never changes, and people turn a page's views in a row. */
const lately = new Map<string, Promise<DifferencePlan>>();

const mostKept = 8;

/** Plans the fix of one difference, with what has to travel along. Nothing is applied. */
export async function planDifference(
  context: Context,
  overview: DifferenceOverview,
): Promise<DifferencePlan> {
  const { database, difference, check } = overview;
  requireRight(context.actor, "read databases", database.slug);
  const key = `${database.id} ${check.number} ${difference.id}`;
  const made = lately.get(key) ?? makeFor(context, overview);
  // What was asked for last is forgotten last.
  lately.delete(key);
  lately.set(key, made);
  const [oldest] = lately.keys();
  if (lately.size > mostKept && oldest !== undefined) lately.delete(oldest);
  const outcome = await made;
  // Why there was none may be over the next time.
  if (!outcome.made) lately.delete(key);
  return outcome;
}

async function makeFor(context: Context, overview: DifferenceOverview): Promise<DifferencePlan> {
  const { difference, expected, actual } = overview;
  try {
    const drift = await readDrift(context, overview);
    const only = [difference.id];
    const plan = makePlan(drift, expected, actual, { only });
    const online = makePlan(drift, expected, actual, { only, online: true });
    const resolved = new Set(plan.fixes.flatMap((fix) => fix.resolves));
    const fixed = drift.differences.filter(({ id }) => resolved.has(id));
    let undo: Undo | undefined;
    return {
      made: true,
      plan,
      online: online.statements.some(({ transaction }) => transaction !== "inside") ? online : null,
      after: printObject(
        difference.object,
        catalogAfter(fixed, expected, actual),
        difference.type === "unexpected" ? [] : difference.includes,
      ),
      undo: () => {
        undo ??= undoPlan(plan, drift, expected, actual);
        return undo;
      },
    };
  } catch (error) {
    // The page has more to show than the fix, so a plan that cannot be made is told in its place.
    if (error instanceof AppError) return { made: false, message: error.message };
    log.error({ err: error, difference: difference.id }, "the fix of a difference could not be planned");
    return { made: false, message: "No plan could be made for a reason that stands in the server's log." };
  }
}

/** The drift of the check that last found a difference. */
export async function readDrift(
  context: Context,
  { check }: Pick<DifferenceOverview, "check">,
): Promise<Drift> {
  if (check.result === null) throw new Error(`check ${check.id} has no result`);
  const stored = await readDifferences(context.store, check.number);
  return { ...check.result, differences: stored.map((entry) => entry.difference) };
}
