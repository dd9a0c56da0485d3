import type { Metadata } from "next";
import { DatabaseTabs } from "@/components/databases/database-tabs";
import type { SearchParameters } from "@/components/drift/list-view";
import { Page } from "@/components/frame/page";
import { PageHeading } from "@/components/frame/page-heading";
import { PlansList } from "@/components/plan/plans-list";
import { readPlansView } from "@/components/plan/plans-view";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { planStatuses } from "@/lib/access/plan-status";
import { visible } from "@/lib/postgres/identity";
import { loadPlans } from "../../../plans/load";
import { planRow } from "../../../plans/plan-row";
import { loadDatabase } from "../../load";

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
  const make = (
    <LinkButton href={`${path}/plans/new`} look="primary" data-shortcut="make-plan">
      Make plan
    </LinkButton>
  );
  return (
    <Page
      production={database.environment === "production"}
      crumbs={[
        { label: "Databases", href: "/databases" },
        { label: database.name, href: path },
        { label: "Plans" },
      ]}
    >
      <PageHeading
        title={<bdi>{visible(database.name)}</bdi>}
        {...(differences.length > 0 && rows.length > 0 ? { actions: make } : {})}
      />
      <DatabaseTabs slug={slug} current="plans" />
      {rows.length === 0 ? (
        <EmptyState
          title="No plans for this database yet."
          description={
            differences.length > 0
              ? "A plan is made from differences: all of them, or those you choose."
              : "Its last check found no difference that a plan could remove."
          }
          {...(differences.length > 0 ? { actions: make } : {})}
        />
      ) : (
        <PlansList
          path={`${path}/plans`}
          rows={rows}
          view={readPlansView(await searchParams, planStatuses)}
          withDatabase={false}
        />
      )}
    </Page>
  );
}
