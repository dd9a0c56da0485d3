import "server-only";
import { type ListedCheck, listChecks as list } from "../store/check-list";
import { checkNumber } from "../store/checks";
import type { Database } from "../store/databases";
import type { Context } from "./context";
import { requireDatabase } from "./require-database";

/** Checks on one page of the list. */
export const checksPerPage = 50;

export interface CheckList {
  readonly database: Database;
  /** The newest first. */
  readonly checks: readonly ListedCheck[];
  /** The id after which the next page begins; null where there is nothing older. */
  readonly olderThan: string | null;
}

/**
 * The checks of a database, clean and failed ones too: what was looked at is as much a record as what was found.
 * @param before the id of a check: only older ones; anything else is no limit
 * @throws AppError `no-such-database`
 */
export async function listChecks(context: Context, slug: string, before: string): Promise<CheckList> {
  const database = await requireDatabase(context, slug);
  const found = await list(context.store, database.id, {
    before: checkNumber(before),
    most: checksPerPage + 1,
  });
  const checks = found.slice(0, checksPerPage);
  return { database, checks, olderThan: found.length > checks.length ? (checks.at(-1)?.id ?? null) : null };
}
