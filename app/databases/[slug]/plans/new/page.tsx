import type { Metadata } from "next";
import { Page } from "@/components/frame/page";
import { PageHeading } from "@/components/frame/page-heading";
import { PlannableChoice } from "@/components/plan/plannable-choice";
import { ReplanForm } from "@/components/plan/replan-form";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { plannedUnasked } from "@/lib/plan/planned-unasked";
import { visible } from "@/lib/postgres/identity";
import { makePlan } from "../../../../plans/actions";
import { loadDatabase, requireFor } from "../../../load";

export const dynamic = "force-dynamic";

interface NewPlanProps {
  readonly params: Promise<{ readonly slug: string }>;
}

export async function generateMetadata({ params }: NewPlanProps): Promise<Metadata> {
  const { database } = await loadDatabase((await params).slug);
  return { title: `Make plan · ${visible(database.name)}` };
}

export default async function NewPlanPage({ params }: NewPlanProps) {
  const { slug } = await params;
  const { database, differences, check } = await loadDatabase(slug);
  await requireFor("make plans", slug);
  const path = `/databases/${slug}`;
  const plannable = differences.map(({ difference }) => ({
    difference,
    ticked: plannedUnasked(difference),
  }));
  return (
    <Page
      width="narrow"
      production={database.environment === "production"}
      crumbs={[
        { label: "Databases", href: "/databases" },
        { label: database.name, href: path },
        { label: "Make plan" },
      ]}
    >
      <PageHeading
        title={`Make a plan for ${visible(database.name)}`}
        description={
          check === null
            ? "It was not compared with its source yet."
            : `From ${check.id}. What depends on a chosen object comes along; nothing runs from here.`
        }
      />
      {differences.length === 0 ? (
        <EmptyState
          title="There is nothing to plan."
          description="The last check found no difference. Check the database again if you expect one."
          actions={<LinkButton href={path}>Back to the database</LinkButton>}
        />
      ) : (
        <ReplanForm action={makePlan} hidden={{ slug }} drops={false} online={false} submitLabel="Make plan">
          <PlannableChoice differences={plannable} listHref={path} />
        </ReplanForm>
      )}
    </Page>
  );
}
