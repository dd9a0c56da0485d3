import "server-only";
import { z } from "zod";
import { AppError } from "../postgres/app-error";
import { requestCheck as enqueue } from "../store/check-lifecycle";
import { checkId, readLatestChecks } from "../store/checks";
import { inTransaction } from "../store/client";
import { readDifferences } from "../store/differences";
import { type StoredPlan, setPlanState } from "../store/plans";
import { readRunsOfPlans } from "../store/runs";
import type { Context } from "./context";
import { createPlan } from "./create-plan";
import { recordAudit } from "./record-audit";
import { requirePlan } from "./require-plan";

export const replanSchema = z.object({
  /** Ids of the differences to keep; those of the plan when absent. */
  differences: z.array(z.string()).max(20_000).optional(),
  /** The ids that could be chosen from a long list: all others of the plan are kept too. */
  othersThan: z.array(z.string()).max(20_000).optional(),
  drops: z.boolean().optional(),
  online: z.boolean().optional(),
});

/**
 * Makes a plan from the last check in place of another: for the same differences, or for some of them. The old one is
 * discarded where nobody has run it.
 * @throws AppError `no-such-plan`, `check-first` when nothing was checked since the plan went stale: a check is queued then
 */
export async function replan(
  context: Context,
  id: string,
  input: z.input<typeof replanSchema> = {},
): Promise<StoredPlan> {
  const { plan, database } = await requirePlan(context, id, "make plans");
  const { differences, othersThan, drops, online } = replanSchema.parse(input);
  if (differences?.length === 0 && othersThan === undefined) {
    throw new AppError("nothing-to-plan", "No difference is chosen.", { hint: "Tick at least one." });
  }
  const { store } = context;
  const latest = (await readLatestChecks(store, [database.id])).get(database.id)?.compared ?? null;
  if (plan.stale !== null && (latest === null || latest.number <= plan.checkNumber)) {
    const { check } = await enqueue(store, database.id, context.actor.name);
    throw new AppError(
      "check-first",
      `The database changed, and ${checkId(plan.checkNumber)} is its last check.`,
      {
        hint: `${check.id} is on its way. Re-plan when it has finished.`,
      },
    );
  }
  const active = (await readRunsOfPlans(store, [plan.number])).find((run) => run.active);
  if (active !== undefined) {
    throw new AppError("run-active", `${active.id} is running ${plan.id}.`, { hint: "Open the run." });
  }
  const listed = othersThan === undefined ? null : new Set(othersThan);
  const wanted = new Set([
    ...(differences ?? plan.options.only),
    ...(listed === null ? [] : plan.options.only.filter((one) => !listed.has(one))),
  ]);
  const there = latest === null ? [] : await readDifferences(store, latest.number);
  const left = there.flatMap(({ difference }) => (wanted.has(difference.id) ? [difference.id] : []));
  if (left.length === 0) {
    throw new AppError("nothing-to-plan", `None of the differences of ${plan.id} is there any more.`, {
      hint: "Discard the plan; there is nothing left for it to do.",
    });
  }
  const made = await createPlan(
    context,
    database.slug,
    { differences: left, drops: drops ?? plan.options.drops, online: online ?? plan.options.online },
    plan.number,
  );
  if (plan.state === "done" || plan.state === "discarded") return made;
  await inTransaction(store, async (inside) => {
    await setPlanState(inside, plan.number, "discarded");
    await recordAudit(
      context,
      {
        action: "plan.replace",
        object: { kind: "plan", id: plan.id },
        database: database.slug,
        detail: { before: { hash: plan.hash }, after: { plan: made.id, hash: made.hash } },
      },
      inside,
    );
  });
  return made;
}
