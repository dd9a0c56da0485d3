import type { Metadata } from "next";
import { CheckFacts } from "@/components/databases/check-facts";
import { NotCompared } from "@/components/databases/not-compared";
import { sourceWords } from "@/components/databases/source-words";
import { CheckVerdict } from "@/components/drift/check-verdict";
import { DriftList } from "@/components/drift/drift-list";
import { FindingsCard } from "@/components/drift/findings-card";
import { readListView, type SearchParameters } from "@/components/drift/list-view";
import { Page } from "@/components/frame/page";
import { PageHeading } from "@/components/frame/page-heading";
import { visible } from "@/lib/postgres/identity";
import { ExportAndShare } from "../../../export-and-share";
import { listedDifference } from "../../../listed-difference";
import { loadCheck } from "../../../load";
import { RunningCheck } from "../../../running-check";

export const dynamic = "force-dynamic";

interface CheckPageProps {
  readonly params: Promise<{ readonly slug: string; readonly number: string }>;
  readonly searchParams: Promise<SearchParameters>;
}

export async function generateMetadata({ params }: CheckPageProps): Promise<Metadata> {
  const { slug, number } = await params;
  const { database, check } = await loadCheck(slug, number);
  return { title: `Check ${check.id} · ${visible(database.name)}` };
}

export default async function CheckPage({ params, searchParams }: CheckPageProps) {
  const { slug, number } = await params;
  const { database, source, check, differences: stored } = await loadCheck(slug, number);
  const list = `/databases/${slug}`;
  const path = `${list}/checks/${check.id}`;
  const differences = stored.map((found) => listedDifference(found));
  const { result, finishedAt } = check;
  return (
    <Page
      production={database.environment === "production"}
      crumbs={[
        { label: "Databases", href: "/databases" },
        { label: database.name, href: list },
        { label: "Checks", href: `${list}/checks` },
        { label: check.id },
      ]}
    >
      <PageHeading
        title={`Check ${check.id}`}
        description="What one check found. It never changes; a new check makes a new page."
        actions={result !== null && <ExportAndShare slug={slug} subject={check.id} />}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
        {finishedAt === null && <RunningCheck check={check} />}
        {result !== null && finishedAt !== null && (
          <CheckVerdict
            result={result}
            differences={differences}
            checkedAt={finishedAt.toISOString()}
            path={path}
          />
        )}
        {check.state === "failed" && <NotCompared error={check.error} checking={false} />}
        <CheckFacts check={check} source={sourceWords(source)} role={database.connection.user} />
        {result !== null && <FindingsCard findings={result.findings} differencePath={`${list}/d`} />}
        {differences.length > 0 && (
          <DriftList
            path={path}
            differencePath={`${list}/d`}
            view={readListView(await searchParams)}
            differences={differences}
          />
        )}
      </div>
    </Page>
  );
}
