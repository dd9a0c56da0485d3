import "server-only";
import { requestCancel } from "../store/check-lifecycle";
import { inTransaction } from "../store/client";
import type { Context } from "./context";
import { recordAudit } from "./record-audit";
import { requireCheck } from "./require-check";

/**
 * Cancels a queued check at once, and has the worker of a running one stop: it cancels what runs on the server.
 * A check that is finished stays as it is.
 * @param id `C-881`
 * @throws AppError `no-such-check`
 */
export async function cancelCheck(context: Context, id: string): Promise<void> {
  const { check, database } = await requireCheck(context, id, "request checks");
  await inTransaction(context.store, async (inside) => {
    await requestCancel(inside, check.number);
    await recordAudit(
      context,
      { action: "check.cancel", object: { kind: "check", id: check.id }, database: database.slug },
      inside,
    );
  });
}
