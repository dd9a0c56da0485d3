import type { Metadata } from "next";
import { Page } from "@/components/frame/page";
import { GoChecks } from "@/components/windows/go-checks";
import { WindowOccurrences } from "@/components/windows/window-occurrences";
import { WindowOverlaps } from "@/components/windows/window-overlaps";
import { WindowPlans } from "@/components/windows/window-plans";
import { visible } from "@/lib/postgres/identity";
import { attachPlan } from "../actions";
import { loadWindow } from "../load";
import { WindowHeading } from "./window-heading";
import { shownOccurrence, windowPlan } from "./window-shown";

export const dynamic = "force-dynamic";

interface WindowPageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export async function generateMetadata({ params }: WindowPageProps): Promise<Metadata> {
  const { window } = await loadWindow((await params).id);
  return { title: `${visible(window.name)} · ${window.id}` };
}

export default async function WindowPage({ params }: WindowPageProps) {
  const overview = await loadWindow((await params).id);
  const { window, current, next, past, plans, attachable } = overview;
  const decided = current?.occurrence.decidedBy;
  return (
    <Page
      production={window.databases.some(({ environment }) => environment === "production")}
      crumbs={[{ label: "Windows", href: "/windows" }, { label: window.id }]}
    >
      <WindowHeading overview={overview} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5 lg:grid-cols-2">
        <WindowPlans
          id={window.id}
          plans={plans.map(windowPlan)}
          attachable={attachable.map(windowPlan)}
          minutes={window.minutes}
          estimatedSeconds={overview.estimatedSeconds}
          mayAttach={overview.mayAttach && current !== null}
          attachAction={attachPlan}
        />
        {current !== null && (
          <GoChecks
            checks={overview.goChecks}
            decision={
              decided
                ? `${decided.name} said ${current.occurrence.go ? "go" : "no-go"}.`
                : window.goRequired
                  ? null
                  : "It opens by itself: no go is needed."
            }
          />
        )}
        {next.length > 0 && (
          <WindowOccurrences id="next" title="Then" occurrences={next.map(shownOccurrence)} />
        )}
        {past.length > 0 && (
          <WindowOccurrences id="past" title="Before" occurrences={past.map(shownOccurrence)} />
        )}
        {overview.overlaps.length > 0 && (
          <WindowOverlaps
            overlaps={overview.overlaps.map(({ id, name, databases }) => ({ id, name, databases }))}
          />
        )}
      </div>
    </Page>
  );
}
