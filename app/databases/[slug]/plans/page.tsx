import type { Metadata } from "next";
import { DatabasePart } from "@/components/databases/database-part";
import type { SearchParameters } from "@/components/drift/list-view";
import { PlansList } from "@/components/plan/plans-list";
import { readPlansView } from "@/components/plan/plans-view";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { planStatuses } from "@/lib/access/plan-status";
import { visible } from "@/lib/postgres/identity";
import { loadPlans } from "../../../plans/load";
import { planRow } from "../../../plans/plan-row";
import { loadDatabase, loadMay } from "../../load";

export const dynamic = "force-dynamic";

interface DatabasePlansProps {
  readonly params: Promise<{ readonly slug: string }>;
  readonly searchParams: Promise<SearchParameters>;
}

export async function generateMetadata({ params }: DatabasePlansProps): Promise<Metadata> {
  const { database } = await loadDatabase((await params).slug);
  return { title: `Plans · ${visible(database.name)}` };
}

export default async function DatabasePlansPage({ params, searchParams }: DatabasePlansProps) {
  const { slug } = await params;
  const { database, differences } = await loadDatabase(slug);
  const rows = (await loadPlans(slug)).map(planRow);
  const path = `/databases/${slug}`;
  const mayMake = differences.length > 0 && (await loadMay())("make plans", slug);
  const make = (
    <LinkButton href={`${path}/plans/new`} look="primary" data-shortcut="make-plan">
      Make plan
    </LinkButton>
  );
  return (
    <DatabasePart
      database={database}
      place="plans"
      crumbs={[{ label: "Plans" }]}
      description="What was planned for this database, and how far each is."
      {...(mayMake && rows.length > 0 ? { actions: make } : {})}
    >
      {rows.length === 0 ? (
        <EmptyState
          title="No plans for this database yet."
          description={
            differences.length > 0
              ? "A plan is made from differences: all of them, or those you choose."
              : "Its last check found no difference that a plan could remove."
          }
          {...(mayMake ? { actions: make } : {})}
        />
      ) : (
        <PlansList
          path={`${path}/plans`}
          rows={rows}
          view={readPlansView(await searchParams, planStatuses)}
          withDatabase={false}
        />
      )}
    </DatabasePart>
  );
}
