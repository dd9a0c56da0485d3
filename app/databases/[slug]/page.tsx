import type { Metadata } from "next";
import { CheckedStatus } from "@/components/databases/checked-status";
import { DatabaseBanner } from "@/components/databases/database-banner";
import { DatabaseHeading } from "@/components/databases/database-heading";
import { DatabaseTabs } from "@/components/databases/database-tabs";
import { NotCompared } from "@/components/databases/not-compared";
import { sourceWords } from "@/components/databases/source-words";
import { readListView, type SearchParameters } from "@/components/drift/list-view";
import { Page } from "@/components/frame/page";
import { visible } from "@/lib/postgres/identity";
import { checkNow, removeDemo, reseedDemo } from "../actions";
import { ExportAndShare } from "../export-and-share";
import { listedDifference } from "../listed-difference";
import { loadDatabase, loadMay } from "../load";
import { RunningCheck } from "../running-check";
import { Found } from "./found";

export const dynamic = "force-dynamic";

interface DatabasePageProps {
  readonly params: Promise<{ readonly slug: string }>;
  readonly searchParams: Promise<SearchParameters>;
}

export async function generateMetadata({ params }: DatabasePageProps): Promise<Metadata> {
  const { database } = await loadDatabase((await params).slug);
  return { title: visible(database.name) };
}

export default async function DatabasePage({ params, searchParams }: DatabasePageProps) {
  const overview = await loadDatabase((await params).slug);
  const { database, check, active, failed } = overview;
  const path = `/databases/${database.slug}`;
  const may = await loadMay();
  const mayPlan = may("make plans", database.slug);
  const differences = overview.differences.map((found) =>
    listedDifference(found, overview.decisions.get(found.difference.id)),
  );
  const result = check?.result ?? null;
  return (
    <Page
      production={database.environment === "production"}
      crumbs={[{ label: "Databases", href: "/databases" }, { label: database.name }]}
      status={<CheckedStatus check={check} path={path} stale={overview.health.reason === "stale"} />}
      banner={
        <DatabaseBanner
          overview={overview}
          {...(may("manage the demo") ? { removeAction: removeDemo, reseedAction: reseedDemo } : {})}
        />
      }
    >
      <DatabaseHeading
        database={database}
        health={overview.health}
        serverVersion={result?.serverVersion ?? null}
        source={sourceWords(overview.source)}
        checkAction={may("request checks", database.slug) && checkNow}
        mayRemove={may("remove databases", database.slug)}
        planHref={mayPlan && differences.length > 0 && `${path}/plans/new`}
        more={result !== null && <ExportAndShare slug={database.slug} subject="database" />}
      />
      <DatabaseTabs slug={database.slug} current="drift" />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
        {active !== null && <RunningCheck check={active} />}
        {check?.finishedAt && result !== null ? (
          <Found
            check={{ finishedAt: check.finishedAt, result }}
            differences={differences}
            slug={database.slug}
            view={readListView(await searchParams)}
            mayPlan={mayPlan}
            past={overview.health.reason === "failed" || overview.health.reason === "stale"}
          />
        ) : (
          <NotCompared error={failed?.error ?? null} checking={active !== null} />
        )}
      </div>
    </Page>
  );
}
