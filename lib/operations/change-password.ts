import "server-only";
import { z } from "zod";
import { requireFreshProof } from "../access/authority";
import { AppError } from "../postgres/app-error";
import { inTransaction } from "../store/client";
import { setPasswordHash } from "../store/people";
import { deleteSessions } from "../store/sessions";
import { authenticationOf } from "./authentication-of";
import type { Context } from "./context";
import { newPasswordSchema } from "./password-rule";
import { recordAudit } from "./record-audit";

export const changePasswordSchema = z.object({ password: newPasswordSchema });

/**
 * Gives the person who asks another password and ends their other sessions.
 * @throws AppError `sign-in-again`
 */
export async function changePassword(
  context: Context,
  { password }: z.output<typeof changePasswordSchema>,
): Promise<void> {
  const { actor } = context;
  if (actor.kind !== "person") throw new AppError("not-allowed", `${actor.name} has no password.`);
  requireFreshProof(actor, context.now());
  const { password: passwords } = await authenticationOf(context).$context;
  const hash = await passwords.hash(password);
  await inTransaction(context.store, async (inside) => {
    await setPasswordHash(inside, actor.id, hash);
    const sessionsEnded = await deleteSessions(inside, actor.id, context.sessionId ?? "");
    await recordAudit(
      context,
      {
        action: "person.change-password",
        object: { kind: "person", id: actor.id },
        detail: { sessionsEnded },
      },
      inside,
    );
  });
}
