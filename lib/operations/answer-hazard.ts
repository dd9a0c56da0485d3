import "server-only";
import { hazardQuestions } from "../plan/hazard-answers";
import { AppError } from "../postgres/app-error";
import { inTransaction } from "../store/client";
import { saveAnswers } from "../store/plan-marks";
import type { Context } from "./context";
import { recordAudit } from "./record-audit";
import { requireIntact, requirePlan } from "./require-plan";

/** The hazards that are accepted, by key, with what was typed for those that lose data. */
export interface HazardAcceptance {
  readonly keys: readonly string[];
  readonly typed?: string;
}

/**
 * Accepts hazards of a plan. Those that lose data want the name of their table, typed as it is shown.
 * @throws AppError `no-such-plan`, `not-allowed`, `plan-altered`, `plan-stale`, `no-such-hazard`, `wrong-confirmation`
 */
export async function answerHazard(
  context: Context,
  id: string,
  { keys, typed }: HazardAcceptance,
): Promise<void> {
  const { plan, database } = await requirePlan(context, id, "make plans");
  requireIntact(plan);
  if (plan.stale !== null || plan.state === "done" || plan.state === "discarded") {
    throw new AppError("plan-settled", `${plan.id} takes no answers any more.`, {
      hint: "Open the plan anew: it says what became of it.",
    });
  }
  const questions = new Map(hazardQuestions(plan.content).map((question) => [question.key, question]));
  const wanted = [...new Set(keys)].map((key) => {
    const question = questions.get(key);
    if (question === undefined) {
      throw new AppError("no-such-hazard", `${plan.id} has no such hazard.`, { hint: "Open the plan anew." });
    }
    if (question.typed !== null && typed !== question.typed) {
      throw new AppError("wrong-confirmation", `Type ${question.typed} to accept that its data is lost.`, {
        hint: "Type it exactly as it is shown.",
      });
    }
    return question;
  });
  await inTransaction(context.store, async (store) => {
    const accepted = await saveAnswers(
      store,
      wanted.map(({ key }) => ({
        ...{ planNumber: plan.number, hazard: key, at: context.now() },
        ...{ userId: context.actor.id, userName: context.actor.name },
      })),
    );
    if (accepted === 0) return;
    await recordAudit(
      context,
      {
        action: "plan.accept-hazard",
        object: { kind: "plan", id: plan.id },
        database: database.slug,
        detail: { hash: plan.hash, hazards: wanted.map(({ hazard }) => ({ ...hazard })) },
      },
      store,
    );
  });
}
