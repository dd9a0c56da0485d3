import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { requireRight } from "../access/authority";
import { AppError } from "../postgres/app-error";
import { inTransaction } from "../store/client";
import { lockDatabase } from "../store/databases";
import { type Decision, decisionTypes, endDecision, insertDecision } from "../store/decisions";
import type { Context } from "./context";
import { recordAudit } from "./record-audit";
import { requireDatabase } from "./require-database";
import { requireSubject } from "./require-subject";

/** For how many days a difference can be accepted; `none` for no end date, which only owners may choose. */
const acceptTerms = ["7", "30", "90", "none"] as const;

/** What the form of a decision sends. */
export const decisionSchema = z
  .object({
    decision: z.enum(decisionTypes, "Choose which side is right."),
    reason: z.string().trim().max(2_000, "At most 2,000 characters."),
    term: z.enum(acceptTerms, "Choose until when.").optional(),
  })
  .superRefine(({ decision, reason, term }, check) => {
    if (decision !== "accept") return;
    if (reason === "")
      check.addIssue({ code: "custom", path: ["reason"], message: "Say why it can stay as it is." });
    if (term === undefined)
      check.addIssue({ code: "custom", path: ["term"], message: "Choose until when it is accepted." });
  });

export type DecisionInput = z.output<typeof decisionSchema>;

const day = 86_400_000;

/**
 * Records what is to become of a difference; the decision before it ends. An accepted difference does not count for the
 * health of its database while the decision holds; it stays in lists and exports.
 * @throws AppError `no-such-database`, `no-such-difference`, `not-allowed`
 */
export async function decideDifference(
  context: Context,
  slug: string,
  id: string,
  { decision, reason, term }: DecisionInput,
): Promise<Decision> {
  const database = await requireDatabase(context, slug, "decide differences");
  // Only owners set what holds without an end: it is a policy of the database.
  if (decision === "accept" && term === "none") requireRight(context.actor, "manage policies", slug);
  const at = context.now();
  const days = decision === "accept" && term !== undefined && term !== "none" ? Number(term) : null;
  return inTransaction(context.store, async (store) => {
    await lockDatabase(store, database.id);
    await requireSubject(store, database, { kind: "difference", id });
    const made = await insertDecision(store, database.id, {
      ...{ id: randomUUID(), differenceId: id, type: decision, reason, at },
      until: days === null ? null : new Date(at.getTime() + days * day),
      by: { id: context.actor.id, name: context.actor.name },
    });
    await recordAudit(
      context,
      {
        action: "difference.decide",
        object: { kind: "difference", id },
        database: slug,
        detail: { after: { decision, reason, until: made.until?.toISOString() ?? null } },
      },
      store,
    );
    return made;
  });
}

/**
 * Takes the decision on a difference back: it is open again.
 * @throws AppError `no-such-database`, `no-such-decision`, `not-allowed`
 */
export async function takeBackDecision(context: Context, slug: string, id: string): Promise<void> {
  const database = await requireDatabase(context, slug, "decide differences");
  await inTransaction(context.store, async (store) => {
    await lockDatabase(store, database.id);
    if (!(await endDecision(store, database.id, id, context.now()))) {
      throw new AppError("no-such-decision", `Nothing was decided on ${id.slice(0, 20)}.`, {
        hint: "Somebody may have taken it back already. Load the page again.",
      });
    }
    await recordAudit(
      context,
      { action: "difference.take-back-decision", object: { kind: "difference", id }, database: slug },
      store,
    );
  });
}
