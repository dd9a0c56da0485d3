import "server-only";
import type { Check } from "../store/checks";
import type { Context } from "./context";
import { requireCheck } from "./require-check";

/**
 * The check with the id `C-881`.
 * @throws AppError `no-such-check`
 */
export async function readCheck(context: Context, id: string): Promise<Check> {
  return (await requireCheck(context, id)).check;
}
