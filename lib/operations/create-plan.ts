import "server-only";
import { z } from "zod";
import { personBehind } from "../access/authority";
import { readTarget, type Target } from "../apply/target";
import type { Drift } from "../drift/drift";
import { makePlan } from "../plan/make-plan";
import type { Plan, PlannedStatement } from "../plan/plan";
import { plannedUnasked } from "../plan/planned-unasked";
import { type Undo, undoPlan } from "../plan/undo";
import { AppError } from "../postgres/app-error";
import { identityOf } from "../postgres/identity";
import { loadCheckSides } from "../store/check-sides";
import { type Check, readLatestChecks } from "../store/checks";
import { inTransaction } from "../store/client";
import type { Database } from "../store/databases";
import { readDifferences } from "../store/differences";
import { insertPlan, type StoredPlan } from "../store/plans";
import type { Context } from "./context";
import { openDatabase } from "./open-database";
import { parseInput } from "./parse-input";
import { lostSides } from "./read-plan-sides";
import { recordAudit } from "./record-audit";
import { requireDatabase } from "./require-database";

const differenceIdSchema = z.string().regex(/^D-[A-Z2-7]{8}$/);

export const createPlanSchema = z.object({
  /** Ids of differences of the last check. */
  differences: z.array(differenceIdSchema).max(20_000),
  /** The ids that could be chosen from a long list: of all others, what a plan is for unasked is planned too. */
  othersThan: z.array(differenceIdSchema).max(20_000).optional(),
  /** True also drops what nobody expects. */
  drops: z.boolean().default(false),
  /** True for steps with weaker or shorter locks, outside of the one transaction. */
  online: z.boolean().default(false),
});

export type CreatePlanInput = z.input<typeof createPlanSchema>;

/**
 * Makes a plan for differences of the last check of a database and freezes it: its content, its undo, the database itself
 * and both fingerprints give the hash that approvals are for.
 * @throws AppError `no-such-database`, `not-allowed`, `not-checked`, `nothing-to-plan`, `plan-sides-lost`
 */
export async function createPlan(
  context: Context,
  slug: string,
  input: CreatePlanInput,
  replaces: number | null = null,
): Promise<StoredPlan> {
  const database = await requireDatabase(context, slug, "make plans");
  const { differences, othersThan, drops, online } = parseInput(createPlanSchema, input);
  if (differences.length === 0 && othersThan === undefined) {
    throw new AppError("nothing-to-plan", "No difference is chosen.", { hint: "Tick at least one." });
  }
  const check = (await readLatestChecks(context.store, [database.id])).get(database.id)?.compared ?? null;
  if (check === null || check.result === null) {
    throw new AppError("not-checked", `${database.name} was not compared with its source yet.`, {
      hint: "Check it first; a plan is made from what a check found.",
    });
  }
  const made = await makeFrom(context, check, { differences, othersThan, drops, online });
  const target = await readLiveTarget(context, database);
  return inTransaction(context.store, async (store) => {
    const plan = await insertPlan(store, {
      ...{ databaseId: database.id, checkNumber: check.number, replaces, undoOfRun: null },
      ...{ content: made.plan, undo: made.undo, options: { only: made.only, drops, online } },
      serverVersion: check.result?.serverVersion ?? 0,
      systemIdentifier: target.systemIdentifier ?? "",
      databaseOid: String(target.databaseOid),
      databaseName: target.database,
      ...{
        createdById: personBehind(context.actor),
        createdByName: context.actor.name,
        createdAt: context.now(),
      },
    });
    await recordAudit(
      context,
      {
        action: "plan.make",
        object: { kind: "plan", id: plan.id },
        database: slug,
        detail: {
          after: { hash: plan.hash, check: check.id, statements: plan.statements, drops, online },
          ...(replaces === null ? {} : { replaces: `P-${replaces}` }),
        },
      },
      store,
    );
    return plan;
  });
}

interface Choice {
  readonly differences: readonly string[];
  readonly othersThan: readonly string[] | undefined;
  readonly drops: boolean;
  readonly online: boolean;
}

/** The plan for some differences of a check, with its undo. */
async function makeFrom(
  { store }: Context,
  check: Check,
  { differences, othersThan, drops, online }: Choice,
): Promise<{ readonly plan: Plan; readonly undo: Undo; readonly only: readonly string[] }> {
  if (check.result === null) throw new Error(`check ${check.id} has no result`);
  const [stored, sides] = await Promise.all([
    readDifferences(store, check.number),
    loadCheckSides(store, check.number),
  ]);
  if (sides === null) throw lostSides(check.id);
  const drift: Drift = { ...check.result, differences: stored.map((entry) => entry.difference) };
  const wanted = new Set(differences);
  const listed = othersThan === undefined ? null : new Set(othersThan);
  const chosen = drift.differences.filter(
    (one) => wanted.has(one.id) || (listed !== null && !listed.has(one.id) && plannedUnasked(one)),
  );
  if (chosen.length === 0) {
    throw new AppError("nothing-to-plan", `${check.id} found none of the chosen differences any more.`, {
      hint: "Open the list anew and choose again.",
    });
  }
  const only = chosen.filter(({ type }) => drops || type !== "unexpected").map(({ id }) => id);
  if (only.length === 0) {
    throw new AppError("nothing-to-plan", "Every chosen difference is something that would be dropped.", {
      hint: "Tick “Drop what is not expected” to plan drops.",
    });
  }
  const { expected, actual } = sides;
  const whole = makePlan(drift, expected, actual, { only, drops, online });
  const { plan: back, lost } = undoPlan(whole, drift, expected, actual);
  return { plan: slimPlan(whole), undo: { plan: slimPlan(back), lost }, only };
}

/** A statement may carry a whole object as its address, and always its online form: neither says more about the plan. */
export const slimPlan = (plan: Plan): Plan => ({
  ...plan,
  fixes: plan.fixes.map((fix) => ({ ...fix, object: identityOf(fix.object) })),
  statements: plan.statements.map(({ online: _, ...statement }: PlannedStatement) => ({
    ...statement,
    object: identityOf(statement.object),
  })),
});

/** Which database it is, as the server itself says: the same names on another server are another database. */
async function readLiveTarget(context: Context, database: Database): Promise<Target> {
  const session = await openDatabase(context, database);
  try {
    return await readTarget(session);
  } finally {
    await session.close();
  }
}
