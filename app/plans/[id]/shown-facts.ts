import type { PlanFact } from "@/components/plan/plan-facts-row";
import type { PlanOverview } from "@/lib/operations/read-plan";
import { visible } from "@/lib/postgres/identity";
import { checkId } from "@/lib/store/checks";

/** What a plan is for and where it comes from. */
export function shownFacts({ plan, database, facts, policy, checks }: PlanOverview): readonly PlanFact[] {
  const path = `/databases/${database.slug}`;
  const backup = checks.find(({ name }) => name === "backup");
  return [
    { label: "Database", value: visible(database.name), href: path },
    {
      label: plan.undoOfRun === null ? "Made from" : "Undoes",
      value: plan.undoOfRun === null ? checkId(plan.checkNumber) : `R-${plan.undoOfRun}`,
      href:
        plan.undoOfRun === null ? `${path}/checks/${checkId(plan.checkNumber)}` : `/runs/R-${plan.undoOfRun}`,
      at: plan.createdAt.toISOString(),
    },
    { label: "Made by", value: visible(plan.createdByName) },
    {
      label: "Hash",
      value: `${plan.hash.slice(0, 8)}…${plan.hash.slice(-4)}`,
      title: plan.hash,
      mono: true,
    },
    {
      label: "Window",
      value: policy.windowRequired
        ? (facts.window.opensText ?? "required, none yet")
        : (facts.window.opensText ?? "not required"),
      href: "/windows",
    },
    { label: "Backup", value: backup?.sentence ?? "none yet", href: `${path}/backups` },
    ...(plan.replaces === null
      ? []
      : [{ label: "Replaces", value: `P-${plan.replaces}`, href: `/plans/P-${plan.replaces}` }]),
  ];
}
