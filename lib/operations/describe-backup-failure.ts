import "server-only";
import { log } from "../access/log";
import { AppError } from "../postgres/app-error";
import { errorCode } from "../postgres/connection-error";
import type { CheckError } from "../store/checks";
import { foreseenFailure } from "./describe-failure";

/** Why a backup failed, in words fit to be stored and shown. What we did not foresee is logged; of it only a code is shown. */
export function describeBackupFailure(error: unknown, signal: AbortSignal, id: string): CheckError {
  if (signal.aborted && signal.reason === "shut down") {
    return {
      code: "worker-stopped",
      message: "The worker was stopped while this backup was being worked on.",
      hint: "Nothing was changed in the database. Take the backup again.",
      details: [],
    };
  }
  if (error instanceof AppError) return foreseenFailure(error);
  const code = errorCode(error);
  if (code === "42501") {
    return {
      code: "dump-not-allowed",
      message: "The role may not read every row of every table (42501).",
      hint: "Grant it pg_read_all_data, or BYPASSRLS where row level security hides rows.",
      details: [],
    };
  }
  log.error({ err: error, backup: id }, "a backup failed in a way that was not foreseen");
  return {
    code: "unforeseen",
    message: "The backup failed for a reason that Plumbline does not know.",
    hint: `Look for ${id} in the log, and report it.`,
    details: code === undefined ? [] : [`Code ${code}`],
  };
}
