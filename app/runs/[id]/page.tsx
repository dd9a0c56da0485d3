import type { Metadata } from "next";
import { Activity } from "@/app/comments/activity";
import { ExportAndShare } from "@/app/databases/export-and-share";
import { Page } from "@/components/frame/page";
import { PageHeading } from "@/components/frame/page-heading";
import { RunConsole } from "@/components/run/run-console";
import { Time } from "@/components/ui/time";
import { visible } from "@/lib/postgres/identity";
import { changeDriver, controlRun } from "../actions";
import { loadRun } from "../load";
import { AfterRun } from "./after-run";
import { LinkedRuns } from "./linked-runs";
import { nextAfter } from "./next-after";
import { plain } from "./plain";

export const dynamic = "force-dynamic";

interface RunPageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export async function generateMetadata({ params }: RunPageProps): Promise<Metadata> {
  const { run, database } = await loadRun((await params).id);
  return { title: `${run.id} · ${visible(database.name)}` };
}

export default async function RunPage({ params }: RunPageProps) {
  const page = await loadRun((await params).id);
  const { run, planId, planHash, database, statements, steps, resumes, resumedBy, events, view, me } = page;
  const endActions = me.mayRun ? nextAfter(page) : null;
  return (
    <Page
      production={database.environment === "production"}
      crumbs={[
        { label: "Databases", href: "/databases" },
        { label: database.name, href: `/databases/${database.slug}` },
        { label: planId, href: `/plans/${planId}` },
        { label: run.id },
      ]}
    >
      <PageHeading
        title={`Run ${run.id}`}
        description={
          <>
            {planId}, hash <span className="font-mono">{planHash.slice(0, 8)}</span>, on{" "}
            {visible(database.name)} · started by {visible(run.startedBy.name)}{" "}
            <Time value={run.createdAt.toISOString()} />
            <LinkedRuns resumes={resumes} steps={steps} resumedBy={resumedBy} />
          </>
        }
        actions={run.outcome !== null && <ExportAndShare slug={database.slug} subject={run.id} sql />}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
        <RunConsole
          key={run.id}
          runId={run.id}
          databaseName={database.name}
          statements={statements}
          steps={steps}
          stepsBefore={resumes?.stepsDone ?? 0}
          events={events.map(({ sequence, at, event }) => ({
            sequence,
            at: at.toISOString(),
            event: plain(event),
          }))}
          view={view}
          url={`/api/runs/${run.id}/events`}
          me={me}
          controlAction={controlRun}
          driverAction={changeDriver}
          {...(endActions === null ? {} : { endActions })}
        />
        <AfterRun id={run.id} />
        <Activity slug={database.slug} subject={{ kind: "run", id: run.id }} />
      </div>
    </Page>
  );
}
