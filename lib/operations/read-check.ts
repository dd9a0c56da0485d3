import "server-only";
import { requireRight } from "../access/authority";
import { type Check, checkNumber, findCheck } from "../store/checks";
import type { Context } from "./context";

/** The check with the id `C-881`; null when there is none. */
export async function readCheck(context: Context, id: string): Promise<Check | null> {
  requireRight(context.actor, "read databases", id);
  const number = checkNumber(id);
  return number === null ? null : findCheck(context.store, number);
}
