import "server-only";
import type { Right } from "../access/authority";
import { AppError } from "../postgres/app-error";
import { type Database, findDatabaseById } from "../store/databases";
import { findPlan, isIntact, planNumber, type StoredPlan } from "../store/plans";
import type { Context } from "./context";
import { requireDatabase } from "./require-database";

/** A plan and the database it is for. */
export interface PlanOfDatabase {
  readonly plan: StoredPlan;
  readonly database: Database;
}

/**
 * The plan with this id, for an actor who has the right on its database. A plan of a database that the actor may not
 * read answers exactly as one that is not there.
 * @param id `P-12`
 * @throws AppError `no-such-plan`, `not-allowed`
 */
export async function requirePlan(
  context: Context,
  id: string,
  right: Right = "read databases",
): Promise<PlanOfDatabase> {
  const number = planNumber(id);
  const plan = number === null ? null : await findPlan(context.store, number);
  const found = plan === null ? null : await findDatabaseById(context.store, plan.databaseId);
  if (plan === null || found === null) throw noSuchPlan(id);
  try {
    return { plan, database: await requireDatabase(context, found.slug, right) };
  } catch (error) {
    if (error instanceof AppError && error.code === "no-such-database") throw noSuchPlan(id);
    throw error;
  }
}

const noSuchPlan = (id: string): AppError =>
  new AppError("no-such-plan", `There is no plan ${id.slice(0, 20)}.`, { hint: "Open the list of plans." });

/**
 * Lets pass only what is, byte for byte, what the plan's hash was made of (fault 17).
 * @throws AppError `plan-altered`
 */
export function requireIntact(plan: StoredPlan): void {
  if (isIntact(plan)) return;
  throw new AppError("plan-altered", `${plan.id} is not what its hash says: it was changed in the store.`, {
    hint: "Make a new plan, and find out who changed the store.",
  });
}
