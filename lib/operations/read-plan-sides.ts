import "server-only";
import type { Catalog } from "../catalog/catalog";
import type { Drift } from "../drift/drift";
import { AppError } from "../postgres/app-error";
import { loadCheckSides } from "../store/check-sides";
import { findCheck } from "../store/checks";
import type { Store } from "../store/client";
import { readDifferences } from "../store/differences";
import { findPlan, type StoredPlan } from "../store/plans";
import { findRun, runId } from "../store/runs";
import { readSource } from "../store/sources";

/** The two sides a plan leads from and to. */
export interface PlanSides {
  readonly expected: Catalog;
  readonly actual: Catalog;
  /** Whether objects that the expected side does not mention are differences. */
  readonly scope: "declared" | "everything";
}

/**
 * The catalogs a plan was made from. A plan that undoes a run leads back to what the database was before that run: its
 * expected side is the actual side of the undone plan's check.
 * @throws AppError `plan-sides-lost` where a catalog is kept no more, `snapshot-unreadable` where another version saved it
 */
export async function readPlanSides(
  store: Store,
  plan: Pick<StoredPlan, "id" | "databaseId" | "checkNumber" | "undoOfRun">,
): Promise<PlanSides> {
  const own = await loadCheckSides(store, plan.checkNumber);
  if (own === null) throw lostSides(plan.id);
  if (plan.undoOfRun !== null) {
    const run = await findRun(store, plan.undoOfRun);
    const undone = run === null ? null : await findPlan(store, run.planNumber);
    const before = undone === null ? null : await loadCheckSides(store, undone.checkNumber);
    if (before === null) throw lostSides(runId(plan.undoOfRun));
    return { expected: before.actual, actual: own.actual, scope: "everything" };
  }
  const source = await readSource(store, plan.databaseId);
  // A source that is run says nothing of schemas it never mentions; a catalog says everything.
  const scope = source.type === "database" || source.type === "snapshot" ? "everything" : "declared";
  return { ...own, scope };
}

/** The sides of a plan as far as they can be had. */
export interface KeptSides {
  readonly sides: PlanSides | null;
  /** Why they cannot be had, in a sentence; null where they can. */
  readonly lost: string | null;
}

/** The same for what only shows a plan or a run of it, which can be done without. */
export async function readKeptSides(
  store: Store,
  plan: Pick<StoredPlan, "id" | "databaseId" | "checkNumber" | "undoOfRun">,
): Promise<KeptSides> {
  try {
    return { sides: await readPlanSides(store, plan), lost: null };
  } catch (error) {
    if (isLostSides(error)) return { sides: null, lost: error.message };
    throw error;
  }
}

/** Whether it says that the catalogs of a plan cannot be had: they are gone, or another version of Plumbline saved them. */
export const isLostSides = (error: unknown): error is AppError =>
  error instanceof AppError && (error.code === "plan-sides-lost" || error.code === "snapshot-unreadable");

/** The refusal of what cannot be done without them. @param id the plan or run whose catalogs are gone */
export const lostSides = (id: string): AppError =>
  new AppError("plan-sides-lost", `The catalogs that ${id} was made from are kept no more.`, {
    hint: "Check the database and make the plan anew.",
  });

/**
 * The drift a plan was made from, where ignore rules were in force then: the proof has to leave what they cover as it is.
 * Null where none were, and for a plan that undoes a run.
 */
export async function readPlanDrift(
  store: Store,
  plan: Pick<StoredPlan, "checkNumber" | "undoOfRun">,
): Promise<Drift | null> {
  if (plan.undoOfRun !== null) return null;
  const check = await findCheck(store, plan.checkNumber);
  if (check?.result == null) return null;
  const differences = (await readDifferences(store, plan.checkNumber)).map(({ difference }) => difference);
  const ruled = differences.some(
    (difference) =>
      difference.ignoredBy !== undefined ||
      (difference.type === "changed" &&
        difference.attributes.some(({ ignoredBy }) => ignoredBy !== undefined)),
  );
  return ruled ? { ...check.result, differences } : null;
}
