import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { startRun } from "@/app/runs/actions";
import { loadRunSheet } from "@/app/runs/load";
import { Page } from "@/components/frame/page";
import { PageHeading } from "@/components/frame/page-heading";
import { RunSheet } from "@/components/run/run-sheet";
import { StartRunForm } from "@/components/run/start-run-form";
import { visible } from "@/lib/postgres/identity";
import { withRemedies } from "../with-remedies";
import { remainingStatements, sheetLines } from "./sheet-lines";

export const dynamic = "force-dynamic";

interface RunSheetPageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export async function generateMetadata({ params }: RunSheetPageProps): Promise<Metadata> {
  const { plan, database, resume } = await loadRunSheet((await params).id);
  return { title: `${resume === null ? "Run" : "Resume"} ${plan.id} · ${visible(database.name)}` };
}

export default async function RunSheetPage({ params }: RunSheetPageProps) {
  const sheet = await loadRunSheet((await params).id);
  const { plan, database, databaseName, blockers, token, role, resume } = sheet;
  const remaining = plan.statements - (resume?.done.size ?? 0);
  const own = sheet.activeRun;
  if (own !== null && blockers.some(({ code }) => code === "running")) redirect(`/runs/${own}`);
  const planPath = `/plans/${plan.id}`;
  return (
    <Page
      production={database.environment === "production"}
      width="narrow"
      crumbs={[
        { label: "Databases", href: "/databases" },
        { label: database.name, href: `/databases/${database.slug}` },
        { label: plan.id, href: planPath },
        { label: resume === null ? "Run" : "Resume" },
      ]}
    >
      <PageHeading
        title={`${resume === null ? "Run" : "Resume"} ${plan.id} on ${visible(database.name)}`}
        description={
          <>
            {resume === null ? "" : `${remaining} of `}
            {plan.statements} {plan.statements === 1 ? "statement" : "statements"}
            {resume === null ? "" : " remain"} · hash{" "}
            <span className="font-mono">{plan.hash.slice(0, 8)}</span>. Nothing is committed unless the result
            is proven first.
          </>
        }
      />
      <RunSheet
        lines={sheetLines(sheet)}
        blockers={withRemedies(blockers, { planId: plan.id, slug: database.slug })}
        planPath={planPath}
        remaining={remainingStatements(sheet)}
        verb={resume === null ? "run" : "resume"}
        form={
          <StartRunForm
            action={startRun}
            planId={plan.id}
            token={token}
            databaseName={databaseName}
            hashStart={plan.hash.slice(0, 8)}
            role={role}
            verb={resume === null ? "Start run" : "Resume run"}
          />
        }
      />
    </Page>
  );
}
