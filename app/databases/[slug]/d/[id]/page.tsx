import type { Metadata } from "next";
import { Suspense } from "react";
import { CheckedStatus } from "@/components/databases/checked-status";
import { sourceWords } from "@/components/databases/source-words";
import { CauseCard } from "@/components/drift/cause-card";
import { DependantsCard } from "@/components/drift/dependants-card";
import { DifferenceHeader } from "@/components/drift/difference-header";
import { GoneBanner } from "@/components/drift/gone-banner";
import { listHref, parameter, readListView, type SearchParameters } from "@/components/drift/list-view";
import { PlannedFix } from "@/components/drift/planned-fix";
import { Provenance } from "@/components/drift/provenance";
import { storedFacts } from "@/components/drift/relation-facts";
import { SizeAndUse } from "@/components/drift/size-and-use";
import { SqlSides, sqlViews } from "@/components/drift/sql-sides";
import { WhyItMatters } from "@/components/drift/why-it-matters";
import { Page } from "@/components/frame/page";
import { Card } from "@/components/ui/card";
import { whyItMatters } from "@/lib/drift/describe";
import { printObject } from "@/lib/plan/print-object";
import { versionText } from "@/lib/postgres/version";
import { loadDifference, loadDifferencePage } from "../../../load";
import { differenceTitle } from "./difference-title";
import { LiveSizeAndUse } from "./live-size-and-use";
import { neighbours } from "./neighbours";

export const dynamic = "force-dynamic";

interface DifferencePageProps {
  readonly params: Promise<{ readonly slug: string; readonly id: string }>;
  readonly searchParams: Promise<SearchParameters>;
}

export async function generateMetadata({ params }: DifferencePageProps): Promise<Metadata> {
  const { slug, id } = await params;
  const { database, difference } = await loadDifference(slug, id);
  return { title: `${differenceTitle(difference)} · ${database.name}` };
}

export default async function DifferencePage({ params, searchParams }: DifferencePageProps) {
  const { slug, id } = await params;
  const parameters = await searchParams;
  const page = await loadDifferencePage(slug, id);
  const { database, difference, check, latest, sighting, source, expected, actual, facts, open } = page;
  const list = `/databases/${slug}`;
  const href = `${list}/d/${difference.id}`;
  const view = readListView(parameters);
  const sqlView = sqlViews.find((candidate) => candidate === parameter(parameters, "view")) ?? "table";
  const here = (change: { readonly [name: string]: string }) =>
    listHref(href, view, { view: sqlView === "table" ? "" : sqlView, ...change });
  const near = neighbours(page.siblings, difference.id, view, list);
  const checkedAt = check.finishedAt ?? check.requestedAt;
  const production = database.environment === "production";
  const { location, problem } = page.place;
  return (
    <Page
      production={production}
      crumbs={[
        { label: "Databases", href: "/databases" },
        { label: database.name, href: listHref(list, view) },
        { label: difference.id },
      ]}
      status={<CheckedStatus check={latest} path={list} />}
      banner={open ? null : <GoneBanner latest={latest} check={check} path={list} />}
    >
      <DifferenceHeader
        difference={difference}
        href={href}
        listHref={listHref(list, view)}
        firstSeen={sighting.firstSeenAt.toISOString()}
        lastSeen={sighting.lastSeenAt.toISOString()}
        checks={sighting.seen}
        {...near}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 xl:grid-cols-[minmax(0,1fr)_25rem]">
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-5">
          <SqlSides
            difference={difference}
            view={sqlView}
            hrefs={{
              table: here({ view: "" }),
              split: here({ view: "split" }),
              unified: here({ view: "unified" }),
            }}
            expectedSql={printObject(difference.object, expected, difference.includes)}
            actualSql={printObject(difference.object, actual, difference.includes)}
          />
          <WhyItMatters reasons={whyItMatters(difference)} />
          {open && (
            <PlannedFix
              outcome={page.fix}
              all={parameter(parameters, "fix") === "all"}
              allHref={here({ fix: "all" })}
            />
          )}
        </div>
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-5">
          <CauseCard difference={difference} siblings={page.siblings} list={list} />
          <Card id="provenance" title="Where both sides come from">
            <Provenance
              expected={{
                source: sourceWords(source),
                location,
                problem,
                builtOn: versionText(expected.serverVersion),
              }}
              actual={{
                readAt: checkedAt.toISOString(),
                role: database.connection.user,
                serverVersion: versionText(actual.serverVersion),
              }}
            />
          </Card>
          <Suspense fallback={<SizeAndUse facts={facts === null ? [] : storedFacts(facts, checkedAt)} />}>
            <LiveSizeAndUse
              database={database}
              object={difference.object}
              stored={facts}
              checkedAt={checkedAt}
            />
          </Suspense>
          <DependantsCard
            page={page}
            list={list}
            all={parameter(parameters, "deps") === "all"}
            allHref={here({ deps: "all" })}
          />
        </div>
      </div>
    </Page>
  );
}
