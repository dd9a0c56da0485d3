import { RunInProgress } from "@/components/run/run-in-progress";
import type { FormAction } from "@/components/ui/action-state";
import { Banner } from "@/components/ui/banner";
import { Time } from "@/components/ui/time";
import { visible } from "@/lib/postgres/identity";
import { DemoBanner } from "./demo-banner";
import { WorkerBanner } from "./worker-banner";

interface PastCheck {
  readonly id: string;
  readonly finishedAt: Date | null;
  readonly error: { readonly message: string; readonly hint?: string } | null;
}

interface DatabaseBannerProps {
  readonly overview: {
    readonly database: { readonly demo: boolean; readonly name: string };
    readonly run: string | null;
    readonly worker: { readonly running: boolean; readonly lastHeartbeatAt: Date | null };
    readonly check: PastCheck | null;
    readonly failed: PastCheck | null;
    readonly differences: readonly unknown[];
  };
  /** Absent for who may not. */
  readonly removeAction?: FormAction;
  readonly reseedAction?: FormAction;
}

/** The one banner over a database: what makes the page less than it seems, the worst of it. */
export function DatabaseBanner({ overview, removeAction, reseedAction }: DatabaseBannerProps) {
  const { database, worker, check, failed, run, differences } = overview;
  if (failed?.finishedAt && check?.finishedAt) {
    return (
      <Banner tone="critical" live>
        {differences.length === 0 ? "What is shown is" : "These differences are"} from {check.id},{" "}
        <Time value={check.finishedAt.toISOString()} />. {failed.id} failed{" "}
        <Time value={failed.finishedAt.toISOString()} />: {visible(failed.error?.message ?? "")}{" "}
        {visible(failed.error?.hint ?? "")}
      </Banner>
    );
  }
  if (!worker.running) return <WorkerBanner lastHeartbeatAt={worker.lastHeartbeatAt} />;
  if (run !== null) return <RunInProgress runId={run} databaseName={database.name} />;
  return database.demo ? (
    <DemoBanner
      {...(removeAction === undefined ? {} : { removeAction })}
      {...(reseedAction === undefined ? {} : { reseedAction })}
    />
  ) : null;
}
