import { log } from "../access/log";
import { redactUrls } from "../access/redact";
import { AppError } from "../postgres/app-error";
import { errorCode } from "../postgres/connection-error";
import type { CheckError } from "../store/checks";

/**
 * Why a check failed, in words fit to be stored and shown.
 * What we did not foresee is logged; of it only the SQLSTATE is shown, because messages of Postgres can carry values of rows.
 */
export function describeFailure(error: unknown, signal: AbortSignal, number: number): CheckError {
  if (signal.aborted) {
    return {
      code: "worker-stopped",
      message: "The worker was stopped while this check was running.",
      hint: "Nothing was changed in the database. Check again.",
      details: [],
    };
  }
  if (error instanceof AppError) return foreseenFailure(error);
  const lost = error instanceof Error && /^Connection terminated|ECONNRESET|EPIPE/.test(error.message);
  if (lost) {
    return {
      code: "connection-lost",
      message: "The connection to the database was lost during the check.",
      hint: "The server may have restarted, or a firewall closed the connection. Check again.",
      details: [],
    };
  }
  log.error({ err: error, check: `C-${number}` }, "a check failed in a way that was not foreseen");
  const code = errorCode(error);
  if (code !== undefined && /^[0-9A-Z]{5}$/.test(code)) return serverFailure(code);
  return {
    code: "unforeseen",
    message: "The check failed for a reason that Plumbline does not know.",
    hint: `Look for C-${number} in the log, and report it.`,
    details: code === undefined ? [] : [`Code ${code}`],
  };
}

/** An error in words of our own, without what it may hold of addresses. */
export const foreseenFailure = (error: AppError): CheckError => ({
  code: error.code,
  message: redactUrls(error.message),
  ...(error.hint === undefined ? {} : { hint: error.hint }),
  details: error.details.map(redactUrls),
});

function serverFailure(code: string): CheckError {
  const known: Readonly<Record<string, readonly [message: string, hint: string]>> = {
    "57014": [
      "A query took longer than two minutes, or was cancelled on the server.",
      "Check again when the server is less busy.",
    ],
    "57P01": [
      "The server closed the connection.",
      "It may be shutting down or restarting. Check again later.",
    ],
    "42501": [
      "The role may not read what the check needs.",
      "Grant it the right that the server's log names, or use another role.",
    ],
  };
  const [message, hint] = known[code] ?? [
    "The server answered the check with an error.",
    "Look the code up in the server's log.",
  ];
  return {
    code: "server-error",
    message: `${message.replace(/\.$/, "")} (${code}).`,
    hint,
    details: [`Code ${code}`],
  };
}
