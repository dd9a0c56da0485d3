import { ListChecks } from "lucide-react";
import { countOf } from "@/components/drift/counting";
import type { SearchParameters } from "@/components/drift/list-view";
import { Page } from "@/components/frame/page";
import { PageHeading } from "@/components/frame/page-heading";
import { PlansList } from "@/components/plan/plans-list";
import { readPlansView } from "@/components/plan/plans-view";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { planStatuses } from "@/lib/access/plan-status";
import { loadPlans } from "./load";
import { planRow } from "./plan-row";

export const dynamic = "force-dynamic";
export const metadata = { title: "Plans" };

export default async function PlansPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParameters>;
}) {
  const rows = (await loadPlans()).map(planRow);
  const waiting = rows.filter(({ yours }) => yours !== null).length;
  return (
    <Page crumbs={[{ label: "Plans" }]}>
      {rows.length === 0 ? (
        <EmptyState
          level={1}
          icon={<ListChecks />}
          title="No plans yet."
          description="Choose differences on the page of a database and make a plan of them. Nothing runs before people have read and approved it."
          actions={
            <LinkButton href="/databases" look="primary">
              Open databases
            </LinkButton>
          }
        />
      ) : (
        <>
          <PageHeading
            title="Plans"
            description={
              waiting === 0 ? "None waits for you." : `${countOf(waiting, "plan")} waiting for you.`
            }
          />
          <PlansList path="/plans" rows={rows} view={readPlansView(await searchParams, planStatuses)} />
        </>
      )}
    </Page>
  );
}
