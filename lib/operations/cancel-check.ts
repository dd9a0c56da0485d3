import "server-only";
import { requireRight } from "../access/authority";
import { AppError } from "../postgres/app-error";
import { requestCancel } from "../store/check-lifecycle";
import { checkId, findCheck } from "../store/checks";
import type { Context } from "./context";

/**
 * Cancels a queued check at once, and has the worker of a running one stop: it cancels what runs on the server.
 * A check that is finished stays as it is.
 * @throws AppError `no-such-check`
 */
export async function cancelCheck(context: Context, number: number): Promise<void> {
  requireRight(context.actor, "request checks", checkId(number));
  if ((await findCheck(context.store, number)) === null) {
    throw new AppError("no-such-check", `There is no check ${checkId(number)}.`, {
      hint: "Its database may have been removed.",
    });
  }
  await requestCancel(context.store, number);
}
