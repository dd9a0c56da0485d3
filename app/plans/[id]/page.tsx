import type { Metadata } from "next";
import type { SearchParameters } from "@/components/drift/list-view";
import { Page } from "@/components/frame/page";
import { PlanFactsRow } from "@/components/plan/plan-facts-row";
import { planVerdict } from "@/components/plan/plan-verdict";
import { StaleBanner, WhatChanged } from "@/components/plan/stale-banner";
import { Tabs } from "@/components/ui/tabs";
import { visible } from "@/lib/postgres/identity";
import { replacePlan } from "../actions";
import { loadPlan } from "../load";
import { planBanner } from "./plan-banner";
import { PlanContent } from "./plan-content";
import { PlanHeading } from "./plan-heading";
import { planHref, planTabs, readPlanView } from "./plan-view";
import { shownFacts } from "./shown-facts";

export const dynamic = "force-dynamic";

interface PlanPageProps {
  readonly params: Promise<{ readonly id: string }>;
  readonly searchParams: Promise<SearchParameters>;
}

const labels = {
  statements: "Statements",
  checks: "Checks",
  approvals: "Approvals",
  activity: "Activity",
  sql: "SQL",
  compare: "Compare",
};

export async function generateMetadata({ params }: PlanPageProps): Promise<Metadata> {
  const { plan, database } = await loadPlan((await params).id);
  return { title: `${plan.id} · ${visible(database.name)}` };
}

export default async function PlanPage({ params, searchParams }: PlanPageProps) {
  const overview = await loadPlan((await params).id);
  const view = readPlanView(await searchParams);
  const { plan, database, stale, lock, transactions, may } = overview;
  return (
    <Page
      production={database.environment === "production"}
      crumbs={[{ label: "Plans", href: "/plans" }, { label: plan.id }]}
      {...(stale === null
        ? planBanner(overview)
        : {
            banner: (
              <StaleBanner
                planId={plan.id}
                stale={stale}
                replacedBy={plan.replacedBy === null ? null : `P-${plan.replacedBy}`}
                {...(may.make ? { action: replacePlan } : {})}
              />
            ),
          })}
    >
      <PlanHeading overview={overview} />
      <p className="mb-4 max-w-[90ch] text-pretty font-semibold text-lg [overflow-wrap:anywhere]">
        {planVerdict({ plan: plan.content, transactions: transactions.length, lock, undo: plan.undo })}
      </p>
      <PlanFactsRow facts={shownFacts(overview)} />
      {stale !== null && <WhatChanged stale={stale} slug={database.slug} />}
      <div className="mb-5 border-b">
        <Tabs
          label="Parts of the plan"
          tabs={planTabs.map((tab) => ({
            href: planHref(plan.id, { tab }),
            label: labels[tab],
            current: tab === view.tab,
          }))}
        />
      </div>
      <PlanContent overview={overview} view={view} />
    </Page>
  );
}
