import "server-only";
import { requireRight } from "../access/authority";
import { type ChangedCode, changeCode } from "./change-code";
import type { Context } from "./context";
import { readDrift } from "./plan-difference";
import type { DifferenceOverview } from "./read-difference";

/** The change of the code that ends one difference, between the sides as the last check that found it read them. */
export async function changeCodeOfDifference(
  context: Context,
  overview: DifferenceOverview,
): Promise<ChangedCode> {
  const { database, difference, expected, actual, source } = overview;
  requireRight(context.actor, "read databases", database.slug);
  const drift = await readDrift(context, overview);
  return changeCode(context, { differences: [difference.id], drift, expected, actual, source });
}
