import type { PlanRow } from "@/components/plan/plans-table";
import type { ListedPlan } from "@/lib/operations/list-plans";

const words = {
  "request approval": "request approval",
  approve: "approve",
  schedule: "schedule",
  run: "run",
};

/** A plan of the store as lists show it. */
export function planRow(listed: ListedPlan): PlanRow {
  const { plan, database, status, approval, step, yours, toRead, facts } = listed;
  return {
    ...{ id: plan.id, href: `/plans/${plan.id}`, status },
    ...(status === "Needs approval"
      ? { statusDetail: `${approval.counted.length} of ${approval.needed}` }
      : {}),
    database: {
      name: database.name,
      href: `/databases/${database.slug}`,
      production: database.environment === "production",
    },
    ...{ statements: plan.statements, losesData: plan.losesData },
    ...{ createdBy: plan.createdByName, createdAt: plan.createdAt.toISOString() },
    yours: toRead
      ? "read what went without approval"
      : yours
        ? step === null
          ? "re-plan"
          : words[step]
        : null,
    bypassedBy: approval.bypass?.reviewerName ?? null,
    window: plan.state === "done" || plan.state === "discarded" ? null : facts.window.opensText,
  };
}
