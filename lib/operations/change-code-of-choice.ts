import "server-only";
import { requireRight } from "../access/authority";
import { AppError } from "../postgres/app-error";
import { loadCheckSides } from "../store/check-sides";
import { type Check, readLatestChecks } from "../store/checks";
import type { Database } from "../store/databases";
import { readDifferences } from "../store/differences";
import { readSource } from "../store/sources";
import { type ChangedCode, changeCode } from "./change-code";
import type { Context } from "./context";
import { requireDatabase } from "./require-database";

/** One change of the code for several differences, in the order in which it works. */
export interface CodeChangeOfChoice extends ChangedCode {
  readonly database: Database;
  readonly check: Check;
  /** How many differences it is for. */
  readonly chosen: number;
}

/**
 * The change of the code that ends the chosen differences of the last check.
 * @param chosen their ids; none means all of them
 * @throws AppError `no-such-database`, `not-checked`, `nothing-to-plan`; what {@link changeCode} throws
 */
export async function changeCodeOfChoice(
  context: Context,
  slug: string,
  chosen: readonly string[],
): Promise<CodeChangeOfChoice> {
  const { store } = context;
  const database = await requireDatabase(context, slug);
  requireRight(context.actor, "read databases", database.slug);
  const check = (await readLatestChecks(store, [database.id])).get(database.id)?.compared ?? null;
  if (check === null || check.result === null) {
    throw new AppError("not-checked", `${database.name} was not compared with its source yet.`, {
      hint: "Check it first; the change is made from what a check found.",
    });
  }
  const [stored, sides, source] = await Promise.all([
    readDifferences(store, check.number),
    loadCheckSides(store, check.number),
    readSource(store, database.id),
  ]);
  if (sides === null) throw new Error(`the catalogs of check ${check.id} are kept no more`);
  const drift = { ...check.result, differences: stored.map(({ difference }) => difference) };
  const wanted = new Set(chosen);
  const differences = drift.differences
    .filter(({ id, ignoredBy }) => (wanted.size === 0 ? ignoredBy === undefined : wanted.has(id)))
    .map(({ id }) => id);
  if (differences.length === 0) {
    throw new AppError("nothing-to-plan", `${check.id} found none of the chosen differences any more.`, {
      hint: "Open the list anew and choose again.",
    });
  }
  const { expected, actual } = sides;
  const made = await changeCode(context, { differences, drift, expected, actual, source });
  return { ...made, database, check, chosen: differences.length };
}
