import type { Metadata } from "next";
import { Page } from "@/components/frame/page";
import { PageHeading } from "@/components/frame/page-heading";
import { RunList } from "@/components/run/run-list";
import { Card } from "@/components/ui/card";
import { listedRunOfDatabase } from "./listed-run";
import { loadRuns } from "./load";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Runs" };

export default async function RunsPage() {
  const runs = await loadRuns();
  return (
    <Page crumbs={[{ label: "Runs" }]}>
      <PageHeading title="Runs" description="What was applied, to which database, and how it ended." />
      <Card flush>
        <RunList runs={runs.map(listedRunOfDatabase)} caption="Runs" />
      </Card>
    </Page>
  );
}
