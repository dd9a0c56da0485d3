import { Banner } from "@/components/ui/banner";
import { LinkButton } from "@/components/ui/button";
import { visible } from "@/lib/postgres/identity";

/** A run has a database to itself: the way to its console, from every page that is about the database. */
export function RunInProgress({
  runId,
  databaseName,
}: {
  readonly runId: string;
  readonly databaseName: string;
}) {
  return (
    <Banner
      tone="low"
      actions={
        <LinkButton href={`/runs/${runId}`} size="small">
          Open console
        </LinkButton>
      }
    >
      A run is in progress on <bdi>{visible(databaseName)}</bdi>: {runId}.
    </Banner>
  );
}
