import type { CheckRow } from "@/components/databases/checks-table";
import type { ListedCheck } from "@/lib/store/check-list";

/** A check as the list shows it. */
export const checkRow = (check: ListedCheck, path: string): CheckRow => ({
  ...{ id: check.id, href: `${path}/${check.id}`, state: check.state, verdict: check.verdict },
  ...{ requestedBy: check.requestedBy, requestedAt: check.requestedAt.toISOString() },
  ...{ milliseconds: check.milliseconds, counts: check.counts },
  error: check.error?.message ?? null,
});
