import "server-only";
import { settleAbandonedChecks } from "../store/check-lifecycle";
import { findCheck } from "../store/checks";
import { type CheckStep, checkStep } from "./check-step";
import type { Context } from "./context";
import { follow, type Send } from "./follow";
import { requireCheck } from "./require-check";

/**
 * Calls back with each step of a check until it has ended, beginning with the present one unless `seen` is its number.
 * @returns how to end it earlier
 * @throws AppError `no-such-check`
 */
export async function followCheck(
  context: Context,
  number: number,
  seen: number,
  send: Send<CheckStep>,
): Promise<() => void> {
  const id = `C-${number}`;
  await requireCheck(context, id);
  const { store } = context;
  let last = seen;
  return follow<CheckStep>(
    store,
    {
      topic: "check",
      number,
      id,
      everyMilliseconds: 10_000,
      beforeLook: () => settleAbandonedChecks(store),
      look: async (tell) => {
        const check = await findCheck(store, number);
        if (check !== null && check.sequence !== last) {
          last = check.sequence;
          tell(check.sequence, checkStep(check));
        }
        return check === null || check.finishedAt !== null ? "ended" : "later";
      },
    },
    send,
  );
}
