import { listedRun } from "@/app/runs/listed-run";
import { PlanRehearsals } from "@/app/runs/plan-rehearsals";
import { ChecksCard } from "@/components/plan/checks-card";
import { PlannableChoice } from "@/components/plan/plannable-choice";
import { ReplanForm } from "@/components/plan/replan-form";
import { RunList } from "@/components/run/run-list";
import { Card } from "@/components/ui/card";
import type { KeptPreflight } from "@/lib/operations/ask-data";
import type { PlanOverview } from "@/lib/operations/read-plan";
import { replacePlan, runChecks } from "../actions";
import { ActivityTab } from "./activity-tab";
import { ApprovalsTab } from "./approvals-tab";
import { CompareTab } from "./compare-tab";
import type { PlanView } from "./plan-view";
import { plannableDifferences } from "./plannable-differences";
import { SqlTab } from "./sql-tab";
import { questionAnswer } from "./statement-items";
import { StatementsTab } from "./statements-tab";

interface PlanContentProps {
  readonly overview: PlanOverview;
  readonly view: PlanView;
}

/** The part of a plan that its address names. */
export function PlanContent({ overview, view }: PlanContentProps) {
  const { plan, may } = overview;
  if (view.choosing && may.make) {
    return (
      <Card id="replan" title="Re-plan with some of it" description={`Makes a plan in place of ${plan.id}.`}>
        <ReplanForm
          action={replacePlan}
          hidden={{ id: plan.id, choose: "yes" }}
          drops={plan.options.drops}
          online={plan.options.online}
          submitLabel="Re-plan"
        >
          <PlannableChoice
            differences={plannableDifferences(overview)}
            listHref={`/databases/${overview.database.slug}`}
          />
        </ReplanForm>
      </Card>
    );
  }
  switch (view.tab) {
    case "statements":
      return <StatementsTab overview={overview} view={view} />;
    case "checks":
      return <ChecksTab overview={overview} />;
    case "approvals":
      return <ApprovalsTab overview={overview} />;
    case "activity":
      return <ActivityTab overview={overview} />;
    case "sql":
      return <SqlTab overview={overview} />;
    case "compare":
      return <CompareTab overview={overview} view={view} />;
  }
}

function ChecksTab({ overview }: { readonly overview: PlanOverview }) {
  const { plan, checks, storedChecks, may, facts } = overview;
  const kept = storedChecks.find(({ name }) => name === "data")?.detail;
  const asked = Array.isArray(kept) ? (kept as readonly KeptPreflight[]) : [];
  const open = plan.state !== "done" && plan.state !== "discarded" && facts.plan.intact;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <ChecksCard
        planId={plan.id}
        checks={checks.map(({ at, ...check }) => ({ ...check, at: at?.toISOString() ?? null }))}
        questions={asked.map((each) => ({ question: each.question, ...questionAnswer(each) }))}
        {...(may.make && open ? { action: runChecks } : {})}
      />
      <PlanRehearsals planId={plan.id} />
      {overview.runs.length > 0 && (
        <Card id="runs" title="Runs" flush>
          <RunList runs={overview.runs.map(listedRun)} caption={`Runs of ${plan.id}`} />
        </Card>
      )}
    </div>
  );
}
