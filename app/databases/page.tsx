import { DatabasesEmpty } from "@/components/databases/databases-empty";
import { DatabasesTable } from "@/components/databases/databases-table";
import { FleetFilter } from "@/components/databases/fleet-filter";
import { FleetVerdict } from "@/components/databases/fleet-verdict";
import { fitsFleetView, fleetHref, fleetViewText, readFleetView } from "@/components/databases/fleet-view";
import type { Health } from "@/components/databases/health";
import { RefreshWhenChecked } from "@/components/databases/refresh-when-checked";
import { WorkerBanner } from "@/components/databases/worker-banner";
import type { SearchParameters } from "@/components/drift/list-view";
import { Page } from "@/components/frame/page";
import { PageHeading } from "@/components/frame/page-heading";
import { ActionButton } from "@/components/ui/action-button";
import { LinkButton } from "@/components/ui/button";
import { loadPlans } from "../plans/load";
import { reseedDemo } from "./actions";
import { databaseRow } from "./database-row";
import { loadDatabases, loadMay } from "./load";

export const dynamic = "force-dynamic";
export const metadata = { title: "Databases" };

export default async function DatabasesPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParameters>;
}) {
  const [{ databases, worker }, plans, may] = await Promise.all([loadDatabases(), loadPlans(), loadMay()]);
  const view = readFleetView(await searchParams);
  const rows = databases.map((listed) => databaseRow(listed, plans, may));
  const counts: Partial<Record<Health, number>> = {};
  for (const row of rows) counts[row.health] = (counts[row.health] ?? 0) + 1;
  const active = databases.flatMap(({ checks }) => checks.active ?? []);
  const crumbs = [{ label: "Databases" }];
  const banner = worker.running ? {} : { banner: <WorkerBanner lastHeartbeatAt={worker.lastHeartbeatAt} /> };
  if (rows.length === 0) {
    return (
      <Page crumbs={crumbs} {...banner}>
        <h1 className="sr-only">Databases</h1>
        <DatabasesEmpty
          mayAdd={may("add databases")}
          openDemo={
            may("manage the demo") &&
            process.env.PLUMBLINE_DEMO_SERVER_URL && (
              <ActionButton action={reseedDemo} pendingText="Making the demo…">
                Make the demo
              </ActionButton>
            )
          }
        />
      </Page>
    );
  }
  return (
    <Page crumbs={crumbs} {...banner}>
      <PageHeading
        title="Databases"
        actions={
          may("add databases") && (
            <LinkButton href="/databases/new" look="primary" data-shortcut="add-database">
              Add database
            </LinkButton>
          )
        }
      />
      <div className="mb-5">
        <FleetVerdict counts={counts} hrefOf={(health) => fleetHref({ ...view, states: [health] })} />
      </div>
      {(rows.length > 4 || fleetViewText(view) !== "" || view.ignored.length > 0) && (
        <FleetFilter view={view} />
      )}
      <DatabasesTable
        rows={rows.filter((row) => fitsFleetView(view, row))}
        filterText={fleetViewText(view)}
        clearHref={fleetHref({})}
      />
      <RefreshWhenChecked urls={active.map((check) => `/api/checks/${check.id}/events`)} />
    </Page>
  );
}
