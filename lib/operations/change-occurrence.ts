import "server-only";
import { type OccurrenceDecision, stateOf, type WindowState } from "../access/window";
import { AppError } from "../postgres/app-error";
import { inTransaction } from "../store/client";
import { lockWindow, saveOccurrence, type Window } from "../store/windows";
import type { Context } from "./context";
import { loadWindow } from "./load-window";
import { occurrenceOf } from "./occurrence-of";
import { recordAudit } from "./record-audit";

export interface OccurrenceChange {
  /** `W-4`. */
  readonly id: string;
  /** Which occurrence, by the start its rule gives it: what the page showed, so that nobody decides about another one. */
  readonly scheduledAt: Date;
  /** `window.go`. */
  readonly action: string;
  /** The occurrence as it is afterwards; throws where this cannot be. */
  readonly change: (
    occurrence: OccurrenceDecision,
    about: { readonly window: Window; readonly state: WindowState; readonly now: Date },
  ) => OccurrenceDecision;
}

/**
 * Changes one occurrence of a window for who may manage windows on all of its databases, one person at a time.
 * @throws AppError `no-such-window`, `no-such-occurrence`, `not-allowed` and what `change` throws
 */
export async function changeOccurrence(
  context: Context,
  { id, scheduledAt, action, change }: OccurrenceChange,
): Promise<OccurrenceDecision> {
  const { number } = await loadWindow(context, id, "manage windows");
  return inTransaction(context.store, async (inside) => {
    const window = await lockWindow(inside, number);
    const before = window === null ? null : occurrenceOf(window, scheduledAt);
    if (window === null || before === null) {
      throw new AppError("no-such-occurrence", "The window does not take place then.", {
        hint: "Reload the page: somebody may have changed the window.",
      });
    }
    const now = context.now();
    const after = change(before, { window, state: stateOf(window, before, now), now });
    await saveOccurrence(inside, number, after);
    await recordAudit(
      context,
      {
        action,
        object: { kind: "window", id: window.id },
        ...(window.databases[0] === undefined ? {} : { database: window.databases[0].slug }),
        detail: { scheduledAt: scheduledAt.toISOString(), before: facts(before), after: facts(after) },
      },
      inside,
    );
    return after;
  });
}

const facts = ({
  startsAt,
  endsAt,
  go,
  closedAt,
}: OccurrenceDecision): Readonly<Record<string, unknown>> => ({
  startsAt: startsAt.toISOString(),
  endsAt: endsAt.toISOString(),
  go,
  closedAt: closedAt?.toISOString() ?? null,
});

/**
 * Why something cannot be done with an occurrence as it is.
 * @throws AppError `window-not-open`, always
 */
export function refuse(window: Window, state: WindowState, wish: string): never {
  throw new AppError("window-not-open", `${window.id} is ${stateWords[state]}: ${wish}`, {
    hint: "Reload the page to see what is possible now.",
  });
}

const stateWords: Readonly<Record<WindowState, string>> = {
  scheduled: "scheduled",
  "go or no-go": "waiting for a go",
  open: "open",
  extended: "extended",
  closed: "closed",
  missed: "missed",
  "no go": "a no-go",
  cancelled: "cancelled",
};
