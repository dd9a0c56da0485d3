import type { Metadata } from "next";
import { CheckedStatus } from "@/components/databases/checked-status";
import { DifferenceHeader } from "@/components/drift/difference-header";
import { GoneBanner } from "@/components/drift/gone-banner";
import { listHref, type SearchParameters } from "@/components/drift/list-view";
import { Page } from "@/components/frame/page";
import { visible } from "@/lib/postgres/identity";
import { Activity } from "../../../../comments/activity";
import { Decision } from "../../../../decisions/decision";
import { ExportAndShare } from "../../../export-and-share";
import { loadDifference, loadDifferencePage } from "../../../load";
import { DifferenceAround } from "./difference-around";
import { DifferenceItself } from "./difference-itself";
import { differenceTitle } from "./difference-title";
import { readDifferenceView } from "./difference-view";
import { firstSeenEvent } from "./first-seen-event";
import { MakeOnePlan } from "./make-one-plan";
import { neighbours } from "./neighbours";

export const dynamic = "force-dynamic";

interface DifferencePageProps {
  readonly params: Promise<{ readonly slug: string; readonly id: string }>;
  readonly searchParams: Promise<SearchParameters>;
}

export async function generateMetadata({ params }: DifferencePageProps): Promise<Metadata> {
  const { slug, id } = await params;
  const { database, difference } = await loadDifference(slug, id);
  return { title: `${differenceTitle(difference)} · ${visible(database.name)}` };
}

export default async function DifferencePage({ params, searchParams }: DifferencePageProps) {
  const { slug, id } = await params;
  const page = await loadDifferencePage(slug, id);
  const { database, difference, check, latest, sighting, open } = page;
  const list = `/databases/${slug}`;
  const decision = <Decision slug={slug} id={difference.id} />;
  const view = readDifferenceView(await searchParams, difference, `${list}/d`);
  return (
    <Page
      production={database.environment === "production"}
      crumbs={[
        { label: "Databases", href: "/databases" },
        { label: database.name, href: listHref(list, view.list) },
        { label: difference.id },
      ]}
      status={<CheckedStatus check={latest} path={list} />}
      {...(open ? {} : { banner: <GoneBanner latest={latest} check={check} path={list} /> })}
    >
      <DifferenceHeader
        difference={difference}
        href={`${list}/d/${difference.id}`}
        listHref={listHref(list, view.list)}
        firstSeen={sighting.firstSeenAt.toISOString()}
        {...(open ? {} : { lastSeen: sighting.lastSeenAt.toISOString() })}
        checks={sighting.seen}
        {...neighbours(page.siblings, difference.id, view.list, view.hrefOf)}
        actions={
          <>
            {open && <MakeOnePlan slug={slug} difference={difference} />}
            <ExportAndShare slug={database.slug} subject={difference.id} sql={page.fix.made} />
          </>
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 xl:grid-cols-[minmax(0,1fr)_25rem]">
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-5">
          <DifferenceItself page={page} view={view} list={list} decision={decision} />
          <Activity
            slug={database.slug}
            subject={{ kind: "difference", id: difference.id }}
            events={[firstSeenEvent(sighting)]}
            note="Who changed it, Postgres does not record."
          />
        </div>
        <DifferenceAround page={page} view={view} list={list} />
      </div>
    </Page>
  );
}
