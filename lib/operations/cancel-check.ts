import "server-only";
import { requireRight } from "../access/authority";
import { AppError } from "../postgres/app-error";
import { requestCancel } from "../store/check-lifecycle";
import { checkNumber, findCheck } from "../store/checks";
import type { Context } from "./context";

/**
 * Cancels a queued check at once, and has the worker of a running one stop: it cancels what runs on the server.
 * A check that is finished stays as it is.
 * @param id `C-881`
 * @throws AppError `no-such-check`
 */
export async function cancelCheck(context: Context, id: string): Promise<void> {
  requireRight(context.actor, "request checks", id);
  const number = checkNumber(id);
  if (number === null || (await findCheck(context.store, number)) === null) {
    throw new AppError("no-such-check", `There is no check ${id.slice(0, 20)}.`, {
      hint: "Its database may have been removed.",
    });
  }
  await requestCancel(context.store, number);
}
