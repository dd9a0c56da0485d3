import "server-only";
import type { DriftCounts, Verdict } from "../drift/drift";
import { type CheckError, type CheckState, checkId } from "./checks";
import type { Store } from "./client";
import { fromJson } from "./json";

/** A check in the list of a database's checks: without what it read. */
export interface ListedCheck {
  readonly number: number;
  /** `C-881`. */
  readonly id: string;
  readonly state: CheckState;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly finishedAt: Date | null;
  /** Present when `state` is `done`, as are `counts` and `milliseconds`. */
  readonly verdict: Verdict | null;
  readonly counts: Pick<DriftCounts, "compared" | "bySeverity"> | null;
  readonly milliseconds: number | null;
  /** Present when `state` is `failed`. */
  readonly error: CheckError | null;
}

/**
 * Checks of a database, the newest first.
 * @param options.before only those with a smaller number
 * @param options.most how many at the most
 */
export async function listChecks(
  store: Store,
  databaseId: string,
  { before, most }: { readonly before: number | null; readonly most: number },
): Promise<readonly ListedCheck[]> {
  const rows = await store.client.check.findMany({
    where: { databaseId, ...(before === null ? {} : { number: { lt: before } }) },
    orderBy: { number: "desc" },
    take: most,
    select: {
      ...{ number: true, state: true, requestedBy: true, requestedAt: true, finishedAt: true },
      ...{ verdict: true, counts: true, milliseconds: true, error: true },
    },
  });
  return rows.map(({ counts, error, ...row }) => ({
    ...row,
    id: checkId(row.number),
    counts: counts === null ? null : fromJson<DriftCounts>(counts),
    error: error === null ? null : fromJson<CheckError>(error),
  }));
}
