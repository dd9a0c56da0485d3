import "server-only";
import { log } from "../access/log";
import type { AppError } from "../postgres/app-error";
import type { Context } from "./context";
import { recordAudit } from "./record-audit";

const refusals = new Set(["not-allowed", "foreign-request", "sign-in-again", "too-many-requests"]);

/**
 * Writes an attempt down that was refused to somebody we know. Of strangers it is a line of the log alone: they could fill
 * the audit log with it.
 */
export async function recordRefusal(context: Context, error: AppError): Promise<void> {
  if (!refusals.has(error.code)) return;
  if (context.actor.kind === "visitor") {
    log.warn({ code: error.code, address: context.request?.address }, "a stranger was refused");
    return;
  }
  try {
    await recordAudit(context, {
      action: "request.refuse",
      object: { kind: "request", id: error.code },
      result: "denied",
      detail: { message: error.message },
    });
  } catch (failure) {
    // The refusal stands either way; that it could not be written down is told where operators look.
    log.error({ err: failure, code: error.code }, "a refused attempt was not written to the audit log");
  }
}
