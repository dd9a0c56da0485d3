import "server-only";
import { z } from "zod";
import { requireFreshProof } from "../access/authority";
import { inTransaction } from "../store/client";
import { type StoredPolicy, savePolicy } from "../store/policies";
import type { Context } from "./context";
import { policyOf } from "./plan-approval";
import { recordAudit } from "./record-audit";
import { requireDatabase } from "./require-database";

export const policySchema = z.object({
  approvals: z.coerce.number("Write a number.").int().min(0, "0 or more.").max(20, "20 at most."),
  selfApproval: z.boolean(),
  windowRequired: z.boolean(),
  rehearsalRequired: z.boolean(),
  longestLockSeconds: z
    .union([
      z.literal("").transform(() => null),
      z.null(),
      z.coerce.number("Write a number.").int().min(1).max(86_400),
    ])
    .default(null),
  approvalHours: z.coerce.number("Write a number.").int().min(1, "1 or more.").max(720, "720 at most."),
});

/**
 * The policy of a database, with who may change it.
 * @throws AppError `no-such-database`
 */
export async function readPolicy(context: Context, slug: string): Promise<StoredPolicy> {
  return policyOf(context.store, await requireDatabase(context, slug));
}

/**
 * Sets what a database asks of its plans and runs. It counts at once, for plans that wait as well.
 * @throws AppError `no-such-database`, `not-allowed`, `sign-in-again`, `invalid-input`
 */
export async function setPolicy(
  context: Context,
  slug: string,
  input: z.input<typeof policySchema>,
): Promise<void> {
  const database = await requireDatabase(context, slug, "manage policies");
  requireFreshProof(context.actor, context.now());
  const policy = policySchema.parse(input);
  const { setBy: _, ...before } = await policyOf(context.store, database);
  await inTransaction(context.store, async (store) => {
    await savePolicy(store, database.id, policy, context.actor);
    await recordAudit(
      context,
      {
        action: "policy.set",
        object: { kind: "policy", id: slug },
        database: slug,
        detail: { before, after: policy },
      },
      store,
    );
  });
}
