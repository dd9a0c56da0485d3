import "server-only";
import { log } from "../access/log";
import type { Context } from "./context";
import { windowNow } from "./window-now";

/** Milliseconds. */
const betweenLooks = 2_000;

/** The end of a window, as people leave it. */
export interface FollowedWindow {
  /** Null where no window is needed. */
  readonly deadline: Date | null;
  stop(): void;
}

/**
 * Follows the window in which something works: when it is extended, the work may go on for as long; when it is closed,
 * its end is now. A store that cannot be asked leaves the end as it was known last.
 * @param deadline its end when the work was allowed; null where no window was needed: then nothing is followed
 * @param moved told of each new end
 */
export function followWindow(
  context: Pick<Context, "store" | "now">,
  { databaseId, windowNumber = null }: { readonly databaseId: string; readonly windowNumber?: number | null },
  deadline: Date | null,
  moved: (end: Date) => Promise<void> = async () => undefined,
): FollowedWindow {
  if (deadline === null) return { deadline, stop: () => undefined };
  let end = deadline;
  let looking = false;
  const look = async (): Promise<void> => {
    const { open } = await windowNow(context.store, databaseId, context.now(), windowNumber);
    const found = open?.endsAt ?? new Date(Math.min(context.now().getTime(), end.getTime()));
    if (found.getTime() === end.getTime()) return;
    end = found;
    await moved(end);
  };
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    look()
      .catch((error: unknown) => log.warn({ err: error, databaseId }, "the window of a run was not read"))
      .finally(() => {
        looking = false;
      });
  }, betweenLooks);
  timer.unref();
  return {
    get deadline() {
      return end;
    },
    stop: () => clearInterval(timer),
  };
}

/** Limits of a run whose deadline is the window's, whenever it is asked for. */
export const withinWindow = <Limits extends object>(
  limits: Limits,
  window: FollowedWindow,
): Limits & { readonly deadline: Date | null } => ({
  ...limits,
  get deadline() {
    return window.deadline;
  },
});
