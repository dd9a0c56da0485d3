import "server-only";
import { z } from "zod";
import { requireFreshProof } from "../access/authority";
import { AppError } from "../postgres/app-error";
import { visible } from "../postgres/identity";
import { inTransaction } from "../store/client";
import { consumeNonce, issueNonce, nonceHash } from "../store/nonces";
import { insertRun, keepCredential } from "../store/run-lifecycle";
import { findRunOfNonce, type Run, readRunsOfPlans } from "../store/runs";
import type { Context } from "./context";
import { limitRate } from "./limit-rate";
import { applyUserOf } from "./open-for-apply";
import { sealCredential } from "./open-for-run";
import { recordAudit } from "./record-audit";
import { requirePlan } from "./require-plan";
import { requireReadyToRun } from "./require-ready-to-run";
import { type Journal, journalOf, resumedDetail } from "./run-journal";

/** What the pre-flight sheet sends. */
export const startRunSchema = z.object({
  /** `P-12` */
  plan: z.string().min(1).max(20),
  /** The first 8 characters of the plan's hash, as they were typed. */
  hash: z.string().trim().min(1, "Type the first 8 characters of the plan's hash.").max(100),
  /** The database's name in Postgres, as it was typed: unusual characters in their escaped form. */
  databaseName: z.string().min(1, "Type the database's name.").max(1_000),
  /** The one-time token of the sheet. */
  token: z.string().min(20).max(100),
  /** The applying role; the checking one when empty. */
  user: z.string().max(200).optional(),
  password: z.string().max(1_000).optional(),
});

export type StartRunInput = z.infer<typeof startRunSchema>;

/** A sheet may lie open for so long. */
const sheetMinutes = 15;

/** Bound to what was shown: the bytes of the plan, and how far an earlier run came with it. */
const purposeOf = (
  plan: { readonly number: number; readonly hash: string },
  journal: Journal | null,
): string => `run P-${plan.number} ${plan.hash}${journal === null ? "" : ` after ${journal.run.id}`}`;

/**
 * The one-time token that a pre-flight sheet carries: for this person, this plan and these bytes of it, and for the place
 * from which it goes on.
 */
export async function issueRunToken(
  context: Context,
  plan: { readonly number: number; readonly hash: string },
): Promise<string> {
  return issueNonce(context.store, {
    purpose: purposeOf(plan, journalOf(await readRunsOfPlans(context.store, [plan.number]))),
    userId: context.actor.id,
    expiresAt: new Date(context.now().getTime() + sheetMinutes * 60_000),
  });
}

/**
 * Puts the run of an approved plan into the queue; of one whose last run stopped between two steps, the run that goes on
 * from there, by the same rules. Everything the sheet showed is asked again here: who asks and how
 * lately they proved it, what they typed, the gate with its approvals and checks, the window. The token of the sheet is
 * used up in the transaction that makes the run, so that a double click or a replay leads to the same run.
 * @throws AppError `no-such-plan`, `not-allowed`, `sign-in-again`, `hash-differs`, `name-differs`, `not-ready`,
 *   `window-closed`, `run-active`, `sheet-used`
 */
export async function startRun(context: Context, input: StartRunInput): Promise<Run> {
  const { plan, database } = await requirePlan(context, input.plan, "run plans");
  requireFreshProof(context.actor, context.now());
  const hash = nonceHash(input.token);
  const before = await findRunOfNonce(context.store, hash);
  if (before !== null && before.planNumber === plan.number && before.startedBy.id === context.actor.id)
    return before;

  await limitRate(context, "run start", `${context.actor.id} ${database.id}`);
  if (input.hash.toLowerCase() !== plan.hash.slice(0, 8)) {
    throw new AppError("hash-differs", `These are not the first 8 characters of ${plan.id}'s hash.`, {
      hint: "Copy them from the plan you read. If the plan shows others, it changed.",
    });
  }
  if (input.databaseName.trim() !== visible(plan.databaseName)) {
    throw new AppError("name-differs", "This is not the database's name.", {
      hint: `Type ${visible(plan.databaseName)} exactly as it is written.`,
    });
  }
  const { deadline, journal } = await requireReadyToRun(context, plan, database);
  const user = input.user?.trim() ?? "";
  const run = await inTransaction(context.store, async (inside) => {
    const token = { hash, purpose: purposeOf(plan, journal), userId: context.actor.id };
    if (!(await consumeNonce(inside, { ...token, now: context.now() }))) return null;
    const made = await insertRun(inside, {
      planNumber: plan.number,
      databaseId: database.id,
      nonceHash: hash,
      deadline,
      applyUser: user === "" || user === applyUserOf(database) ? null : user,
      startedBy: { id: context.actor.id, name: context.actor.name },
      ...(journal === null
        ? {}
        : {
            resumes: journal.run.number,
            stepsDone: journal.stepsDone,
            fingerprint: journal.fingerprint,
          }),
    });
    if (input.password !== undefined && input.password !== "")
      await keepCredential(inside, made.number, sealCredential(context, input.password, made.id));
    const detail = {
      plan: plan.id,
      hash: plan.hash,
      statements: plan.content.statements.length,
      deadline: deadline?.toISOString() ?? null,
      role: made.applyUser ?? applyUserOf(database),
      ...resumedDetail(made),
    };
    await recordAudit(
      context,
      { action: "run.start", object: { kind: "run", id: made.id }, database: database.slug, detail },
      inside,
    );
    return made;
  });
  if (run !== null) return run;
  // Another request with the same token was faster: it is the same deed.
  const same = await findRunOfNonce(context.store, hash);
  if (same !== null && same.planNumber === plan.number && same.startedBy.id === context.actor.id) return same;
  throw new AppError("sheet-used", "This pre-flight sheet is used up or too old.", {
    hint: "Open the sheet again; it shows how things stand now.",
  });
}
