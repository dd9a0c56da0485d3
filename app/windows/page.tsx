import { CalendarClock } from "lucide-react";
import { Page } from "@/components/frame/page";
import { PageHeading } from "@/components/frame/page-heading";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { MonthStrip } from "@/components/windows/month-strip";
import { WindowsTable } from "@/components/windows/windows-table";
import { loadWindows } from "./load";
import { comingRow, daysOf, pastRow, stripZone } from "./window-rows";

export const dynamic = "force-dynamic";
export const metadata = { title: "Windows" };

export default async function WindowsPage() {
  const list = await loadWindows();
  const make =
    list.manageable.length === 0 ? null : (
      <LinkButton href="/windows/new" look="primary">
        New window
      </LinkButton>
    );
  if (list.coming.length === 0 && list.past.length === 0) {
    return (
      <Page crumbs={[{ label: "Windows" }]}>
        <EmptyState
          level={1}
          icon={<CalendarClock />}
          title="No windows yet."
          description="A window is the time span in which plans may run on a database: it opens when somebody says go, and closes by itself."
          actions={make ?? <p className="text-muted text-sm">It takes the role approver to make one.</p>}
        />
      </Page>
    );
  }
  return (
    <Page crumbs={[{ label: "Windows" }]}>
      <PageHeading
        title="Windows"
        description="When plans may run. A run that has not committed when its window closes is rolled back."
        actions={make}
      />
      <MonthStrip days={daysOf(list)} timeZone={stripZone(list)} />
      {list.coming.length > 0 && (
        <WindowsTable
          id="coming"
          title="Open and coming"
          rows={list.coming.map((one) => comingRow(one, list.now))}
        />
      )}
      {list.past.length > 0 && <WindowsTable id="past" title="Over" rows={list.past.map(pastRow)} />}
    </Page>
  );
}
