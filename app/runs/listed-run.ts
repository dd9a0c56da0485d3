import type { ListedRun } from "@/components/run/run-list";
import type { ListedRun as FoundRun } from "@/lib/operations/list-runs";
import type { Run } from "@/lib/store/runs";

/** A run as lists show it. */
export function listedRun(run: Run): ListedRun {
  return {
    id: run.id,
    planId: `P-${run.planNumber}`,
    ...{ state: run.state, active: run.active, startedBy: run.startedBy.name },
    createdAt: run.createdAt.toISOString(),
    milliseconds: run.outcome?.milliseconds ?? null,
    lockedMilliseconds: run.outcome?.lockedMilliseconds ?? null,
    sentence: run.outcome?.sentence ?? run.error?.message ?? null,
  };
}

/** The same with its database, for lists of several. */
export const listedRunOfDatabase = ({ run, database }: FoundRun): ListedRun => ({
  ...listedRun(run),
  database: { name: database.name, path: `/databases/${database.slug}` },
});
