import { withoutAccepted } from "../drift/accepted";
import type { Check, LatestChecks } from "../store/checks";
import type { Store } from "../store/client";
import { readAcceptedDifferences } from "../store/decisions";

/**
 * The latest checks of databases, with verdicts and counts in which what people accepted does not count. Checks
 * themselves stay as they were found: an acceptance that ends counts again at once.
 */
export async function judgeChecks(
  store: Store,
  latest: ReadonlyMap<string, LatestChecks>,
  now: Date,
): Promise<ReadonlyMap<string, LatestChecks>> {
  const numbers = [...latest.values()].flatMap(({ compared }) =>
    compared === null ? [] : [compared.number],
  );
  const accepted = await readAcceptedDifferences(store, numbers, now);
  if (accepted.size === 0) return latest;
  const judge = (check: Check | null): Check | null =>
    check === null || check.result === null
      ? check
      : { ...check, result: withoutAccepted(check.result, accepted.get(check.number) ?? []) };
  return new Map(
    [...latest].map(([id, { active, compared, settled }]) => [
      id,
      { active, compared: judge(compared), settled: judge(settled) },
    ]),
  );
}
