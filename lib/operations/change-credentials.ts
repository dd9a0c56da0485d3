import "server-only";
import { z } from "zod";
import { requireFreshProof } from "../access/authority";
import { secret } from "../access/secret";
import { encryptSecret } from "../access/secret-box";
import { inTransaction } from "../store/client";
import {
  type ApplyingRole,
  type Database,
  readApplyCiphertext,
  setApplyingRole,
  setDatabaseCiphertext,
} from "../store/databases";
import { applyingSchema } from "./connection-input";
import type { Context } from "./context";
import { limitRate } from "./limit-rate";
import { openConnection } from "./open-database";
import { sealedApplyingRole } from "./open-for-apply";
import { recordAudit } from "./record-audit";
import { requireDatabase } from "./require-database";

export const changeCredentialsSchema = z.object({
  /** Of the checking role; absent leaves it as it is. */
  password: z.string().max(10_000, "The password is too long.").optional(),
  /** Absent when the role that checks applies plans, too. */
  applying: applyingSchema.optional(),
});

/** A database as its credentials' form shows it. */
export async function readCredentials(context: Context, slug: string): Promise<Database> {
  return requireDatabase(context, slug, "add databases");
}

/**
 * Changes with which secrets a database is reached. A new password of the checking role is tried first.
 * @throws AppError `no-such-database`, `not-allowed`, `sign-in-again`, and what connecting can throw
 */
export async function changeCredentials(
  context: Context,
  slug: string,
  { password, applying }: z.output<typeof changeCredentialsSchema>,
): Promise<Database> {
  const database = await requireDatabase(context, slug, "add databases");
  requireFreshProof(context.actor, context.now());
  await limitRate(context, "connection test", context.actor.id);
  const next = password ? secret(password) : null;
  // Outside the transaction: another server takes its time, and the store must not wait for it.
  if (next !== null) await (await openConnection(database.connection, next)).close();
  await inTransaction(context.store, async (inside) => {
    if (next !== null) {
      await setDatabaseCiphertext(inside, database.id, encryptSecret(context.secretKey, next, database.id));
    }
    const role = sealedApplyingRole(context, applying, database.id);
    const keeps = applying?.from === "kept" && applying.user === database.applying?.user;
    const ciphertext = keeps ? await readApplyCiphertext(inside, database.id) : (role?.ciphertext ?? null);
    await setApplyingRole(inside, database.id, role === null ? null : { ...role, ciphertext });
    await recordAudit(
      context,
      {
        action: "database.change-credentials",
        object: { kind: "database", id: slug },
        database: slug,
        detail: {
          passwordChanged: next !== null,
          before: { applying: named(database.applying) },
          after: {
            applying: applying === undefined ? null : { user: applying.user, password: applying.from },
          },
        },
      },
      inside,
    );
  });
  return database;
}

const named = (applying: ApplyingRole | null) =>
  applying === null ? null : { user: applying.user, password: applying.password };
