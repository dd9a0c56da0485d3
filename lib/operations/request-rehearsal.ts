import "server-only";
import { z } from "zod";
import { requireFreshProof } from "../access/authority";
import { AppError } from "../postgres/app-error";
import { inTransaction } from "../store/client";
import {
  findRehearsal,
  insertRehearsal,
  keepRehearsalCredential,
  type Rehearsal,
  requestRehearsalEnd,
} from "../store/rehearsals";
import type { Context } from "./context";
import { applyUserOf } from "./open-for-apply";
import { sealCredential } from "./open-for-run";
import { policyOf } from "./plan-approval";
import { recordAudit } from "./record-audit";
import { requireIntact, requirePlan } from "./require-plan";
import { windowNow } from "./window-now";

export const rehearsalSchema = z.object({
  place: z.enum(["copy", "in place"]),
  user: z.string().max(200).optional(),
  password: z.string().max(1_000).optional(),
});

/**
 * Puts a rehearsal of a plan into the queue: on a copy of the schema in the shadow, at any time; or on the database
 * itself with the real locks, rolled back, which is allowed where a run would be as far as the window goes.
 * @throws AppError `no-such-plan`, `not-allowed`, `plan-altered`, `plan-settled`, `sign-in-again`, `window-closed`,
 *   `rehearsal-active`
 */
export async function requestRehearsal(
  context: Context,
  planId: string,
  input: z.infer<typeof rehearsalSchema>,
): Promise<Rehearsal> {
  const inPlace = input.place === "in place";
  const { plan, database } = await requirePlan(context, planId, inPlace ? "run plans" : "make plans");
  requireIntact(plan);
  if (plan.stale !== null || plan.state === "done" || plan.state === "discarded") {
    throw new AppError("plan-settled", `${plan.id} takes no rehearsal any more.`, {
      hint: "Open the plan anew: it says what became of it.",
    });
  }
  if (inPlace) requireFreshProof(context.actor, context.now());
  const { windowRequired } = await policyOf(context.store, database);
  const { open } = await windowNow(context.store, database.id, context.now());
  if (inPlace && windowRequired && open === null) {
    throw new AppError("window-closed", "No window is open for this database.", {
      hint: "A rehearsal on the database takes the real locks: it waits for a window, or use a copy.",
    });
  }
  const user = input.user?.trim() ?? "";
  return inTransaction(context.store, async (inside) => {
    const made = await insertRehearsal(inside, {
      ...{ planNumber: plan.number, databaseId: database.id, place: input.place },
      applyUser: user === "" || user === applyUserOf(database) ? null : user,
      deadline: inPlace && windowRequired ? (open?.endsAt ?? null) : null,
      by: { id: context.actor.id, name: context.actor.name },
    });
    if (inPlace && input.password !== undefined && input.password !== "")
      await keepRehearsalCredential(inside, made.number, sealCredential(context, input.password, made.id));
    await recordAudit(
      context,
      {
        action: "plan.rehearse",
        object: { kind: "plan", id: plan.id },
        database: database.slug,
        detail: { place: input.place, rehearsal: made.id, hash: plan.hash },
      },
      inside,
    );
    return made;
  });
}

/**
 * Stops a rehearsal. What it did is rolled back in any case.
 * @throws AppError `no-such-rehearsal`, `not-allowed`
 */
export async function cancelRehearsal(context: Context, number: number): Promise<void> {
  const rehearsal = await findRehearsal(context.store, number);
  const absent = new AppError("no-such-rehearsal", `There is no rehearsal RH-${number}.`, {
    hint: "Its plan may have been removed.",
  });
  if (rehearsal === null) throw absent;
  const { plan, database } = await requirePlan(context, `P-${rehearsal.planNumber}`, "make plans").catch(
    (error: unknown) => {
      throw error instanceof AppError && error.code === "no-such-plan" ? absent : error;
    },
  );
  await inTransaction(context.store, async (inside) => {
    await requestRehearsalEnd(inside, number);
    await recordAudit(
      context,
      {
        action: "plan.cancel-rehearsal",
        object: { kind: "plan", id: plan.id },
        database: database.slug,
        detail: { rehearsal: rehearsal.id },
      },
      inside,
    );
  });
}
