import "server-only";
import { mayDo, type Right, requireRight } from "../access/authority";
import { AppError } from "../postgres/app-error";
import { findWindow, type Window, windowNumber } from "../store/windows";
import type { Context } from "./context";

/**
 * A window, for an actor who may read one of its databases. Databases that the actor may not read are left out; to change
 * something, the right is needed on every one of them.
 * @param id `W-4`
 * @throws AppError `no-such-window`, `not-allowed`
 */
export async function loadWindow(
  context: Context,
  id: string,
  right: Right = "read databases",
): Promise<Window> {
  const number = windowNumber(id);
  const window = number === null ? null : await findWindow(context.store, number);
  const seen = window === null ? null : visibleWindow(context, window);
  if (window === null || seen === null) {
    throw new AppError("no-such-window", `There is no window ${id.slice(0, 20)}.`, {
      hint: "Open the list of windows.",
    });
  }
  if (right === "read databases") return seen;
  if (window.databases.length === 0) requireRight(context.actor, right);
  for (const { slug } of window.databases) requireRight(context.actor, right, slug);
  return window;
}

/** The window with those of its databases that the actor may read; null where there is none. */
export function visibleWindow({ actor }: Context, window: Window): Window | null {
  const databases = window.databases.filter(({ slug }) => mayDo(actor, "read databases", slug));
  // A window whose databases were all removed belongs to whoever may read everything.
  if (databases.length === 0 && !(window.databases.length === 0 && mayDo(actor, "read databases")))
    return null;
  return { ...window, databases };
}

/** True when the actor may say go, extend, close and cancel. */
export const mayManage = ({ actor }: Context, window: Window): boolean =>
  window.databases.length > 0 && window.databases.every(({ slug }) => mayDo(actor, "manage windows", slug));
