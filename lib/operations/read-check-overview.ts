import "server-only";
import { AppError } from "../postgres/app-error";
import { type Check, checkNumber, findCheck } from "../store/checks";
import type { Database } from "../store/databases";
import { readDifferences, type StoredDifference } from "../store/differences";
import { readSource, type StoredSource } from "../store/sources";
import type { Context } from "./context";
import { requireDatabase } from "./require-database";

/** What the page of one check shows. */
export interface CheckOverview {
  readonly database: Database;
  readonly source: StoredSource;
  readonly check: Check;
  readonly differences: readonly StoredDifference[];
}

/**
 * A check of a database with what it found.
 * @param id `C-881`
 * @throws AppError `no-such-database`, `no-such-check`
 */
export async function readCheckOverview(context: Context, slug: string, id: string): Promise<CheckOverview> {
  const database = await requireDatabase(context, slug);
  const number = checkNumber(id);
  const check = number === null ? null : await findCheck(context.store, number);
  if (check === null || check.databaseId !== database.id) {
    throw new AppError("no-such-check", `${database.name} has no check ${id.slice(0, 20)}.`, {
      hint: "Open the latest check.",
    });
  }
  const [source, differences] = await Promise.all([
    readSource(context.store, database.id),
    readDifferences(context.store, check.number),
  ]);
  return { database, source, check, differences };
}
